"""What a register states, for tests of imports: a made-up clinic in Boulder, and the places around it."""

from typing import Any

from django.db import connection

from providers.actions import imports
from providers.models import ImportRun, Location, Place, Provider
from providers.models.facility import Facility
from tests import factories

ZIP_80302 = (40.0172, -105.2851)  # as GeoNames has it
REGISTER = "samhsa_2022"


def boulder() -> Place:
    factories.place("city", "Boulder", "CO", latitude=40.015, longitude=-105.2705, timezone="America/Denver")
    return factories.place(
        "zip",
        "Boulder",
        "CO",
        code="80302",
        county="Boulder County",
        latitude=ZIP_80302[0],
        longitude=ZIP_80302[1],
    )


def stated(line: int = 2, **over: Any) -> Facility:
    """Ketamine for adults, Medicaid, Spanish, self-payment; the payload is what was given here."""
    fields = {
        "register": REGISTER,
        "key": f"key-{line}",
        "name": "Cedar Grove Clinic",
        "street": "12 Cedar Street",
        "street2": "",
        "city": "Boulder",
        "state": "CO",
        "zip": "80302",
        "phone": "+13035550142",
        "phone_extension": "",
        "offers_ketamine": True,
        "plan_families": ("medicaid",),
        "self_pay": True,
        "age_groups": ("adult",),
        "languages": ("es",),
        **over,
    }
    return Facility(
        line=line, payload={"name1": fields["name"], "given": sorted(map(str, over.items()))}, **fields
    )


def store(*facilities: Any, **over: Any) -> imports.Report:
    register = facilities[0].register if facilities else REGISTER
    return imports.store(list(facilities), by=None, **{"register": register, **over})


def counts(report: imports.Report) -> dict[str, int]:
    """Without the zeros."""
    numbers = {
        "created": report.created,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "skipped": len(report.skipped),
        "refused": len(report.refused),
        "left_out": report.left_out,
    }
    return {name: number for name, number in numbers.items() if number}


def events() -> int:
    """How many rows of history there are, in all tables."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name.endswith("event")]
        cursor.execute(" UNION ALL ".join(f'SELECT count(*) FROM "{name}"' for name in tables))
        return sum(row[0] for row in cursor.fetchall())


def everything() -> tuple[int, int, int, int]:
    return Provider.objects.count(), Location.objects.count(), ImportRun.objects.count(), events()
