"""Reads a result of the NPI Registry's web service, in the types of older captures and of newer ones."""

from __future__ import annotations

import datetime
from typing import Any

from .npi_registry import Payload
from .npi_row import NpiRow, full_name, licence, ten_digits

ENTITIES = {"NPI-1": 1, "NPI-2": 2}
MILLISECONDS = 10**11  # newer captures count the time in thousandths: no second of ours is as large


def words_of_deactivation(payload: Payload) -> str:
    """The register's own words where it says that the number is out of service; "" where it does not."""
    for error in _dicts(payload.get("Errors")):
        return _text(error.get("description"))
    status = _text(_dict(payload.get("basic")).get("status"))
    return "" if status in {"", "A"} else f"status: {status}"


def row_of(payload: Payload) -> NpiRow:
    """What is not of the kind that it should be is left out."""
    basic = _dict(payload.get("basic"))
    addresses = _dicts(payload.get("addresses"))
    place: Payload = next(
        (each for each in addresses if _text(each.get("address_purpose")).upper() == "LOCATION"), {}
    )
    return NpiRow(
        npi=_text(payload.get("number")),
        entity=ENTITIES.get(_text(payload.get("enumeration_type"))),
        first_name=_text(basic.get("first_name")),
        middle_name=_text(basic.get("middle_name")),
        last_name=_text(basic.get("last_name")),
        organization=_text(basic.get("organization_name")),
        other_names=[_other_name(each) for each in _dicts(payload.get("other_names"))],
        credential_text=_text(basic.get("credential")),
        street=_text(place.get("address_1")),
        street2=_text(place.get("address_2")),
        city=_text(place.get("city")),
        state=_text(place.get("state")),
        zip=_text(place.get("postal_code")).replace("-", ""),
        phone=ten_digits(_text(place.get("telephone_number"))),
        taxonomies=[_taxonomy(each) for each in _dicts(payload.get("taxonomies"))],
        **_official(basic),
        enumerated_on=_day(basic.get("enumeration_date")) or _from_epoch(payload.get("created_epoch")),
        updated_on=_day(basic.get("last_updated")) or _from_epoch(payload.get("last_updated_epoch")),
        deactivated_on=_day(basic.get("deactivation_date")) if words_of_deactivation(payload) else None,
        replacement_npi=_text(basic.get("replacement_npi")),
    )


def _official(basic: Payload) -> dict[str, Any]:
    parts = (basic.get(f"authorized_official_{part}_name") for part in ("first", "middle", "last"))
    return {
        "official_name": full_name(_text(part) for part in parts),
        "official_title": _text(basic.get("authorized_official_title_or_position")),
        "official_phone": ten_digits(_text(basic.get("authorized_official_telephone_number"))),
    }


def _taxonomy(given: Payload) -> dict[str, Any]:
    return {
        "code": _text(given.get("code")),
        "licence": licence(_text(given.get("license"))),
        "state": _text(given.get("state")),
        "primary": given.get("primary") is True or _text(given.get("primary")).upper() in {"Y", "TRUE"},
    }


def _other_name(given: Payload) -> dict[str, str]:
    kind = _text(given.get("code"))
    if organization := _text(given.get("organization_name")):
        return {"organization": organization, "kind": kind}
    names = {part: _text(given.get(f"{part}_name")) for part in ("first", "middle", "last")}
    return {**names, "kind": kind}


def _day(value: Any) -> datetime.date | None:
    for shape in ("%Y-%m-%d", "%m/%d/%Y"):
        try:
            return datetime.datetime.strptime(_text(value), shape).replace(tzinfo=datetime.UTC).date()
        except ValueError:
            continue
    return None


def _from_epoch(value: Any) -> datetime.date | None:
    """Seconds as an integer in older captures, thousandths as text in newer ones."""
    text = _text(value)
    if not (text.isascii() and text.isdigit() and len(text) < 15):
        return None
    seconds = int(text) // 1000 if int(text) >= MILLISECONDS else int(text)
    return datetime.datetime.fromtimestamp(seconds, tz=datetime.UTC).date()


def _text(value: Any) -> str:
    return str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def _dict(value: Any) -> Payload:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[Payload]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
