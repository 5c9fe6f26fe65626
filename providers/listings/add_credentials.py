"""A new credential of a person or of the place itself: first its kind, then what is asked of that kind."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from providers.actions import credential_entry, people
from providers.models import Credential, Location, PractitionerRole, Provider
from providers.models.vocabulary import CredentialType

from .credential_forms import CredentialForm
from .credential_shapes import OF_PEOPLE, OF_PLACES, SHAPES
from .edit_people import role_of
from .entrance import MemberRequest
from .frame import Edit, edit, editing_location, render_section
from .uploading import kept

FIRST_FACTS = ("name", "issuer", "number", "number_is_public", "state")


@require_safe
@editing_location
def choose_credential(
    request: MemberRequest, listing: Provider, location: Location, pk: int | None = None
) -> HttpResponse:
    """Which kind: each has its own questions."""
    person = _person(listing, location, pk)
    kinds = OF_PLACES if person is None else OF_PEOPLE
    name = "add_place_credential" if person is None else "add_credential"
    where = [listing.slug, location.slug] if person is None else [listing.slug, location.slug, pk]
    context = {
        "person": person and person.practitioner,
        "kinds": [(kind.label, reverse(name, args=[*where, kind.value])) for kind in kinds],
    }
    page = Edit(
        section="people",
        form=forms.Form,
        version=lambda: "",
        save=lambda form, version: None,
        location=location,
        context=lambda form: context,
        template="listings/credential_choose.html",
    )
    return render_section(request, listing, page, forms.Form())


def _person(listing: Provider, location: Location, pk: int | None) -> PractitionerRole | None:
    """None for the place itself; 404 for somebody whose credentials are not this listing's to enter."""
    if pk is None:
        return None
    role = role_of(location, pk)
    if not people.is_kept(role.practitioner, listing):
        raise Http404
    return role


@sensitive_post_parameters("dea_number")
@editing_location
def add_credential(
    request: MemberRequest, listing: Provider, location: Location, kind: str, pk: int | None = None
) -> HttpResponse:
    role = _person(listing, location, pk)
    if kind not in (OF_PLACES if role is None else OF_PEOPLE):
        raise Http404
    holder = location if role is None else role.practitioner
    here = "edit_people" if role is None else "edit_person"
    where = [listing.slug, location.slug] if role is None else [listing.slug, location.slug, pk]

    def save(form: CredentialForm, version: str) -> None:
        kept(
            request,
            form,
            lambda upload: credential_entry.enter(
                by=request.user, provider=listing, holder=holder, type=kind, facts=form.facts(), upload=upload
            ),
        )

    page = Edit(
        section="people",
        form=lambda data: CredentialForm(
            data, request.FILES or None, kind=kind, initial=_first(request, listing, kind, location)
        ),
        version=lambda: "",
        save=save,
        location=location,
        context=lambda form: {
            "person": role and role.practitioner,
            "kind": CredentialType(kind).label,
            "shape": SHAPES[CredentialType(kind)],
        },
        template="listings/credential_add.html",
        next_url=reverse(here, args=where),
    )
    return edit(request, listing, page)


def _first(request: MemberRequest, listing: Provider, kind: str, location: Location) -> dict[str, Any]:
    """The facts of the one that is renewed (?renews=7), else the state of the place."""
    old = request.GET.get("renews", "")
    rows = Credential.objects.kept_by(listing).filter(type=kind)
    row = rows.filter(pk=old).first() if old.isdecimal() and len(old) < 18 else None
    return {name: getattr(row, name) for name in FIRST_FACTS} if row else {"state": location.state}
