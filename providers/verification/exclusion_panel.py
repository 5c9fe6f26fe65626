"""A possible hit on the federal exclusion list: ours, the list's row, and what agrees. All private."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from django.utils.translation import gettext as _

from providers.actions import claim_proofs
from providers.models import Case, Credential, Exclusion, ExclusionMatch, Practitioner, PractitionerRole
from providers.models.case import CaseKind
from providers.models.evidence import day
from providers.models.exclusion import MatchState, MatchStrength
from providers.models.place_names import STATES
from providers.models.vocabulary import CredentialStatus, CredentialType, Profession

from . import calls, likeness
from .exclusion_verbs import actions
from .listing_side import RegisterSide, listing_side, name_of, one_line, register_side
from .panels import PANELS, Difference, Panel

OIG_SEARCH = "https://exclusions.oig.hhs.gov/"
NAMES = ("first_name", "middle_name", "last_name", "business")


@dataclass(frozen=True)
class Ours:
    """A person or a listing of ours. states: where they work or hold a license."""

    names: list[str]
    npi: str
    what: str
    states: list[str]
    licences: list[str] = field(default_factory=list)


def panel(request: HttpRequest, case: Case) -> Panel:
    match = _loaded(case)
    side = listing_side(case.provider) if case.provider else None
    ours = _person(match, match.practitioner) if match.practitioner else _firm(match, side)
    register = register_side(ours.npi)
    phones = side.phones if side else []
    numbers = tuple((phone, claim_proofs.spoken(phone)) for phone in dict.fromkeys(phones))
    return Panel(
        title=_("%s: on the exclusion list?") % ours.names[0],
        template="staff/exclusion/panel.html",
        context={
            "match": match,
            "strength": MatchStrength(match.strength).label,
            "match_state": MatchState(match.state).label,
            "ours": ours,
            "listed": match.exclusion,
            "listed_name": listed_name(match.exclusion),
            "listed_address": one_line(match.exclusion),
            "rows": _other_rows(match),
            "register": register,
            "side": side,
            "oig_search": OIG_SEARCH,
        },
        differences=differences(ours, match.exclusion, register),
        actions=[*actions(request, case, match), calls.call_action(case, numbers)],
    )


def _loaded(case: Case) -> ExclusionMatch:
    """With the states where the person works and the other rows of the list, in one query."""
    roles = PractitionerRole.objects.filter(practitioner=OuterRef("practitioner"))
    same = ExclusionMatch.objects.exclude(pk=OuterRef("pk")).order_by("pk")
    whose = Q(practitioner=OuterRef("practitioner")) | Q(provider=OuterRef("provider"))
    names = ("state", *(f"exclusion__{name}" for name in (*NAMES, "excluded_on")))
    others = same.filter(whose).values(row=JSONObject(**{name: name for name in names}))
    rows = ExclusionMatch.objects.select_related("exclusion", "practitioner", "endorsed_by", "decided_by")
    match: ExclusionMatch = rows.annotate(
        work_states=ArraySubquery(roles.order_by("pk").values("location__state")),
        other_rows=ArraySubquery(others),
    ).get(pk=case.exclusion_match_id or 0)
    if match.provider_id:
        match.provider = case.provider
    case.exclusion_match = match
    return match


def _person(match: ExclusionMatch, person: Practitioner) -> Ours:
    """One query."""
    held = list(Credential.objects.filter(practitioner=person).order_by("type", "state", "pk"))
    places: list[str] = match.work_states  # type: ignore[attr-defined]
    states = {*places, *(one.state for one in held)} - {""}
    what = str(Profession(person.profession).label)
    return Ours([person.name], person.npi, what, sorted(states), [_licence(one) for one in held])


def _licence(one: Credential) -> str:
    parts = [str(CredentialType(one.type).label), STATES.get(one.state, one.state), one.number]
    return f"{', '.join(part for part in parts if part)}: {CredentialStatus(one.status).label}"


def _firm(match: ExclusionMatch, side: Any) -> Ours:
    provider = match.provider
    assert provider is not None
    names = [provider.display_name, provider.legal_name, *provider.other_names]
    states = {location.state for location in side.locations}
    kept = list(dict.fromkeys(name for name in names if name))
    return Ours(kept, provider.npi, _("A listing"), sorted(states))


def listed_name(row: Exclusion) -> str:
    return _in_order(*(getattr(row, name) for name in NAMES))


def _in_order(first: str, middle: str, last: str, business: str) -> str:
    return " ".join(part for part in (first, middle, last) if part) or business


def _other_rows(match: ExclusionMatch) -> list[dict[str, str]]:
    """Other rows of the list that may be the same person or firm of ours."""
    rows: list[dict[str, str]] = match.other_rows  # type: ignore[attr-defined]
    return [
        {
            "name": _in_order(*(row[f"exclusion__{name}"] for name in NAMES)),
            "day": day(datetime.date.fromisoformat(row["exclusion__excluded_on"])),
            "state": str(MatchState(row["state"]).label),
        }
        for row in rows
    ]


def differences(ours: Ours, listed: Exclusion, register: RegisterSide | None) -> list[Difference]:
    """What agrees and what does not, each in words. We hold nobody's day of birth."""
    compare = likeness.person if listed.last_name else likeness.firm
    found = [compare(_("Name"), name, listed_name(listed)) for name in ours.names]
    if register and register.record:
        found.append(compare(_("Name in the NPI register"), name_of(register.record), listed_name(listed)))
    here = ", ".join(STATES.get(state, state) for state in ours.states)
    there = STATES.get(listed.state, listed.state)
    same_state = listed.state in ours.states if listed.state and ours.states else None
    return [
        *found,
        likeness.text(_("NPI"), ours.npi, listed.npi),
        Difference(_("State"), here, there, same_state),
        Difference(_("Day of birth"), "", day(listed.born_on) if listed.born_on else ""),
        Difference(_("Field of work"), ours.what, listed.specialty.title() or listed.general.title()),
    ]


PANELS[CaseKind.EXCLUSION] = panel
