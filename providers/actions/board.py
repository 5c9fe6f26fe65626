"""What the board counts: how much work waits and how old it is, how fast it ends, how good the data are."""

from __future__ import annotations

import datetime
import itertools
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q

from providers.models import Case, Credential, Location, Price, Provider
from providers.models.case import CaseKind, CaseState
from providers.models.credential import OLDEST_CHECK_DAYS
from providers.models.provider import FRESH_DAYS
from providers.models.vocabulary import CredentialStatus as C

RECENT_DAYS = 90
DAY = 24 * 60 * 60
# Days since a case was opened: up to 1, 2, 5, 10, and more.
AGES = (1, 2, 5, 10)


@dataclass(frozen=True)
class Open:
    """ages: how many are as old as each of AGES says, and older ones last."""

    kind: CaseKind
    ages: list[int]
    overdue: int
    waiting: int

    @property
    def total(self) -> int:
        return sum(self.ages)


@dataclass(frozen=True)
class Pace:
    """median and slow (the 90th percentile) in days, of the cases closed in the last RECENT_DAYS."""

    kind: CaseKind
    closed: int
    median: float | None
    slow: float | None


@dataclass(frozen=True)
class Share:
    """part of whole; percent is None where there is nothing yet."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        return None if not self.whole else int(100 * self.part / self.whole)


@dataclass(frozen=True)
class Quality:
    """Shares of public listings, made-up ones apart; current: of credentials that were ever approved."""

    confirmed: Share
    priced: Share
    current: Share
    checks_overdue: int


def _real(cases: Any) -> Any:
    """What listings that are made up need is practice, and no measure."""
    return cases.exclude(provider__is_demo=True)


def open_cases(now: datetime.datetime, today: datetime.date) -> list[Open]:
    """One query over the open cases."""
    older = {age: Q(opened_at__lt=now - datetime.timedelta(days=age)) for age in AGES}
    counts = {f"over_{age}": Count("pk", filter=older[age]) for age in AGES}
    rows = (
        _real(Case.objects.open())
        .values("kind")
        .annotate(
            **counts,
            total=Count("pk"),
            overdue=Count("pk", filter=Q(due_on__lt=today)),
            waiting=Count("pk", filter=Q(state=CaseState.WAITING)),
        )
    )
    found = {row["kind"]: row for row in rows}
    return [_open(kind, found.get(kind)) for kind in CaseKind]


def _open(kind: CaseKind, row: dict[str, int] | None) -> Open:
    if row is None:
        return Open(kind, [0] * (len(AGES) + 1), 0, 0)
    steps = [row["total"], *(row[f"over_{age}"] for age in AGES), 0]
    ages = [more - fewer for more, fewer in itertools.pairwise(steps)]
    return Open(kind, ages, row["overdue"], row["waiting"])


PACE = """
    SELECT kind, count(*),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds),
           percentile_cont(0.9) WITHIN GROUP (ORDER BY seconds)
    FROM (SELECT kind, extract(epoch FROM closed_at - opened_at) AS seconds FROM ({cases}) AS ended) AS closed
    GROUP BY kind
"""


def paces(now: datetime.datetime) -> list[Pace]:
    """From the moment a case opened until it closed, waiting included. One query."""
    since = now - datetime.timedelta(days=RECENT_DAYS)
    closed = _real(Case.objects.filter(state=CaseState.CLOSED, closed_at__gte=since))
    sql, params = closed.values("kind", "opened_at", "closed_at").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(PACE.format(cases=sql), params)
        found = {row[0]: row for row in cursor.fetchall()}
    return [_pace(kind, found.get(kind)) for kind in CaseKind]


def _pace(kind: CaseKind, row: Any) -> Pace:
    if row is None:
        return Pace(kind, 0, None, None)
    return Pace(kind, row[1], float(row[2]) / DAY, float(row[3]) / DAY)


def quality(today: datetime.date) -> Quality:
    """Two queries: the public listings, and the credentials that were approved at some time."""
    since = today - datetime.timedelta(days=FRESH_DAYS)
    now_valid = Q(valid_from__lte=today) & (Q(valid_to__isnull=True) | Q(valid_to__gte=today))
    here = Price.objects.filter(
        now_valid, service__location__provider=OuterRef("pk"), service__location__closed_on__isnull=True
    )
    listings = Provider.objects.listed().filter(is_demo=False).annotate(is_priced=Exists(here))
    row = listings.aggregate(
        whole=Count("pk"),
        confirmed=Count("pk", filter=Q(last_confirmed_on__gte=since)),
        priced=Count("pk", filter=Q(is_priced=True)),
    )
    current, approved, overdue = _credentials(today)
    return Quality(
        Share(row["confirmed"], row["whole"]),
        Share(row["priced"], row["whole"]),
        Share(current, approved),
        overdue,
    )


def _credentials(today: datetime.date) -> tuple[int, int, int]:
    """Current as patients read it: active, not past its day, and looked up no more than 120 days ago."""
    oldest = today - datetime.timedelta(days=OLDEST_CHECK_DAYS)
    live = Q(status__in=[C.ACTIVE, C.EXPIRING])
    unexpired = Q(expires_on__isnull=True) | Q(expires_on__gte=today)
    real = Credential.objects.exclude(provider__is_demo=True).exclude(location__provider__is_demo=True)
    decided = real.filter(decided_on__isnull=False).exclude(_of_demo_person())
    row = decided.exclude(status__in=[C.REVOKED, C.WITHDRAWN, C.DENIED]).aggregate(
        approved=Count("pk"),
        current=Count("pk", filter=live & unexpired & Q(checked_on__gte=oldest)),
        overdue=Count("pk", filter=live & Q(checked_on__lt=today - datetime.timedelta(days=RECENT_DAYS))),
    )
    return row["current"], row["approved"], row["overdue"]


def _of_demo_person() -> Exists:
    places = Location.objects.filter(roles__practitioner=OuterRef("practitioner"), provider__is_demo=True)
    return Exists(places)
