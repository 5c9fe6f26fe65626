"""The pages of a chain's tables: export, check what an import would do, then do exactly that."""

from __future__ import annotations

import re
import secrets
import zlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from providers.actions import table_locations, table_prices, table_services, throttle
from providers.actions.table_import import MOST_PROBLEMS, Outcome, Problem, run
from providers.actions.throttle import TooMany
from providers.models import Provider, User

from .entrance import editing
from .tables.columns import LOCATIONS, PRICES, SERVICES, TABLES, Table
from .tables.export import export
from .tables.file import LARGEST_BYTES
from .tables.reading import Parsed, parse
from .tables.words import shown, wrong

MOST_SHOWN = 500
CHECKS_PER_DAY = 50
KEPT_SECONDS = 60 * 60
KEY = re.compile(r"[A-Za-z0-9_-]{22}")
TAKE_OVER = {
    LOCATIONS.name: table_locations.take_over,
    SERVICES.name: table_services.take_over,
    PRICES.name: table_prices.take_over,
}


class TableForm(forms.Form):
    table = forms.FileField(
        label=gettext_lazy("Your file"),
        help_text=gettext_lazy("CSV, at most 5 MB and 10,000 rows. Nothing changes yet."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_table(self) -> bytes:
        sent = self.cleaned_data["table"]
        if sent.size > LARGEST_BYTES:
            raise ValidationError(_("At most 5 MB at once. Cut the table into several files."))
        content: bytes = sent.read()
        return content


@require_http_methods(["GET", "HEAD", "POST"])
@editing
def tables(request: HttpRequest, listing: Provider) -> HttpResponse:
    if request.method != "POST":
        return _page(request, listing, TableForm())
    form = TableForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, listing, form, status=422)
    content = form.cleaned_data["table"]
    try:
        _count_check(request)
        parsed = parse(content)
    except ValidationError as refusal:
        form.add_error("table", refusal)
        return _page(request, listing, form, status=429 if isinstance(refusal, TooMany) else 422)
    outcome = _run(request, listing, parsed, seen=None)
    if outcome.problems:
        return _page(request, listing, form, parsed=parsed, problems=outcome.problems, status=422)
    return _check(request, listing, parsed, outcome, _keep(request, listing, content))


def _count_check(request: HttpRequest) -> None:
    """One of ten thousand rows is many seconds of work. Raises TooMany."""
    throttle.count(scope="table-check", address=f"account {_person(request).pk}", limit=CHECKS_PER_DAY)


def _page(request: HttpRequest, listing: Provider, form: TableForm, **more: Any) -> HttpResponse:
    status: int = more.pop("status", 200)
    parsed: Parsed | None = more.get("parsed")
    problems: Sequence[Problem] = more.get("problems", ())
    context = {
        "listing": listing,
        "form": form,
        "tables": list(TABLES.values()),
        "wrong": [wrong(parsed.table, one) for one in problems] if parsed else [],
        "are_more": len(problems) >= MOST_PROBLEMS,
    }
    return render(request, "listings/tables.html", context, status=status)


def _run(request: HttpRequest, listing: Provider, parsed: Parsed, *, seen: str | None) -> Outcome:
    """Where any cell cannot be read nothing is kept, but the other rows are tried: all problems at once."""
    take_over, person = TAKE_OVER[parsed.table.name], _person(request)
    seen = None if parsed.problems else seen
    outcome = run(take_over, by=person, provider=listing, lines=parsed.lines, seen=seen)
    problems = [*parsed.problems, *outcome.problems]
    return replace(outcome, problems=sorted(problems, key=lambda one: one.line))


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


def _check(
    request: HttpRequest,
    listing: Provider,
    parsed: Parsed,
    outcome: Outcome,
    key: str,
    *,
    status: int = 200,
) -> HttpResponse:
    """What would change. status 409: it is no longer what was shown before."""
    context = {
        "listing": listing,
        "table": parsed.table,
        "rows": [shown(parsed.table, one) for one in outcome.changes[:MOST_SHOWN]],
        "total": len(outcome.changes),
        "waiting": sum(one.waits for one in outcome.changes),
        "key": key,
        "digest": outcome.digest(),
        "has_moved": status == 409,
    }
    return render(request, "listings/tables_check.html", context, status=status)


def _cache_key(request: HttpRequest, listing: Provider, key: str) -> str:
    return f"table:{_person(request).pk}:{listing.pk}:{key}"


def _keep(request: HttpRequest, listing: Provider, content: bytes) -> str:
    """For an hour, for this person and this listing only."""
    key = secrets.token_urlsafe(16)
    cache.set(_cache_key(request, listing, key), zlib.compress(content), KEPT_SECONDS)
    return key


@require_POST
@editing
def import_table(request: HttpRequest, listing: Provider) -> HttpResponse:
    """Does what the check showed; shows it again if that is no longer the same."""
    key = request.POST.get("key", "")
    kept = cache.get(_cache_key(request, listing, key)) if KEY.fullmatch(key) else None
    if kept is None:
        form = TableForm(QueryDict(), MultiValueDict())
        form.errors["table"] = form.error_class([_("Too much time has passed. Choose the file again.")])
        return _page(request, listing, form, status=409)
    parsed = parse(zlib.decompress(kept))
    seen = request.POST.get("digest", "")
    outcome = _run(request, listing, parsed, seen=seen)
    if outcome.problems:
        return _page(request, listing, TableForm(), parsed=parsed, problems=outcome.problems, status=409)
    if outcome.digest() != seen:
        return _check(request, listing, parsed, outcome, key, status=409)
    cache.delete(_cache_key(request, listing, key))
    messages.success(request, _done(outcome))
    return HttpResponseRedirect(reverse("tables", args=[listing.slug]))


def _done(outcome: Outcome) -> str:
    total, waiting = len(outcome.changes), sum(one.waits for one in outcome.changes)
    said = ngettext("%(n)d change was taken over.", "%(n)d changes were taken over.", total) % {"n": total}
    if not waiting:
        return said
    more = ngettext("%(n)d of them waits for our staff.", "%(n)d of them wait for our staff.", waiting)
    return f"{said} {more % {'n': waiting}}"


@require_safe
@editing
def export_table(request: HttpRequest, listing: Provider, table: str) -> HttpResponse:
    found: Table | None = TABLES.get(table)
    if found is None:
        raise Http404
    response = HttpResponse(export(found, listing), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{listing.slug}-{found.name}.csv"'
    return response
