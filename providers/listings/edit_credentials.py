"""One credential of a person or a place: followed through its life, answered for, withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from providers.actions import credential_entry, credentials, dea, documents
from providers.actions.refusals import TransitionRefused
from providers.models import Credential, Document, Location, PractitionerRole, Provider
from providers.models.document import MOST_PER_HOLDER
from providers.models.vocabulary import CredentialType

from .credential_compared import compared_of
from .credential_forms import CredentialForm, DocumentForm, ReplyForm
from .credential_shapes import OF_PEOPLE, OF_PLACES, SHAPES
from .credential_words import needs_signature
from .edit_people import refused, states_of
from .entrance import MemberRequest
from .frame import Edit, edit, editing, open_locations, render_section
from .uploading import count_upload, kept
from .when import saved_at


def credential_of(listing: Provider, pk: int) -> Credential:
    rows = Credential.objects.kept_by(listing).exclude(type=CredentialType.NPI)
    row: Credential = get_object_or_404(rows.select_related("practitioner"), pk=pk)
    return row


def _place_of(listing: Provider, credential: Credential) -> Location | None:
    """Where the page of this credential belongs: its location, or one where the person works."""
    places = open_locations(listing)
    at = set(
        PractitionerRole.objects.filter(
            location__in=places, practitioner=credential.practitioner_id
        ).values_list("location_id", flat=True)
    )
    if credential.location_id:
        at = {credential.location_id}
    return next((place for place in places if place.pk in at), next(iter(places), None))


def _page(listing: Provider, credential: Credential, request: MemberRequest, **small: forms.Form) -> Edit:
    """small: the forms beside the main one that were sent and had something wrong."""

    def form(data: Any) -> CredentialForm | forms.Form:
        row = Credential.objects.get(pk=credential.pk)
        if row.type not in SHAPES:
            return forms.Form(data)
        initial = credential_entry.stated(row) | {"dea_hint": dea.hint(row)}
        return CredentialForm(data, request.FILES or None, kind=row.type, initial=initial)

    def save(form: CredentialForm, version: str) -> None:
        kept(
            request,
            form,
            lambda upload: credential_entry.correct(
                by=request.user,
                provider=listing,
                credential=credential,
                version=version,
                facts=form.facts(),
                upload=upload,
            ),
        )

    return Edit(
        section="people",
        form=form,
        version=lambda: credential_entry.version(credential),
        save=save,
        location=_place_of(listing, credential),
        context=lambda form: _context(listing, credential, small),
        template="listings/credential.html",
    )


def _context(listing: Provider, credential: Credential, small: dict[str, forms.Form]) -> dict[str, Any]:
    state = states_of(Q(pk=credential.pk))[0]
    rows = Document.objects.filter(credential=credential, provider=listing)
    held = list(rows.select_related("uploaded_by"))
    return {
        "credential": state.credential,
        "person": credential.practitioner,
        "state": state,
        "documents": held,
        "has_room": len(documents.sent_by_clinic(held)) < MOST_PER_HOLDER and state.takes_documents,
        "compared": compared_of(credential),
        "dea_hint": dea.hint(credential),
        "renew_url": _renew_url(listing, credential),
        "needs_signature": needs_signature(state.credential, timezone.localdate()),
        "document_form": DocumentForm(),
        "reply_form": ReplyForm(),
        "troubled": next(iter(small.values()), None),
        **small,
    }


def _renew_url(listing: Provider, credential: Credential) -> str:
    """The same facts as a new claim; "" where there is no place to enter it from."""
    place = _place_of(listing, credential)
    kinds = OF_PEOPLE if credential.practitioner_id else OF_PLACES
    if place is None or credential.type not in kinds:
        return ""
    where = [listing.slug, place.slug]
    if credential.practitioner_id is None:
        url = reverse("add_place_credential", args=[*where, credential.type])
    else:
        url = reverse("add_credential", args=[*where, credential.practitioner_id, credential.type])
    return f"{url}?renews={credential.pk}"


@sensitive_post_parameters("dea_number")
@editing
def edit_credential(request: MemberRequest, listing: Provider, pk: int) -> HttpResponse:
    """Its facts while nobody has looked them up; afterwards only what happens with it."""
    return edit(request, listing, _page(listing, credential_of(listing, pk), request))


def _again(
    request: MemberRequest, listing: Provider, credential: Credential, **small: forms.Form
) -> HttpResponse:
    page = _page(listing, credential, request, **small)
    return render_section(request, listing, page, page.form(None), status=422)


def _done(listing: Provider, credential: Credential) -> HttpResponse:
    here = reverse("edit_credential", args=[listing.slug, credential.pk])
    return HttpResponseRedirect(f"{here}?saved={saved_at()}")


@require_POST
@editing
def add_document(request: MemberRequest, listing: Provider, pk: int) -> HttpResponse:
    credential = credential_of(listing, pk)
    form = DocumentForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            count_upload(request)
            documents.store(
                by=request.user, upload=form.cleaned_data["document"], provider=listing, credential=credential
            )
            return _done(listing, credential)
        except TransitionRefused as refusal:
            form.add_error("document", refusal)
    return _again(request, listing, credential, document_form=form)


@require_POST
@editing
def remove_document(request: MemberRequest, listing: Provider, pk: int, document: int) -> HttpResponse:
    credential = credential_of(listing, pk)
    row = get_object_or_404(Document, credential=credential, provider=listing, pk=document)
    return _act(request, listing, credential, lambda: documents.remove(by=request.user, document=row))


@require_POST
@editing
def reply(request: MemberRequest, listing: Provider, pk: int) -> HttpResponse:
    """To a discrepancy."""
    return _answer(request, listing, pk, credentials.reply)


@require_POST
@editing
def appeal(request: MemberRequest, listing: Provider, pk: int) -> HttpResponse:
    """Against a refusal: once, within thirty days."""
    return _answer(request, listing, pk, credentials.appeal)


def _answer(request: MemberRequest, listing: Provider, pk: int, step: Callable[..., object]) -> HttpResponse:
    credential = credential_of(listing, pk)
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return _again(request, listing, credential, reply_form=form)
    reason = form.cleaned_data["reason"]
    return _act(
        request, listing, credential, lambda: step(by=request.user, credential=credential, reason=reason)
    )


@require_POST
@editing
def sign(request: MemberRequest, listing: Provider, pk: int) -> HttpResponse:
    """All of it is still true: the statement of 90 days ago, given anew."""
    credential = credential_of(listing, pk)
    return _act(
        request, listing, credential, lambda: credentials.attest(by=request.user, credential=credential)
    )


@require_POST
@editing
def withdraw(request: MemberRequest, listing: Provider, pk: int) -> HttpResponse:
    credential = credential_of(listing, pk)
    return _act(
        request,
        listing,
        credential,
        lambda: credential_entry.withdraw(by=request.user, provider=listing, credential=credential),
    )


def _act(
    request: MemberRequest, listing: Provider, credential: Credential, act: Callable[[], object]
) -> HttpResponse:
    try:
        act()
    except TransitionRefused as refusal:
        return refused(request, refusal)
    return _done(listing, credential)
