"""What every face needs of HTTP: typed requests, fragments for htmx, pages of a list, plain errors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

MAX_PAGE = 100_000


class HtmxRequest(HttpRequest):
    """A request after HtmxMiddleware."""

    htmx: HtmxDetails


def client_address(request: HttpRequest) -> str:
    """For counting attempts only: never stored, never logged. The last hop is the one our own proxy saw."""
    if settings.TRUST_PROXY_HEADERS:
        hops: list[str] = request.headers.get("X-Forwarded-For", "").split(",")
        if last := hops[-1].strip():
            return last
    address: str = request.META.get("REMOTE_ADDR", "")
    return address


def wants_fragment(request: HttpRequest) -> bool:
    """True when htmx asks for a part; boosted links and the history cache get the whole page."""
    htmx: HtmxDetails | None = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request  # type: ignore[union-attr]


def fragment(
    request: HttpRequest,
    template: str,
    partial: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """The page, or only its named partial when htmx asks for it; `is_fragment` tells the template which."""
    is_fragment = wants_fragment(request)
    name = f"{template}#{partial}" if is_fragment else template
    response = render(request, name, {**context, "is_fragment": is_fragment}, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Boosted", "HX-History-Restore-Request"])
    return response


def query_with(params: QueryDict, **changes: str | Sequence[str] | None) -> str:
    """The query string with some parameters replaced; None or "" removes one. Empty ones are dropped."""
    kept: dict[str, Sequence[str]] = {name: values for name, values in params.lists() if name not in changes}
    for name, value in changes.items():
        kept[name] = [value or ""] if isinstance(value, str) or value is None else value
    pairs = [(name, value) for name, values in kept.items() for value in values if value]
    return f"?{urlencode(pairs)}" if pairs else ""


@dataclass(frozen=True)
class Pager:
    """One page of a list and the addresses of the pages around it. number counts from 1."""

    number: int
    pages: int
    previous_url: str
    next_url: str


class NoSuchPage(Exception):
    """The page lies past the end; `last` is the one that exists."""

    def __init__(self, last: int) -> None:
        super().__init__(f"The last page is {last}.")
        self.last = last


def paginate(params: QueryDict, total: int, per_page: int, number: int) -> Pager:
    """Raises NoSuchPage past the end. An empty list has one page."""
    pages = max(1, -(-total // per_page))
    if not 1 <= number <= pages:
        raise NoSuchPage(pages)
    previous_url = query_with(params, page=str(number - 1) if number > 2 else None) or "?"
    return Pager(
        number,
        pages,
        previous_url if number > 1 else "",
        query_with(params, page=str(number + 1)) if number < pages else "",
    )


def page_number(params: QueryDict) -> int | None:
    """The page asked for; 1 when none is; None when it is not a number that a page can have."""
    raw = params.get("page", "") or "1"
    if not (raw.isascii() and raw.isdigit() and len(raw) <= 6):
        return None
    return int(raw)
