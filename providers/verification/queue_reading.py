"""Reads the queue: which cases a page holds, and how many there are of each sort, up to a bound."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import IntegerField, Q, QuerySet, Subquery
from django.utils import timezone

from providers.models import Case, Location, User
from providers.models.case import CaseKind, CaseState

PER_PAGE = 50
# Nobody reads on in a list that is ordered by urgency; counting stops here too.
MOST = 1000
PAGES = MOST // PER_PAGE
FIRST_DAY = datetime.date(2000, 1, 1)

READY, FREE, MINE, OTHERS, OVERDUE, WAITING, ASSIGNED = (
    *("", "free", "mine", "others", "overdue", "waiting"),
    "assigned",
)
WHO = (READY, FREE, MINE, OTHERS, OVERDUE, WAITING, ASSIGNED)
COLUMNS = (
    *("pk", "kind", "state", "risk", "due_on", "wakes_on", "opened_at", "held_by", "held_until"),
    *("provider", "provider__display_name", "provider__is_demo", "provider__status"),
    *("held_by__name", "held_by__email", "assigned_to", "assigned_to__name", "assigned_to__email"),
    *("credential__type", "credential__name", "credential__state", "credential__status"),
    *("credential__practitioner__name", "claim__method", "claim__status", "removal__name"),
    *("change__field", "report__field", "report__status", "exclusion_match__strength"),
    *("exclusion_match__practitioner__name", "duplicate__other__display_name"),
)


@dataclass(frozen=True)
class Chosen:
    """What the list is narrowed to. words: part of a listing's name."""

    who: str = READY
    kind: str = ""
    words: str = ""

    @classmethod
    def of(cls, params: Mapping[str, str]) -> Chosen:
        """What is not known narrows nothing."""
        who, kind = params.get("who", ""), params.get("kind", "")
        return cls(
            who if who in WHO else READY,
            kind if kind in CaseKind.values else "",
            params.get("q", "").strip()[:100],
        )


class FewCounted(Subquery):
    """How many rows a bounded query gives."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS few)"
    output_field = IntegerField()


def is_of(who: str, person: User) -> Q:
    """A condition on cases. Overdue ones lie before a rank, so that the index ends the search for them."""
    now, today = timezone.now(), timezone.localdate()
    ready, still_open = Q(state=CaseState.READY), Q(state__in=[CaseState.READY, CaseState.WAITING])
    held = Q(held_by__isnull=False, held_until__gt=now)
    conditions = {
        READY: ready,
        FREE: ready & (Q(held_until__isnull=True) | Q(held_until__lte=now)),
        MINE: still_open & held & Q(held_by=person),
        OTHERS: still_open & held & ~Q(held_by=person.pk),
        OVERDUE: ready & Q(due_on__lt=today, rank__lt=(today - FIRST_DAY).days),
        WAITING: Q(state=CaseState.WAITING),
        ASSIGNED: still_open & Q(assigned_to=person),
    }
    return conditions[who]


def narrowed(chosen: Chosen, person: User) -> QuerySet[Case]:
    rows: QuerySet[Case] = Case.objects.filter(is_of(chosen.who, person))
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen.words:
        rows = rows.filter(provider__display_name__icontains=chosen.words)
    return rows


def rows_of(chosen: Chosen, person: User, page: int) -> list[Any]:
    """The keys first, by an index alone; then what a page tells of each. In the order of the queue."""
    order = ("wakes_on", "pk") if chosen.who == WAITING else ("rank", "pk")
    start = (page - 1) * PER_PAGE
    found = narrowed(chosen, person).order_by(*order).values_list("pk", flat=True)
    keys = list(found[start : start + PER_PAGE])
    rows = {row.pk: row for row in Case.objects.filter(pk__in=keys).values_list(*COLUMNS, named=True)}
    return [rows[key] for key in keys if key in rows]


def counts(chosen: Chosen, person: User) -> dict[str, int]:
    """By what a link would choose: "who:free", "kind:claim", and "" for what is shown now. One statement."""
    wanted = {"": chosen}
    wanted |= {f"who:{who}": Chosen(who, chosen.kind, chosen.words) for who in WHO}
    wanted |= {f"kind:{kind}": Chosen(chosen.who, kind, chosen.words) for kind in ("", *CaseKind.values)}
    few = [FewCounted(narrowed(one, person).order_by().values("pk")[: MOST + 1]) for one in wanted.values()]
    return dict(zip(wanted, User.objects.filter(pk=person.pk).values_list(*few).get(), strict=True))


def places_of(rows: list[Any]) -> dict[int, str]:
    """ "Boulder, CO": where each listing has its first location."""
    listings = {row.provider for row in rows if row.provider}
    first = Location.objects.filter(provider__in=listings).order_by("provider", "pk").distinct("provider")
    return {
        provider: f"{city}, {state}" if city else state
        for provider, city, state in first.values_list("provider", "city", "state")
    }
