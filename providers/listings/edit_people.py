"""The section of people: who is at a location, one of them, somebody new, and who leaves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from providers.actions import people
from providers.actions.refusals import TransitionRefused
from providers.actions.versions import version_of
from providers.models import Credential, Location, Practitioner, PractitionerRole, Provider
from providers.models.listing_rules import licensed_states, location_problems
from providers.models.place_names import STATES
from providers.models.vocabulary import CredentialType, Duty, LocationType
from providers.shown.listing import with_newest_check

from .credential_words import State, state_of
from .entrance import MemberRequest
from .frame import Edit, edit, editing_location, render_section
from .people_forms import KnownPersonForm, PersonForm, RoleForm
from .waiting import Waiting, waiting
from .when import saved_at


@dataclass(frozen=True)
class Member:
    """Somebody at this location. is_kept: only then are the private parts this listing's to see."""

    role: PractitionerRole
    is_kept: bool
    states: list[State]
    warning: str
    change: Waiting | None

    @property
    def duties(self) -> list[str]:
        return [str(Duty(code).label) for code in self.role.does]


@require_safe
@editing_location
def edit_people(request: MemberRequest, listing: Provider, location: Location) -> HttpResponse:
    problems = location_problems(location, timezone.localdate())
    context = {
        "members": members_of(listing, location),
        "place_states": states_of(Q(location=location) | Q(provider=listing)),
        "problems": [sentence for field, sentence in problems if field == "prescriber"],
        "has_known": bool(people.known(location)),
    }
    page = Edit("people", forms.Form, lambda: "", lambda form, version: None, location, lambda form: context)
    return render_section(request, listing, page, forms.Form())


def members_of(listing: Provider, location: Location) -> list[Member]:
    roles = PractitionerRole.objects.filter(location=location).select_related("practitioner")
    ordered = sorted(roles, key=lambda role: (not role.prescribes, role.pk))
    persons = [role.practitioner_id for role in ordered]
    kept = set(Practitioner.objects.kept_by(listing).filter(pk__in=persons).values_list("pk", flat=True))
    changes = waiting(listing, location)
    by_person = defaultdict(list)
    for state in states_of(Q(practitioner__in=persons)):
        by_person[state.credential.practitioner_id].append(state)
    return [
        Member(
            role,
            role.practitioner_id in kept,
            by_person[role.practitioner_id],
            licence_warning(role, location, (state.credential for state in by_person[role.practitioner_id])),
            changes.get(f"person:{role.practitioner_id}"),
        )
        for role in ordered
    ]


def states_of(holder: Q) -> list[State]:
    """Every credential of these, in three queries; an NPI is shown with the person."""
    rows = Credential.objects.filter(holder).exclude(type=CredentialType.NPI)
    told = with_newest_check(rows).prefetch_related("decisions").order_by("type", "state", "pk")
    today = timezone.localdate()
    order = list(CredentialType.values)
    return sorted(
        (state_of(row, today) for row in told), key=lambda state: order.index(state.credential.type)
    )


def licence_warning(role: PractitionerRole, location: Location, credentials: Iterable[Credential]) -> str:
    """Said early: nothing is stopped here, but nothing is published on the word of this prescriber."""
    states = licensed_states(credentials, timezone.localdate())
    is_visited = location.location_type != LocationType.VIRTUAL
    if not role.prescribes or (location.state in states if is_visited else states):
        return ""
    if not is_visited:
        return _("A prescriber needs a license that we have confirmed before this can be published.")
    return _(
        "A prescriber here needs a %(state)s license that we have confirmed before this can be published."
    ) % {"state": STATES.get(location.state, location.state)}


def role_of(location: Location, pk: int) -> PractitionerRole:
    rows = PractitionerRole.objects.select_related("practitioner", "location__provider")
    role: PractitionerRole = get_object_or_404(rows, location=location, practitioner=pk)
    return role


@editing_location
def edit_person(request: MemberRequest, listing: Provider, location: Location, pk: int) -> HttpResponse:
    role = role_of(location, pk)
    is_kept = people.is_kept(role.practitioner, listing)

    def form(data: Any) -> RoleForm:
        fresh = role_of(location, pk)
        return (PersonForm if is_kept else RoleForm)(data, initial=people.stated(fresh))

    def save(form: RoleForm, version: str) -> None:
        people.save(by=request.user, role=role, version=version, facts=form.cleaned_data)

    def context(form: RoleForm) -> dict[str, Any]:
        states = states_of(Q(practitioner=pk))
        return {
            "role": role_of(location, pk),
            "is_kept": is_kept,
            "is_vouched": is_kept and people.is_vouched(role.practitioner),
            "states": states,
            "warning": licence_warning(role_of(location, pk), location, (s.credential for s in states)),
            "person_change": waiting(listing, location).get(f"person:{pk}"),
        }

    version = lambda: people.version(role)  # noqa: E731 - the frame asks for it anew
    page = Edit("people", form, version, save, location, context, "listings/person.html")
    return edit(request, listing, page)


@editing_location
def add_person(request: MemberRequest, listing: Provider, location: Location) -> HttpResponse:
    def save(form: PersonForm, version: str) -> None:
        people.add(by=request.user, location=location, facts=form.cleaned_data)

    page = Edit(
        section="people",
        form=lambda data: PersonForm(data),
        version=lambda: version_of(PractitionerRole.objects.filter(location=location)),
        save=save,
        location=location,
        context=lambda form: {"is_new": True, "has_known": bool(people.known(location))},
        template="listings/person_add.html",
        next_url=reverse("edit_people", args=[listing.slug, location.slug]),
    )
    return edit(request, listing, page)


@editing_location
def add_known_person(request: MemberRequest, listing: Provider, location: Location) -> HttpResponse:
    """Somebody of another location of this listing, or who was here before."""

    def save(form: KnownPersonForm, version: str) -> None:
        facts = form.cleaned_data
        people.add_known(by=request.user, location=location, person=facts["person"], facts=facts)

    page = Edit(
        section="people",
        form=lambda data: KnownPersonForm(data, people=people.known(location)),
        version=lambda: version_of(PractitionerRole.objects.filter(location=location)),
        save=save,
        location=location,
        context=lambda form: {"is_new": False},
        template="listings/person_add.html",
        next_url=reverse("edit_people", args=[listing.slug, location.slug]),
    )
    return edit(request, listing, page)


@require_POST
@editing_location
def remove_person(request: MemberRequest, listing: Provider, location: Location, pk: int) -> HttpResponse:
    try:
        people.remove(by=request.user, role=role_of(location, pk))
    except TransitionRefused as refusal:
        return refused(request, refusal)
    return back_to(listing, location)


@require_POST
@editing_location
def separate_person(request: MemberRequest, listing: Provider, location: Location, pk: int) -> HttpResponse:
    """An entry of this listing's own for somebody who is at another one too."""
    try:
        own = people.separate(by=request.user, provider=listing, person=role_of(location, pk).practitioner)
    except TransitionRefused as refusal:
        return refused(request, refusal)
    here = reverse("edit_person", args=[listing.slug, location.slug, own.pk])
    return HttpResponseRedirect(f"{here}?saved={saved_at()}")


def back_to(listing: Provider, location: Location) -> HttpResponse:
    here = reverse("edit_people", args=[listing.slug, location.slug])
    return HttpResponseRedirect(f"{here}?saved={saved_at()}")


def refused(request: MemberRequest, refusal: TransitionRefused) -> HttpResponse:
    """Somebody was faster."""
    return render(request, "listings/refused.html", {"sentences": refusal.messages}, status=409)
