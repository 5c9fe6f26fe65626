"""FindTreatment.gov's listing answers: pages of JSON, in which services are names, not codes."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from providers.models.facility import Facility, Refused
from providers.models.source_record import Register

from .facility_rows import Extra, facility, key_of
from .reading import UnreadableSourceError, clean, decode
from .service_codes import facts_of

CELLS = ("name1", "name2", "street1", "street2", "city", "state", "zip", "phone", "intake1")
OF_THE_REQUEST = frozenset({"_irow", "miles"})
LONGEST_KEY = 64
WEBSITE = re.compile(r"(?i)(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,}(?:[/?#][^\s<>\"]*)?)")

# Category (f2) and how the name (f3) begins, without case: names carry remarks in brackets that change.
CODE_BY_NAME = {
    ("TAP", "ketamine infusion therapy"): "KIT",
    ("TAP", "telemedicine/telehealth"): "TELE",
    ("SET", "telemedicine/telehealth"): "TELE",
    ("SET", "hospital inpatient"): "HI",
    ("FT", "psychiatric hospital"): "PSY",
    ("FT", "separate inpatient psychiatric unit"): "IPSY",
    ("FT", "state hospital"): "SHP",
    ("FT", "veterans affairs medical center"): "VAHC",
    ("PAY", "cash or self-payment"): "SF",
    ("PAY", "private health insurance"): "PI",
    ("PAY", "medicare"): "MC",
    ("PAY", "medicaid"): "MD",
    ("PAY", "military insurance"): "MI",
    ("PAY", "federal military insurance"): "MI",
    ("PAY", "u.s. department of va funds"): "VAF",
    ("PYAS", "sliding fee scale"): "SS",
    ("AGE", "children/adolescents"): "CHLD",
    ("AGE", "young adults"): "YAD",
    ("AGE", "adults"): "ADLT",
    ("AGE", "seniors"): "SNR",
    ("SL", "spanish"): "SP",
    ("SL", "sign language services"): "AH",
}
CODE_BY_LANGUAGE = {
    "spanish": "SP", "arabic": "F4", "any chinese language": "F17", "creole": "F19", "farsi": "F25",
    "french": "F28", "german": "F30", "greek": "F31", "hebrew": "F35", "hindi": "F36", "hmong": "F37",
    "italian": "F42", "japanese": "F43", "korean": "F47", "polish": "F66", "portuguese": "F67",
    "russian": "F70", "tagalog": "F81", "vietnamese": "F92", "ojibwa": "N24", "yupik": "N40",
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    """total_pages: 1 where the answer does not say."""

    number: int
    total_pages: int
    record_count: int | None
    rows: list[Any]


def read_page(raw: bytes) -> Page:
    """Raises UnreadableSourceError for damaged JSON and for an error that came in place of a listing."""
    try:
        answer = json.loads(decode(raw))
    except (ValueError, RecursionError) as error:
        raise UnreadableSourceError(f"The answer is not whole JSON: {error}.") from error
    if isinstance(answer, list):
        return Page(1, 1, None, answer)
    listing = answer.get("locations", answer) if isinstance(answer, dict) else None
    if not isinstance(listing, dict) or not isinstance(listing.get("rows"), list):
        raise UnreadableSourceError(f"The answer holds no list of facilities but {_shortened(answer)}")
    return Page(
        number=_whole(listing.get("page")) or 1,
        total_pages=_whole(listing.get("totalPages")) or 1,
        record_count=_whole(listing.get("recordCount")),
        rows=listing["rows"],
    )


def read(rows: list[Any], *, after: int = 0) -> Iterator[Facility | Refused]:
    """after: how many rows the pages before this one had; a row's line is its place in the whole listing."""
    for line, row in enumerate(rows, start=after + 1):
        yield _facility(row, line)


def _facility(row: Any, line: int) -> Facility | Refused:
    if not isinstance(row, dict):
        return Refused(line, f"it is not a facility but {_shortened(row)}")
    if wrong := [name for name in CELLS if isinstance(row.get(name), (dict, list, bool))]:
        return Refused(line, f"its {wrong[0]} is not text")
    if not isinstance(row.get("services") or [], list):
        return Refused(line, "its services are not a list")
    cells = {name: _text(row.get(name)) for name in CELLS}
    return facility(
        register=Register.FINDTREATMENT,
        key=_key(row, cells),
        line=line,
        cells=cells,
        payload=_storable({name: value for name, value in row.items() if name not in OF_THE_REQUEST}),
        facts=facts_of(codes_of(row.get("services") or [])),
        extra=_extra(row),
    )


def codes_of(services: list[Any]) -> frozenset[str]:
    """SAMHSA's codes for the service names that we use. Names that we do not know say nothing."""
    codes = set()
    for service in services:
        if not isinstance(service, dict):
            continue
        category = _text(service.get("f2")).upper()
        for name in _text(service.get("f3")).casefold().split(";"):
            codes.add(_code(category, name.strip()))
    return frozenset(codes - {""})


def _code(category: str, name: str) -> str:
    if category == "OL":
        return CODE_BY_LANGUAGE.get(name, "")
    known = ((begins, code) for (group, begins), code in CODE_BY_NAME.items() if group == category)
    return next((code for begins, code in known if name.startswith(begins)), "")


def _key(row: dict[str, Any], cells: dict[str, str]) -> str:
    given = _text(row.get("frid"))
    return given if 0 < len(given) <= LONGEST_KEY else key_of(cells)


def _extra(row: dict[str, Any]) -> Extra:
    """A position is both numbers or none; whether it is near the address is not judged here."""
    latitude, longitude = _number(row.get("latitude")), _number(row.get("longitude"))
    website = _website(_text(row.get("website")))
    if latitude is None or longitude is None or (latitude, longitude) == (0, 0):
        return Extra(website=website)
    return Extra(website=website, latitude=latitude, longitude=longitude)


def _website(text: str) -> str:
    """With https, which we require of every link; "" where it is no address."""
    found = WEBSITE.fullmatch(text)
    return f"https://{found[1]}" if found and len(found[1]) <= 190 else ""


def _text(value: Any) -> str:
    return clean(str(value)) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def _number(value: Any) -> float | None:
    try:
        number = float(_text(value))
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) <= 180 else None


def _whole(value: Any) -> int | None:
    text = _text(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _storable(value: Any) -> Any:
    """Without the characters that a PostgreSQL JSON value cannot hold."""
    if isinstance(value, dict):
        return {str(name).replace("\0", ""): _storable(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_storable(inner) for inner in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return clean(value) if isinstance(value, str) else value


def _shortened(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 120 else f"{text[:120]}..."
