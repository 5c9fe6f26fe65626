"""The merges that were made, and the way back from each."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from providers.actions import merge_undo
from providers.actions.merge_choices import BLOCKS, GONE, KEPT, OF_LISTING, OF_PLACE
from providers.actions.merge_obstacles import moves_people, why_not
from providers.http import NoSuchPage, page_number, paginate
from providers.models import Location, Merge
from providers.permissions import Permission, allows

from .entrance import StaffRequest, staff

PER_PAGE = 50


@require_safe
@staff()
def staff_merges(request: HttpRequest) -> HttpResponse:
    rows = Merge.objects.select_related("gone", "kept", "by", "undone_by")
    number = page_number(request.GET)
    try:
        if number is None:
            raise Http404
        pager = paginate(request.GET, rows.count(), PER_PAGE, number)
    except NoSuchPage as error:
        raise Http404 from error
    start = (pager.number - 1) * PER_PAGE
    context = {"merges": rows[start : start + PER_PAGE], "pager": pager}
    return render(request, "staff/duplicate/merges.html", context)


@require_safe
@staff()
def staff_merge_record(request: StaffRequest, pk: int) -> HttpResponse:
    return _page(request, _found(pk))


@require_POST
@staff(Permission.DECIDE_DUPLICATES)
def staff_merge_undo(request: StaffRequest, pk: int) -> HttpResponse:
    merge = _found(pk)
    try:
        merge_undo.undo_merge(by=request.user, merge=merge)
    except ValidationError as refusal:
        return _page(request, _found(pk), refusals=refusal.messages, status=409)
    messages.success(request, _("Undone: they are two listings again."))
    return redirect("staff_merge_record", merge.pk)


def _found(pk: int) -> Merge:
    merges = Merge.objects.select_related("gone", "kept", "by", "undone_by", "pair")
    return get_object_or_404(merges, pk=pk)


def _page(
    request: StaffRequest, merge: Merge, *, refusals: list[str] | None = None, status: int = 200
) -> HttpResponse:
    may = allows(request.user, Permission.DECIDE_DUPLICATES)
    case = merge.pair.cases.order_by("-pk").first() if merge.pair else None
    context = {
        "merge": merge,
        "case": case,
        "choices": chosen_words(merge),
        "why_not": why_not(merge),
        "needs_lead": moves_people(merge) and not allows(request.user, Permission.LEAD),
        "may": may,
        "refusals": refusals or [],
    }
    return render(request, "staff/duplicate/record.html", context, status=status)


def chosen_words(merge: Merge) -> list[tuple[str, str]]:
    """Each choice in words: what, and which side it came from."""
    labels = {**OF_LISTING, **OF_PLACE, **{name: label for name, (label, _model) in BLOCKS.items()}}
    labels |= {"policy": _("Policies"), "answers": _("Answers"), "credentials": _("Credentials")}
    places = {row.pk: str(row) for row in Location.objects.filter(pk__in=_keys(merge))}
    sides = {KEPT: _("from the one that stays"), GONE: _("from the one that went")}
    found = []
    for key, value in sorted(merge.choices.items(), key=lambda choice: (*_parts(choice[0]), choice[1])):
        place, name = _parts(key)
        what = " · ".join(str(part) for part in (places.get(place, ""), labels.get(name, name)) if part)
        found.append((what, sides.get(value) or _how(value, places)))
    return found


def _parts(key: str) -> tuple[int, str]:
    """ "place:12:phone" is (12, "phone"), "place:12" is (12, ""), "npi" is (0, "npi")."""
    first, _colon, rest = key.partition(":")
    if first != "place":
        return 0, key
    place, _colon, name = rest.partition(":")
    return int(place), name


def _keys(merge: Merge) -> set[int]:
    keys = {place for key in merge.choices if (place := _parts(key)[0])}
    twins = {int(value.split(":")[1]) for value in merge.choices.values() if ":" in value}
    return keys | twins


def _how(value: str, places: dict[int, str]) -> str:
    mode, _colon, twin = value.partition(":")
    other = places.get(int(twin), "") if twin else ""
    words = {
        "move": _("moved over"),
        "stay": _("left behind"),
        "as": _("the same place as %s, whose facts stayed") % other,
        "for": _("the same place as %s, and took over from it") % other,
    }
    return words.get(mode, value)
