"""The queue: one list of all that waits for staff, the most pressing first."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from providers.http import NoSuchPage, page_number, paginate, query_with
from providers.models.case import HOLD_MINUTES, CaseKind
from providers.permissions import Permission, allows

from . import queue_reading
from .entrance import StaffRequest, staff
from .queue_reading import MOST, PAGES, PER_PAGE, Chosen
from .queue_words import lines_of

WHO: dict[str, Promise] = {
    queue_reading.READY: gettext_lazy("Ready"),
    queue_reading.OVERDUE: gettext_lazy("Overdue"),
    queue_reading.FREE: gettext_lazy("Free"),
    queue_reading.MINE: gettext_lazy("In my hands"),
    queue_reading.OTHERS: gettext_lazy("In others’ hands"),
    queue_reading.ASSIGNED: gettext_lazy("Assigned to me"),
    queue_reading.WAITING: gettext_lazy("Waiting for an answer"),
}


@dataclass(frozen=True)
class Choice:
    """One way of narrowing the list. count: in words, since counting stops at a bound."""

    label: str
    count: str
    url: str
    is_chosen: bool
    is_empty: bool


@require_safe
@staff()
def staff_queue(request: StaffRequest) -> HttpResponse:
    """Four queries of its own, whatever the number of cases."""
    chosen = Chosen.of(request.GET)
    counted = queue_reading.counts(chosen, request.user)
    total = min(counted[""], MOST)
    try:
        pager = paginate(request.GET, total, PER_PAGE, page_number(request.GET) or 1)
    except NoSuchPage as past:
        return redirect(request.path + query_with(request.GET, page=str(past.last)))
    rows = queue_reading.rows_of(chosen, request.user, pager.number)
    places = queue_reading.places_of(rows)
    context = {
        "lines": lines_of(rows, request.user, places),
        "pager": pager,
        "is_bounded": counted[""] > MOST and pager.number == PAGES,
        "most": MOST,
        "chosen": chosen,
        "shown": in_words(counted[""]),
        "who": _by_who(request.GET, chosen, counted),
        "kinds": _by_kind(request.GET, chosen, counted),
        "kind_label": CaseKind(chosen.kind).label if chosen.kind else "",
        "may_work": allows(request.user, Permission.WORK_CASES),
        "minutes": HOLD_MINUTES,
    }
    return render(request, "staff/queue/queue.html", context)


def in_words(number: int) -> str:
    return _("%s or more") % number_format(MOST) if number > MOST else number_format(number)


def _short(number: int) -> str:
    return f"{number_format(MOST)}+" if number > MOST else number_format(number)


def _by_who(params: QueryDict, chosen: Chosen, counted: dict[str, int]) -> list[Choice]:
    return [
        Choice(
            str(label),
            _short(counted[f"who:{who}"]),
            query_with(params, who=who, page=None) or "?",
            chosen.who == who,
            not counted[f"who:{who}"],
        )
        for who, label in WHO.items()
    ]


def _by_kind(params: QueryDict, chosen: Chosen, counted: dict[str, int]) -> list[Choice]:
    kinds = {"": _("All kinds"), **dict(CaseKind.choices)}
    return [
        Choice(
            str(label),
            _short(counted[f"kind:{kind}"]),
            query_with(params, kind=kind, page=None) or "?",
            chosen.kind == kind,
            not counted[f"kind:{kind}"],
        )
        for kind, label in kinds.items()
    ]
