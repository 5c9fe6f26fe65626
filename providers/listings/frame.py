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
from functools import partial
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict

from providers.actions.versions import Stale
from providers.models import Location, Provider

from .conflict import mark
from .entrance import editing, editing_location, open_locations
from .preview import draw, is_public, tried
from .sections import navigation, section_of
from .waiting import waiting
from .when import saved_at, saved_words

__all__ = ["Edit", "add_refusal", "edit", "editing", "editing_location", "open_locations", "render_section"]

Form = Any  # a Form, a FormSet, or whatever has is_valid(), errors and is_bound


@dataclass(frozen=True)
class Edit:
    """What one section adds to the frame. Its page also has `waiting`: see _waiting.html.

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


def edit(request: HttpRequest, listing: Provider, change: Edit) -> HttpResponse:
    """One page, one save: see the module's first lines."""
    if request.method in ("GET", "HEAD"):
        return render_section(request, listing, change, change.form(None))
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    form = change.form(request.POST)
    if not form.is_valid():
        return render_section(request, listing, change, form, status=422)
    save = partial(change.save, form, request.POST.get("version", ""))
    try:
        if "preview" in request.POST:
            after = tried(save, lambda: draw(section_of(change.section), listing, change.location))
            return render_section(request, listing, change, form, after=after)
        save()
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
    after: str = "",
) -> HttpResponse:
    """The page of a section. after: the preview as it would be once saved.

    The hidden version is that of the rows as they are now; after bad input and with a preview it stays what
    it was, for what was saved meanwhile has not been seen yet.
    """
    section, location, locations = section_of(change.section), change.location, open_locations(listing)
    is_conflict = differing is not None
    seen = "" if is_conflict else request.POST.get("version", "")
    context = {
        "listing": listing,
        "location": location,
        "locations": locations,
        "section": section,
        "navigation": navigation(listing, change.section, location),
        "form": form,
        "version": seen or change.version(),
        "is_conflict": is_conflict,
        "differing": differing or [],
        "waiting": waiting(listing, location),
        "now": draw(section, listing, location),
        "after": after,
        "is_public": is_public(listing),
        "saved": saved_words(request.GET.get("saved", ""), location or next(iter(locations), None)),
        **change.context(form),
    }
    return render(request, change.template or f"listings/{change.section}.html", context, status=status)
