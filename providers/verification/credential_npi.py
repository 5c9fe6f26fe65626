"""The claim beside the row of the NPI register: a lead for the reviewer, never a proof."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from providers.actions.credential_compare import holder_name, same_name, same_number

from .credential_beside import Beside
from .panels import Difference


def side(beside: Beside) -> dict[str, Any] | None:
    """None where no number is known."""
    if not beside.npi:
        return None
    row = beside.npi_row
    return {
        "number": beside.npi,
        "is_known": row is not None,
        "updated_on": parse_date(row["updated_on"] or "") if row else None,
        "differences": _differences(beside, row) if row else [],
    }


def _differences(beside: Beside, row: Mapping[str, Any]) -> list[Difference]:
    credential = beside.credential
    claimed, name = holder_name(credential), _name(row)
    is_active = row["deactivated_on"] is None
    states = sorted({str(each.get("state") or "") for each in row["taxonomies"]} | {row["state"]})
    states = [state for state in states if state]
    licences = [
        (str(each["licence"]), each.get("state")) for each in row["taxonomies"] if each.get("licence")
    ]
    return [
        Difference(_("Name"), claimed, name, same_name(claimed, name) if name and claimed else None),
        Difference(_("In the register"), _("active"), _("active") if is_active else _("ended"), is_active),
        Difference(
            _("States"),
            credential.state,
            ", ".join(states),
            credential.state in states if credential.state and states else None,
        ),
        Difference(
            _("Licenses stated there"),
            credential.number,
            ", ".join(f"{number} ({state})" if state else number for number, state in licences),
            _is_stated(credential.number, [number for number, _state in licences]),
        ),
    ]


def _name(row: Mapping[str, Any]) -> str:
    parts = [row["first_name"], row["middle_name"], row["last_name"]]
    return str(row["organization"] or " ".join(part for part in parts if part))


def _is_stated(number: str, licences: list[str]) -> bool | None:
    """Never a difference: holders type these themselves, and seldom all of them."""
    return any(same_number(number, each) for each in licences) or None
