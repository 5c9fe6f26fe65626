"""The queue looked over as a whole: opens what is missing, closes what is done, and weighs the rest anew.

Steps follow their own cases at once (cases.follow). This is for what comes with the days alone, such as a
look that is due again, for rows that were loaded in sets, and for repair.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Count, F, Model
from django.db.models.functions import TruncDate

from providers.models import Case, CaseEvent, Credential, Report
from providers.models.case import SUBJECTS, CaseEventKind, CaseKind, CaseState

from .case_listings import listing_ids
from .case_needs import NEEDS, SETTLED_REPORTS, Need, may_need, need_of
from .cases import BY_HAND, end, state_of
from .clock import today

BATCH = 500
JOINED = {Credential: ("location",), Report: ("location",)}
OWN_PLACE = (CaseKind.LISTING, CaseKind.DUPLICATE)


def follow_all() -> Counter[str]:
    """How many cases were opened, closed and changed. A row that somebody is just changing is passed over."""
    done: Counter[str] = Counter()
    for model, (column, _need) in NEEDS.items():
        kinds = [kind for kind, name in SUBJECTS.items() if name == column]
        for keys in _batches(model, column, kinds):
            done.update(_follow(model, column, kinds, keys))
    return done


def _batches(model: Any, column: str, kinds: list[CaseKind]) -> Iterator[list[int]]:
    wanted = set(model.objects.filter(may_need(model, today())).values_list("pk", flat=True))
    has_one = Case.objects.open().filter(kind__in=kinds).values_list(column, flat=True)
    keys = sorted(wanted.union(has_one))
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


@transaction.atomic
def _follow(model: Any, column: str, kinds: list[CaseKind], keys: list[int]) -> Counter[str]:
    """The rows first and then their cases, as everywhere; nobody is waited for."""
    rows = model.objects.filter(pk__in=keys).select_related(*JOINED.get(model, ())).order_by("pk")
    held = {row.pk: row for row in rows.select_for_update(of=("self",), skip_locked=True)}
    cases = Case.objects.open().filter(kind__in=kinds, **{f"{column}__in": list(held)})
    has_one = set(cases.values_list(column, flat=True))
    needs = _needs(model, list(held.values()))
    listings = listing_ids(held.values())
    done: Counter[str] = Counter()
    for case in cases.order_by("pk").select_for_update(of=("self",), skip_locked=True):
        key: Any = getattr(case, f"{column}_id")
        done[_adjust(case, held[key], needs[key], listings[key])] += 1
    missing = [key for key in held if needs[key] and key not in has_one]
    for key in _ended_by_hand(model, column, [held[key] for key in missing]):
        missing.remove(key)
    done["opened"] = _open(column, {key: (needs[key], listings[key]) for key in missing})
    return +done - Counter(kept=done["kept"])


def _needs(model: Any, rows: Sequence[Any]) -> dict[int, Need | None]:
    if model is not Report:
        return {row.pk: need_of(row, today()) for row in rows}
    places = {row.location_id for row in rows}
    still_open = Report.objects.filter(location__in=places).exclude(status__in=SETTLED_REPORTS)
    counted = still_open.values_list("location", "field").annotate(number=Count("pk"))
    number = {(location, field): count for location, field, count in counted}
    return {
        row.pk: need_of(row, today(), others=max(number.get((row.location_id, row.field), 1) - 1, 0))
        for row in rows
    }


def _adjust(case: Case, row: Model, need: Need | None, listing: int | None) -> str:
    """Whether it waits stays as it is: an answer may have woken it, and a question put it to sleep."""
    if need is None:
        end(case, by=None, outcome=state_of(row))
        return "closed"
    wanted: dict[str, Any] = {"risk": need.risk, "due_on": need.due_on, "provider_id": listing}
    if case.kind == CaseKind.LISTING:
        del wanted["due_on"]
    if case.kind in OWN_PLACE:
        del wanted["provider_id"]
    changed = [name for name, value in wanted.items() if getattr(case, name) != value]
    for name in changed:
        setattr(case, name, wanted[name])
    if changed:
        case.save(update_fields=changed)
    return "changed" if changed else "kept"


def _ended_by_hand(model: Any, column: str, rows: Sequence[Any]) -> set[int]:
    """Staff have put these aside since the row came into its present state: they stay aside."""
    put_aside = Case.objects.filter(state=CaseState.CLOSED, outcome__in=BY_HAND, **{f"{column}__in": rows})
    if model is Credential:
        put_aside = put_aside.alias(day=TruncDate("closed_at")).filter(day__gte=F("credential__since"))
    return set(put_aside.values_list(column, flat=True))


def _open(column: str, missing: dict[int, tuple[Need | None, int | None]]) -> int:
    made = []
    for key, (need, listing) in missing.items():
        assert need is not None
        row: dict[str, Any] = {"provider_id": listing, f"{column}_id": key}
        state = CaseState.WAITING if need.wakes_on else CaseState.READY
        made.append(
            Case(
                **row,
                kind=need.kind,
                state=state,
                risk=need.risk,
                due_on=need.due_on,
                wakes_on=need.wakes_on,
            )
        )
    Case.objects.bulk_create(made)
    CaseEvent.objects.bulk_create(CaseEvent(case=case, kind=CaseEventKind.OPENED) for case in made)
    return len(made)
