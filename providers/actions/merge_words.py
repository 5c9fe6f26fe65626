"""What one row gives to another when two listings become one. With a word comes whose word it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import models

from providers.models import Policy, Provider
from providers.models.provenance import Provenance
from providers.models.vocabulary import Basis

from .merge_choices import GONE, OF_LISTING

STRENGTH = list(Basis.values)
WORD = ("basis", "source", "source_url", "confirmed_on", "confirmed_by_id")


def give(giver: Any, taker: Any, columns: Collection[str]) -> None:
    """The whole row then rests on the weaker of both words: we vouch for no more than we know."""
    changed = [name for name in columns if getattr(giver, name) != getattr(taker, name)]
    if not changed:
        return
    for name in changed:
        setattr(taker, name, getattr(giver, name))
    names = [taker._meta.get_field(name).name for name in changed]
    if _is_weaker(giver, taker):
        for name in WORD:
            setattr(taker, name, getattr(giver, name))
        names += [taker._meta.get_field(name).name for name in WORD]
    taker.save(update_fields=names)


def _is_weaker(one: Provenance, other: Provenance) -> bool:
    """A weaker basis; of one basis the older word, and before that one without a day."""
    ours, theirs = STRENGTH.index(one.basis), STRENGTH.index(other.basis)
    if ours != theirs:
        return ours > theirs
    if one.confirmed_on is None or other.confirmed_on is None:
        return one.confirmed_on is None and other.confirmed_on is not None
    return one.confirmed_on < other.confirmed_on


def give_words(goes: Provider, stays: Provider, chosen: Mapping[str, str]) -> None:
    """The listing's own facts, its policies, its answers and its credentials."""
    give(goes, stays, [name for name in OF_LISTING if chosen.get(name) == GONE])
    if chosen.get("policy") == GONE:
        _give_policy(goes, stays)
    if chosen.get("answers") == GONE:
        asked = stays.answers.values("question")
        goes.answers.exclude(question__in=asked).update(provider=stays)
    if chosen.get("credentials") == GONE:
        moved = list(goes.credentials.values_list("pk", flat=True))
        goes.documents.filter(credential__in=moved).update(provider=stays)
        goes.credentials.filter(pk__in=moved).update(provider=stays)


def _give_policy(goes: Provider, stays: Provider) -> None:
    theirs = Policy.objects.get(provider=goes)
    ours = Policy.objects.filter(provider=stays).first()
    if ours is None:
        Policy.objects.filter(pk=theirs.pk).update(provider=stays)
        return
    own: list[models.Field[Any, Any]] = list(Policy._meta.concrete_fields)
    word = {field.name for field in Provenance._meta.get_fields()}
    give(theirs, ours, [f.name for f in own if not f.primary_key and f.name not in word | {"provider"}])
