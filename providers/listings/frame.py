"""The frame of every editing page: who may come in, the order of the sections, and one save.

A section is a form, a template that extends listings/section.html and fills `{% block fields %}`, and a view:

    @editing
    def edit_about(request: HttpRequest, listing: Provider) -> HttpResponse:
        return edit(request, listing, Edit(
            section="about",
            form=lambda data: AboutForm(data, initial=about.stated(listing)),
            version=lambda: about.version(listing),
            save=lambda form, version: about.save(
                by=request.user, provider=listing, version=version, **form.cleaned_data
            ),
        ))

`edit` does the rest: 422 with what was typed, 409 with both versions, the preview, "Saved" with the time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.utils.datastructures import MultiValueDict

from providers.actions.versions import Stale
from providers.models import Location, Provider
from providers.models.vocabulary import ListingStatus

from .conflict import mark
from .sections import navigation, section_of
from .when import saved_at, saved_words

GONE = (ListingStatus.MERGED, ListingStatus.REMOVED_BY_REQUEST)
Form = Any  # a Form, a FormSet, or whatever has is_valid(), errors and is_bound


@dataclass(frozen=True)
class Edit:
    """What one section adds to the frame.

    form: builds the form from the rows as they are now; None instead of data: unbound.
    version: of the rows that the form shows (actions/versions.py), read anew.
    save: the action, given the valid form and the version that the page was drawn from; raises Stale, or a
        ValidationError (TransitionRefused too), whose sentences appear in the form.
    context: what the section's template needs besides `form`.
    template: listings/<section>.html unless said otherwise. next_url: where to go once saved; "" is here.
    """

    section: str
    form: Callable[[MultiValueDict[str, str] | None], Form]
    version: Callable[[], str]
    save: Callable[[Form, str], object]
    location: Location | None = None
    context: Callable[[Form], Mapping[str, Any]] = field(default=lambda form: {})
    template: str = ""
    next_url: str = ""


def editing(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Loads the listing through the rights of who asks and gives it to view(request, listing, ...).

    Signed out: to the login page. A stranger: 404.
    """

    @wraps(view)
    def guarded(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        listings = Provider.objects.run_by(request.user).exclude(status__in=GONE)
        response = view(request, get_object_or_404(listings, slug=slug), **kwargs)
        patch_cache_control(response, private=True, no_cache=True)
        return response

    return guarded


def editing_location(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """As `editing`, for view(request, listing, location, ...). No location_slug: the listing's first."""

    @editing
    @wraps(view)
    def guarded(
        request: HttpRequest, listing: Provider, location_slug: str = "", **kwargs: Any
    ) -> HttpResponse:
        locations = open_locations(listing)
        wanted = [row for row in locations if not location_slug or row.slug == location_slug]
        location = get_object_or_404(listing.locations, pk=wanted[0].pk if wanted else None)
        location.provider = listing
        return view(request, listing, location, **kwargs)

    return guarded


def open_locations(listing: Provider) -> list[Location]:
    return list(listing.locations.filter(closed_on__isnull=True).order_by("pk"))


def edit(request: HttpRequest, listing: Provider, change: Edit) -> HttpResponse:
    """One page, one save: see the module's first lines."""
    if request.method in ("GET", "HEAD"):
        return render_section(request, listing, change, change.form(None))
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    form = change.form(request.POST)
    if not form.is_valid():
        return render_section(request, listing, change, form, status=422)
    try:
        change.save(form, request.POST.get("version", ""))
    except Stale:
        differing = mark(form, change.form(None))
        return render_section(request, listing, change, form, status=409, differing=differing)
    except ValidationError as refusal:
        add_refusal(form, refusal)
        return render_section(request, listing, change, form, status=422)
    return HttpResponseRedirect(f"{change.next_url or request.path}?saved={saved_at()}")


def add_refusal(form: Form, refusal: ValidationError) -> None:
    """At the fields that the refusal names, and above the form where it names none that the form has."""
    if not hasattr(refusal, "error_dict"):
        form.add_error(None, refusal)
        return
    for name, errors in refusal.error_dict.items():
        form.add_error(name if name in form.fields and name != NON_FIELD_ERRORS else None, errors)


def render_section(
    request: HttpRequest,
    listing: Provider,
    change: Edit,
    form: Form,
    *,
    status: int = 200,
    differing: list[Any] | None = None,
) -> HttpResponse:
    """The page of a section; the hidden version is always that of the rows as they are now.

    After bad input the version stays what it was: what was saved meanwhile has not been seen yet.
    """
    kept = request.POST.get("version", "") if status == 422 else ""
    locations = open_locations(listing)
    location = change.location
    context = {
        "listing": listing,
        "location": location,
        "section": section_of(change.section),
        "navigation": navigation(listing, change.section, location),
        "locations": locations,
        "form": form,
        "version": kept or change.version(),
        "is_conflict": differing is not None,
        "differing": differing or [],
        "saved": saved_words(request.GET.get("saved", ""), location or next(iter(locations), None)),
        **change.context(form),
    }
    return render(request, change.template or f"listings/{change.section}.html", context, status=status)
