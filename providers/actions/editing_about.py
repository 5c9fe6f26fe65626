"""What a practice is called, what kind it is, and its own words. Names, NPI and website are reviewed."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pghistory
from django.db import transaction

from providers.models import Provider, User
from providers.models.change_request import ChangedField as F

from . import search_index
from .own_words import refuse_claims
from .sensitive import ask, open_by_field, shown
from .stated import hold, state
from .versions import refuse_stale, version_of

SENSITIVE = (F.DISPLAY_NAME, F.LEGAL_NAME, F.NPI, F.WEBSITE)
HARMLESS = ("other_names", "kind", "about")
FIELDS = (*(field.value for field in SENSITIVE), *HARMLESS)


def version(provider: Provider) -> str:
    return version_of(stated(Provider.objects.get(pk=provider.pk)))


def stated(provider: Provider) -> dict[str, Any]:
    """What the form holds: a value that waits for review stands in place of the live one."""
    waiting = open_by_field(provider)
    values = {name: getattr(provider, name) for name in FIELDS}
    return {name: shown(name, value, waiting) for name, value in values.items()}


@transaction.atomic
def save(*, by: User, provider: Provider, version: str, facts: dict[str, Any]) -> None:
    """facts: every one of FIELDS. Raises Stale or ValidationError."""
    row = hold(provider)
    refuse_stale(version, stated(row))
    waiting = open_by_field(row)
    harmless = {name: facts[name] for name in HARMLESS}
    refuse_claims(row, _own_words(vars(row)), _own_words(facts))
    asked = {field: facts[field] for field in SENSITIVE}
    if F.WEBSITE not in waiting and _is_same_site(row.website, facts["website"]):
        harmless["website"] = asked.pop(F.WEBSITE)
    with pghistory.context(event="edit_about", by=by.pk):
        said = state(row, by=by, facts=harmless)
    for field, after in asked.items():
        live = getattr(row, field)
        ask(by=by, provider=row, field=field, after=after, live=live, waiting=waiting)
    if said:
        search_index.reindex(row.locations.values_list("pk", flat=True))


def _own_words(facts: dict[str, Any]) -> dict[str, str]:
    return {"about": facts["about"], "other_names": "\n".join(facts["other_names"])}


def _is_same_site(live: str, typed: str) -> bool:
    """Another page of the same host needs no review; another host does, and so does none."""
    return bool(live and typed) and _host(live) == _host(typed)


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")
