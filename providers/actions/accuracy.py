"""How often we are right: locations drawn by chance, called, and each fact compared with what we publish."""

from __future__ import annotations

import datetime
import math
import random
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from providers.models import Location, Sample, SampleCall, User
from providers.models.accuracy import CallOutcome
from providers.models.provider import listed
from providers.permissions import Permission, allows

from .refusals import refuse_unless

SMALLEST, LARGEST = 10, 500
# Two sides of the normal distribution: 95 of 100 such intervals hold the true share.
Z = 1.959963984540054
WRONG_BY_ITSELF = (CallOutcome.WRONG_NUMBER, CallOutcome.CLOSED)
FACTS = ("phone", "address", "accepting", "routes", "prices", "insurance")
ANSWERS = ("correct", "wrong", "not_asked")


@dataclass(frozen=True)
class Estimate:
    """share, low, high: 0 to 1, or None where nothing could be judged. judged + unreached = called."""

    called: int
    judged: int
    correct: int
    share: float | None
    low: float | None
    high: float | None
    first: datetime.date | None = None
    last: datetime.date | None = None

    @property
    def unreached(self) -> int:
        return self.called - self.judged

    @property
    def percent(self) -> tuple[int, int, int] | None:
        """Rounded outwards at both ends, so that the interval never looks narrower than it is."""
        if self.share is None or self.low is None or self.high is None:
            return None
        return round(self.share * 100), math.floor(self.low * 100), math.ceil(self.high * 100)


def wilson(correct: int, judged: int) -> tuple[float, float]:
    """The score interval of E. B. Wilson (1927), which stays within 0 and 1 and holds for small samples."""
    share, z2 = correct / judged, Z * Z
    middle = (share + z2 / (2 * judged)) / (1 + z2 / judged)
    half = Z / (1 + z2 / judged) * math.sqrt(share * (1 - share) / judged + z2 / (4 * judged**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def drawable() -> QuerySet[Location]:
    """What patients find and can call: never a listing that is made up, nor a place that has closed."""
    return Location.objects.filter(
        listed("provider__"), provider__is_demo=False, closed_on__isnull=True
    ).exclude(phone="")


@transaction.atomic
def draw(*, by: User, size: int, seed: int | None = None) -> Sample:
    """Every location has the same chance. The seed is kept, so that anybody can repeat the draw."""
    refuse_unless(allows(by, Permission.LEAD), _("Only a lead draws a sample."))
    refuse_unless(SMALLEST <= size <= LARGEST, _("Choose from 10 to 500."))
    keys = list(drawable().order_by("pk").values_list("pk", flat=True))
    refuse_unless(bool(keys), _("There is no public location with a telephone number yet."))
    seed = secrets.randbits(48) if seed is None else seed
    # A repeatable draw is wanted here, not a secret one.
    chosen = random.Random(seed).sample(keys, min(size, len(keys)))  # noqa: S311
    sample: Sample = Sample.objects.create(drawn_by=by, size=len(chosen), population=len(keys), seed=seed)
    SampleCall.objects.bulk_create(
        SampleCall(sample=sample, location_id=key, position=number) for number, key in enumerate(chosen, 1)
    )
    return sample


@transaction.atomic
def record(
    *, by: User, call: SampleCall, outcome: str, found: Mapping[str, str], note: str = ""
) -> SampleCall:
    """found: each of FACTS that was asked -> "correct" or "wrong". What was not asked is not judged."""
    refuse_unless(allows(by, Permission.WORK_CASES), _("You may not make these calls."))
    row: SampleCall = SampleCall.objects.select_for_update().get(pk=call.pk)
    refuse_unless(row.outcome is None, _("This call was recorded already."))
    refuse_unless(outcome in CallOutcome.values, _("Say what came of the call."))
    kept = {fact: found[fact] for fact in FACTS if found.get(fact) in ANSWERS}
    judged = [answer for answer in kept.values() if answer != "not_asked"]
    is_reached = outcome == CallOutcome.REACHED
    refuse_unless(bool(judged) or not is_reached, _("Mark at least one fact as correct or wrong."))
    row.outcome, row.found, row.note = outcome, kept if is_reached else {}, note.strip()[:500]
    row.is_correct = _is_correct(outcome, judged)
    row.called_at, row.called_by = timezone.now(), by
    row.save(update_fields=["outcome", "found", "note", "is_correct", "called_at", "called_by"])
    return row


def _is_correct(outcome: str, judged: list[str]) -> bool | None:
    """A place that has gone, or whose number is another's, is wrong; silence says nothing."""
    if outcome in WRONG_BY_ITSELF:
        return False
    return "wrong" not in judged if outcome == CallOutcome.REACHED else None


COUNTED = {
    "called": Count("pk"),
    "judged": Count("pk", filter=Q(is_correct__isnull=False)),
    "correct": Count("pk", filter=Q(is_correct=True)),
    "first": Min("called_at__date"),
    "last": Max("called_at__date"),
}


def estimate(since: datetime.date | None = None) -> Estimate:
    """Of all calls that were made, or of those since a day. One query."""
    calls = SampleCall.objects.filter(outcome__isnull=False)
    if since is not None:
        calls = calls.filter(called_at__date__gte=since)
    return _estimate(calls.aggregate(**COUNTED))


def estimates(samples: Iterable[Sample]) -> dict[int, Estimate]:
    """Of each of these samples, by its key. One query."""
    calls = SampleCall.objects.filter(outcome__isnull=False, sample__in=list(samples))
    rows: Any = calls.values("sample").annotate(**COUNTED)
    found = {row["sample"]: {name: row[name] for name in COUNTED} for row in rows}
    none: dict[str, Any] = dict.fromkeys(COUNTED, 0)
    return {sample.pk: _estimate(found.get(sample.pk, none)) for sample in samples}


def _estimate(row: dict[str, Any]) -> Estimate:
    if not row["judged"]:
        return Estimate(row["called"], 0, 0, None, None, None)
    low, high = wilson(row["correct"], row["judged"])
    return Estimate(**row, share=row["correct"] / row["judged"], low=low, high=high)


def wrong_facts(since: datetime.date | None = None) -> list[tuple[str, int, int]]:
    """(fact, wrong, asked) of the calls since a day, in the order of FACTS."""
    calls = SampleCall.objects.filter(outcome=CallOutcome.REACHED)
    if since is not None:
        calls = calls.filter(called_at__date__gte=since)
    found = list(calls.values_list("found", flat=True))
    told = {fact: [row.get(fact, "not_asked") for row in found] for fact in FACTS}
    return [
        (fact, answers.count("wrong"), len(answers) - answers.count("not_asked"))
        for fact, answers in told.items()
    ]
