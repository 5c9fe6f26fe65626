"""What a person chooses when two listings become one: which side each fact keeps and where each place goes.

A choice has a key and a value; the page draws them, the merge reads them, and the record keeps them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from providers.models import (
    AccessFact,
    Coverage,
    Language,
    Location,
    OpeningHours,
    PractitionerRole,
    Provider,
    Service,
    TelehealthReach,
)
from providers.models.vocabulary import Kind, NewPatients

from .claim_proofs import spoken
from .merge_twins import AS, FOR, Twin, likely_twins

KEPT, GONE = "kept", "gone"
MOVE, STAY = "move", "stay"
OF_LISTING = {
    "display_name": gettext_lazy("Name"),
    "legal_name": gettext_lazy("Legal name"),
    "other_names": gettext_lazy("Other names"),
    "kind": gettext_lazy("Kind"),
    "npi": gettext_lazy("NPI"),
    "website": gettext_lazy("Website"),
    "about": gettext_lazy("In their own words"),
}
OF_PLACE = {
    "name": gettext_lazy("Name of the place"),
    "phone": gettext_lazy("Telephone"),
    "email": gettext_lazy("E-mail"),
    "booking_url": gettext_lazy("Booking address"),
    "new_patients": gettext_lazy("New patients"),
    "address": gettext_lazy("Address and position"),
}
# Columns that are one fact.
COLUMNS = {
    "phone": ("phone", "phone_extension"),
    "address": (
        *("street", "street2", "city", "state", "zip", "county", "latitude", "longitude"),
        *("geocode_quality", "timezone", "location_type"),
    ),
}
# Rows of a place, taken over as a whole, and only where the place that stays has none of them.
BLOCKS: dict[str, tuple[Any, type[models.Model]]] = {
    "hours": (gettext_lazy("Opening hours"), OpeningHours),
    "services": (gettext_lazy("Services and prices"), Service),
    "insurance": (gettext_lazy("Insurance"), Coverage),
    "people": (gettext_lazy("People"), PractitionerRole),
    "access": (gettext_lazy("Access"), AccessFact),
    "languages": (gettext_lazy("Languages"), Language),
    "telehealth": (gettext_lazy("Telehealth states"), TelehealthReach),
}


@dataclass(frozen=True)
class Choice:
    """One question. options: value -> label. kept, gone: what each side says, in words."""

    key: str
    label: str
    options: tuple[tuple[str, str], ...]
    default: str
    kept: str = ""
    gone: str = ""

    @property
    def differs(self) -> bool:
        return self.kept != self.gone


@dataclass(frozen=True)
class Group:
    """The choices of the listing itself, or of one place of the listing that goes."""

    title: str
    choices: tuple[Choice, ...]
    place: Location | None = None


def groups(goes: Provider, stays: Provider, twins: Mapping[int, Twin] | None = None) -> list[Group]:
    """twins: by place that goes; the likely ones where not given."""
    theirs, ours = (_places(one) for one in (goes, stays))
    likely = likely_twins(theirs, ours)
    by_pk = {place.pk: place for place in ours}
    found = [Group(_("The listing"), (*_listing_choices(goes, stays), *_other_rows(goes, stays)))]
    for place in theirs:
        chosen = (likely if twins is None else twins).get(place.pk)
        found.append(_place_group(place, ours, likely.get(place.pk), chosen, by_pk))
    return found


def _places(provider: Provider) -> list[Location]:
    return list(provider.locations.prefetch_related(*(RELATED[name] for name in BLOCKS)).order_by("pk"))


RELATED = {
    "hours": "opening_hours", "services": "services", "insurance": "coverages", "people": "roles",
    "access": "access_facts", "languages": "languages", "telehealth": "telehealth_reach",
}  # fmt: skip


def _listing_choices(goes: Provider, stays: Provider) -> list[Choice]:
    return [
        _which(name, str(label), _said(stays, name), _said(goes, name)) for name, label in OF_LISTING.items()
    ]


def _which(key: str, label: str, kept: str, gone: str, *, base: str = KEPT) -> Choice:
    """The base's, unless only the other side says anything."""
    options = ((KEPT, kept or _("Not stated")), (GONE, gone or _("Not stated")))
    default = base
    if not {KEPT: kept, GONE: gone}[base] and (kept or gone):
        default = GONE if base == KEPT else KEPT
    return Choice(key, label, options, default, kept, gone)


def _said(row: models.Model, name: str) -> str:
    if name == "address":
        assert isinstance(row, Location)
        return ", ".join(part for part in (row.street, row.street2, row.city, row.state, row.zip) if part)
    value = getattr(row, name)
    if isinstance(value, list):
        return ", ".join(value)
    if name == "phone" and value:
        assert isinstance(row, Location)
        return " ".join(part for part in (spoken(value), row.phone_extension) if part)
    codes = {"kind": Kind, "new_patients": NewPatients}.get(name)
    return str(codes(value).label) if codes and value else str(value or "")


def _other_rows(goes: Provider, stays: Provider) -> list[Choice]:
    """Policies, answers and the listing's own credentials."""
    have, lack = _("stated"), ""
    ours, theirs = (have if hasattr(one, "policy") else lack for one in (stays, goes))
    found = []
    if theirs:
        found.append(_which("policy", _("Policies"), ours, theirs))
    answers = goes.answers.exclude(question__in=stays.answers.values("question")).count()
    if answers:
        found.append(_take("answers", _("Answers that only the one that goes gives"), str(answers)))
    credentials = goes.credentials.count()
    if credentials:
        found.append(_take("credentials", _("Credentials of the one that goes"), str(credentials)))
    return found


def _take(key: str, label: str, number: str, *, giver: str = GONE) -> Choice:
    leaves = KEPT if giver == GONE else GONE
    options = ((giver, _("Take over: %s") % number), (leaves, _("Leave behind")))
    kept, gone = (number if giver == side else "" for side in (KEPT, GONE))
    return Choice(key, label, options, giver, kept, gone)


def _place_group(
    place: Location,
    ours: list[Location],
    likely: Twin | None,
    chosen: Twin | None,
    by_pk: dict[int, Location],
) -> Group:
    options = [(MOVE, _("Another place: move it over"))]
    for other in ours:
        where = _said(other, "address")
        options.append((f"{AS}:{other.pk}", _("The same place as %s, whose facts stay") % where))
        options.append((f"{FOR}:{other.pk}", _("The same place as %s, and takes over from it") % where))
    options.append((STAY, _("Leave it behind: patients see it no more")))
    default = likely.code if likely else MOVE
    choices = [Choice(f"place:{place.pk}", _("This place"), tuple(options), default)]
    if chosen is not None and chosen.pk in by_pk:
        choices += _shared_place(place, by_pk[chosen.pk], chosen.mode)
    return Group(_said(place, "address") or place.slug, tuple(choices), place)


def _shared_place(place: Location, twin: Location, mode: str) -> list[Choice]:
    prefix, base = f"place:{place.pk}:", KEPT if mode == AS else GONE
    found = [
        _which(prefix + name, str(label), _said(twin, name), _said(place, name), base=base)
        for name, label in OF_PLACE.items()
    ]
    gives, gets, giver = (place, twin, GONE) if mode == AS else (twin, place, KEPT)
    for name, (label, _model) in BLOCKS.items():
        given, held = (len(getattr(one, RELATED[name]).all()) for one in (gives, gets))
        if given and not held:
            found.append(_take(prefix + name, str(label), str(given), giver=giver))
    return found
