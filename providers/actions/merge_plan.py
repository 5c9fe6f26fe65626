"""From what was chosen to what is done: every choice with its value, and none that nobody offered."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from providers.models import Provider

from .merge_choices import groups
from .merge_twins import Twin, likely_twins, read_twin
from .refusals import refuse_unless

Chosen = Mapping[str, str]


def settled(goes: Provider, stays: Provider, chosen: Chosen) -> dict[str, str]:
    """Every choice with its value: what was chosen, else the default. Refuses what nobody offered."""
    twins = twins_of(chosen, goes, stays)
    once = len({twin.pk for twin in twins.values()}) == len(twins)
    refuse_unless(once, _("Two places cannot both be the same place of the other listing."))
    found = {}
    for group in groups(goes, stays, twins):
        for choice in group.choices:
            value = chosen.get(choice.key, choice.default)
            known = value in dict(choice.options)
            refuse_unless(known, _("Something has changed since you opened the page. Look again."))
            found[choice.key] = value
    return found


def twins_of(chosen: Chosen, goes: Provider, stays: Provider) -> dict[int, Twin]:
    """As chosen; the likely one for a place of which nothing was said."""
    theirs, ours = (list(one.locations.order_by("pk")) for one in (goes, stays))
    likely = likely_twins(theirs, ours)
    found = {}
    for place in theirs:
        said = chosen.get(f"place:{place.pk}")
        twin = likely.get(place.pk) if said is None else read_twin(said)
        if twin is not None:
            found[place.pk] = twin
    return found
