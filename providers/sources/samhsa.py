"""SAMHSA's National Directory of Mental Health Facilities as a CSV file, with or without its first column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from providers.models.facility import Facility, Refused
from providers.models.source_record import Register

from . import table
from .facility_rows import facility, key_of
from .service_codes import facts_of

NEEDED = ("name1", "city", "state", "service_code_info")
COLUMNS = (
    *("name1", "name2", "street1", "street2", "city", "state", "zip"),
    *("phone", "intake1", "intake2", "intake1a", "intake2a", "service_code_info"),
)


def read(stream: BinaryIO) -> Iterator[Facility | Refused]:
    """In the order of the file. Raises UnreadableSourceError where it is not this directory at all."""
    rows = table.read(stream, columns=COLUMNS, needed=NEEDED)
    return (row if isinstance(row, Refused) else _facility(row) for row in rows)


def _facility(row: table.Row) -> Facility | Refused:
    cells = {name: row.cells.get(name, "") for name in COLUMNS}
    if not (codes := codes_of(cells["service_code_info"])):
        return Refused(row.line, "it has no service codes")
    return facility(
        register=Register.SAMHSA_2022,
        key=key_of(cells),
        line=row.line,
        cells=cells,
        payload=dict(cells),
        facts=facts_of(codes),
    )


def codes_of(cell: str) -> frozenset[str]:
    """ "OP * KIT TELE * MC PI": groups separated by stars. No code stands in two groups of the code sheet."""
    return frozenset(cell.replace("*", " ").upper().split())
