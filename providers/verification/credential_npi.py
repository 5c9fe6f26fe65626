"""The claim beside the row of the NPI register: a lead for the reviewer, never a proof."""

from __future__ import annotations

from django.utils.translation import gettext as _

from providers.actions.credential_compare import holder_name, same_name
from providers.models import Credential, NpiRecord

from .panels import Difference


def beside_the_register(credential: Credential, row: NpiRecord) -> list[Difference]:
    name = row.organization or " ".join(filter(None, [row.first_name, row.middle_name, row.last_name]))
    claimed = holder_name(credential)
    states = sorted({str(each.get("state") or "") for each in row.taxonomies} | {row.state})
    states = [state for state in states if state]
    licences = [each for each in row.taxonomies if each.get("licence")]
    return [
        Difference(_("Name"), claimed, name, same_name(claimed, name) if name and claimed else None),
        Difference(
            _("In the register"),
            _("active"),
            _("active") if row.is_active else _("deactivated"),
            row.is_active,
        ),
        Difference(_("States"), credential.state, ", ".join(states), _among(credential, states)),
        Difference(
            _("Licenses stated there"),
            credential.number,
            ", ".join(f"{each['licence']} ({each.get('state', '')})" for each in licences),
            _is_stated(credential, [str(each["licence"]) for each in licences]),
        ),
    ]


def _among(credential: Credential, states: list[str]) -> bool | None:
    return credential.state in states if credential.state and states else None


def _is_stated(credential: Credential, licences: list[str]) -> bool | None:
    """Written in any way; None where the register names none: providers enter it there themselves."""
    if not credential.number or not licences:
        return None
    bare = {"".join(filter(str.isalnum, number)).casefold() for number in licences}
    return "".join(filter(str.isalnum, credential.number)).casefold() in bare
