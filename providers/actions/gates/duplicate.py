"""Gate: other listings that may be the same practice. Staff decide of each pair; nothing waits for it."""

from __future__ import annotations

from django.db.models import Q

from providers.models import DuplicatePair, Provider
from providers.models.duplicate import PairState
from providers.models.vocabulary import CheckResult, Gate

from .looks import Look, difference

SOURCE = "the listings of this directory"


def look(listing: Provider) -> Look:
    """Of the pairs that the finder has kept and nobody has decided."""
    rows = DuplicatePair.objects.filter(Q(one=listing) | Q(other=listing), state=PairState.OPEN)
    pairs = list(rows.select_related("one", "other").order_by("pk"))
    if not pairs:
        return Look(Gate.DUPLICATE, CheckResult.AGREES, {"pairs": []}, SOURCE)
    others = [pair.other if pair.one_id == listing.pk else pair.one for pair in pairs]
    found = {
        "pairs": [{"listing": other.pk, "why": pair.why} for other, pair in zip(others, pairs, strict=True)],
        "differs": [difference("listing", listing.display_name, other.display_name) for other in others],
    }
    return Look(Gate.DUPLICATE, CheckResult.DIFFERS, found, SOURCE)
