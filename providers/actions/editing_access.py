"""What a place offers those who need it, and the languages that are understood there."""

from __future__ import annotations

from collections.abc import Mapping

import pghistory
from django.db import transaction

from providers.models import AccessFact, Language, Location, User
from providers.models.vocabulary import AccessFeature

from . import search_index
from .stated import hold, state, vouch
from .versions import refuse_stale, version_of

ENGLISH = "en"


def version(location: Location) -> str:
    return version_of(facts_of(location), languages_of(location))


def facts_of(location: Location) -> list[AccessFact]:
    return list(AccessFact.objects.filter(location=location))


def languages_of(location: Location) -> list[Language]:
    """Besides English, in the order in which they were stated."""
    return list(Language.objects.filter(location=location).exclude(tag=ENGLISH).order_by("pk"))


@transaction.atomic
def save(
    *,
    by: User,
    location: Location,
    version: str,
    features: Mapping[str, bool | None],
    languages: Mapping[str, str | None],
) -> None:
    """features: yes, no, or None for not stated; languages: who speaks it, by tag. Raises Stale."""
    hold(location.provider)
    facts, spoken = facts_of(location), languages_of(location)
    refuse_stale(version, facts, spoken)
    with pghistory.context(event="edit_access", by=by.pk):
        said = [*_features(location, facts, features, by), *_languages(location, spoken, languages, by)]
    if any(said):
        search_index.reindex([location.pk])


def _features(
    location: Location, rows: list[AccessFact], wanted: Mapping[str, bool | None], by: User
) -> list[bool]:
    stored = {row.feature: row for row in rows}
    said = []
    for feature in AccessFeature.values:
        row, value = stored.get(feature), wanted.get(feature)
        if row is not None and value is None:
            said.append(bool(row.delete()))
        elif row is not None:
            said.append(state(row, by=by, facts={"is_available": value}))
        elif value is not None:
            new = AccessFact(location=location, feature=feature, is_available=value)
            said.append(bool(vouch(new, by=by)))
    return said


def _languages(
    location: Location, rows: list[Language], wanted: Mapping[str, str | None], by: User
) -> list[bool]:
    stored = {row.tag: row for row in rows}
    said = [bool(row.delete()) for tag, row in stored.items() if tag not in wanted]
    for tag, spoken_by in wanted.items():
        if tag in stored:
            said.append(state(stored[tag], by=by, facts={"spoken_by": spoken_by}))
        else:
            said.append(bool(vouch(Language(location=location, tag=tag, spoken_by=spoken_by), by=by)))
    return said
