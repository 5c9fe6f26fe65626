"""script/bench [--only PART] [--sizes 10000,...] [--rounds 5] [--each 20] [--seed 1] [--plans] [--keep]"""

import argparse
import os
import sys
import time

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"

import django

django.setup()

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import connection
from tqdm import tqdm

from providers.actions import demo
from providers.models import Case
from providers.search import remembered
from tests.bench import exclusions, feeds, growth, measure, report, staff, staff_cases


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("--sizes", default="10000,100000,1000000", help="locations to load, one run each")
    parser.add_argument("--rounds", type=int, default=5, help="interleaved rounds; the median counts")
    parser.add_argument("--each", type=int, default=20, help="requests of one scenario in a round")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plans", action="store_true", help="print query plans as well")
    parser.add_argument("--keep", action="store_true", help="reuse and keep the databases")
    parser.add_argument("--rows", type=int, default=1_000_000, help="of the NPI register's file")
    parser.add_argument("--only", choices=PARTS, help="this part and no other")
    return parser.parse_args()


def use_database(name: str, *, anew: bool) -> bool:
    """Points this process at the database; returns whether it had to be made."""
    connection.close()
    remembered.forget()
    connection.settings_dict["NAME"] = name
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        exists = cursor.fetchone() is not None
        if exists and anew:
            cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        if anew or not exists:
            cursor.execute(f'CREATE DATABASE "{name}"')
    return anew or not exists


def drop_database(name: str) -> None:
    connection.close()
    with connection._nodb_cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def fill(size: int, seed: int) -> None:
    call_command("migrate", verbosity=0)
    call_command("load_places", verbosity=0)
    call_command("load_texts", verbosity=0)
    start = time.perf_counter()
    with tqdm(total=size, unit=" locations", disable=not sys.stderr.isatty()) as bar:
        demo.load(count=size, seed=seed, progress=bar.update)
    print(f"\nLoaded {size:,} demo locations in {time.perf_counter() - start:.0f} s.")


def run(size: int, options: argparse.Namespace) -> None:
    name = f"bench_{size}"
    if use_database(name, anew=not options.keep):
        fill(size, options.seed)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    alone = report.one_client(get_wsgi_application(), options.rounds, options.each)
    with measure.server(name) as port:
        crowded = report.eight_clients(port, options.rounds, max(3, options.each // 4))
    report.print_lines(size, alone, crowded)
    growth.print_growth()
    if options.plans:
        print(growth.plans())
    if not options.keep:
        drop_database(name)


def run_searches(options: argparse.Namespace) -> None:
    for wanted in options.sizes.split(","):
        run(int(wanted), options)


def run_exclusions(options: argparse.Namespace) -> None:
    use_database("bench_exclusions", anew=True)
    exclusions.print_exclusions(options.seed)
    drop_database("bench_exclusions")


def run_feeds(options: argparse.Namespace) -> None:
    use_database("bench_feeds", anew=True)
    feeds.print_feeds(options.rows)
    drop_database("bench_feeds")


def run_staff(options: argparse.Namespace) -> None:
    """On 40,000 locations, whose credentials make most of the cases."""
    if use_database("bench_staff", anew=not options.keep):
        fill(40_000, options.seed)
    if not Case.objects.exists():
        staff_cases.fill()
    staff.print_staff(get_wsgi_application(), options.rounds, options.each)
    if options.plans:
        print(staff.plans())
    if not options.keep:
        drop_database("bench_staff")


PARTS = {"searches": run_searches, "exclusions": run_exclusions, "feeds": run_feeds, "staff": run_staff}


if __name__ == "__main__":
    chosen = arguments()
    for name, part in PARTS.items():
        if chosen.only in (None, name):
            part(chosen)
