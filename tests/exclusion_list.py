"""Made-up exclusion lists in the layout of the OIG's file. Nobody in them exists."""

import csv
import io
from pathlib import Path
from typing import Any

from providers.actions import exclusion_load
from providers.sources.leie import COLUMNS

ZEROS = "00000000"
EMPTY = {"NPI": "0000000000", "REINDATE": ZEROS, "WAIVERDATE": ZEROS, "EXCLTYPE": "1128a1"}


def row(last: str = "MADEUP", first: str = "WANDA", **over: str) -> dict[str, str]:
    """Somebody in Boulder, excluded on 19 March 2020, unless told otherwise."""
    said = {
        "LASTNAME": last, "FIRSTNAME": first, "GENERAL": "IND- LIC HC SERV PRO",
        "SPECIALTY": "PHYSICIAN (MD, DO)", "DOB": "19610203", "ADDRESS": "1 NOWHERE ST", "CITY": "BOULDER",
        "STATE": "CO", "ZIP": "80302", "EXCLDATE": "20200319",
    }  # fmt: skip
    return {**dict.fromkeys(COLUMNS, ""), **EMPTY, **said, **over}


def firm(name: str = "MADE UP INFUSIONS, LLC", **over: str) -> dict[str, str]:
    return row("", "", BUSNAME=name, DOB="", GENERAL="OTHER BUSINESS", **over)


def text(*rows: dict[str, str]) -> bytes:
    """As the OIG writes it: quoted words, CRLF."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for each in rows:
        writer.writerow(
            [int(each[name]) if each[name].isdigit() and name == "ZIP" else each[name] for name in COLUMNS]
        )
    return out.getvalue().encode()


def load(folder: Path, *rows: dict[str, str], content: bytes | None = None, **options: Any) -> Any:
    """Reads such a file as the command does, without comparing anybody."""
    path = folder / "UPDATED.csv"
    path.write_bytes(text(*rows) if content is None else content)
    options.setdefault("by", None)
    return exclusion_load.load(path=path, **options)
