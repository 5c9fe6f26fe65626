"""An owner closes the listing for a while or for good, opens it again, submits it, takes it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from providers.actions import closing, listing_review
from providers.models import Provider
from providers.models.vocabulary import ListingStatus as S

from .entrance import MemberRequest
from .frame import add_refusal
from .places_to_go import to_page, to_section
from .rights import owning

PLACE_OF = {"services": "services", "prescriber": "people", "telehealth_states": "telehealth"}


class Day(forms.DateInput):
    """The browser's own calendar; without one, a line to type into."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PauseForm(forms.Form):
    reopens_on = forms.DateField(
        error_messages={"required": gettext_lazy("Give the day.")},
        label=gettext_lazy("When do you expect to open again?"),
        help_text=gettext_lazy("Patients see this day. You can move it later."),
        widget=Day,
    )


class CloseForm(forms.Form):
    closed_on = forms.DateField(
        error_messages={"required": gettext_lazy("Give the day.")},
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("Today or earlier. If the day is still to come, close here on that day."),
        widget=Day,
    )
    records_contact = forms.CharField(
        error_messages={"required": gettext_lazy("Say where, so that nobody has to search.")},
        label=gettext_lazy("Where do patients get their records?"),
        help_text=gettext_lazy("A name with a phone number, an address or an e-mail that will still work."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
        max_length=500,
    )
    refund_note = forms.CharField(
        label=gettext_lazy("What happens to money that was paid ahead?"),
        help_text=gettext_lazy("Who pays it back, and until when patients can ask."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
        max_length=500,
        required=False,
    )
    is_sure = forms.BooleanField(
        label=gettext_lazy("I understand that patients are told this clinic has closed for good"),
        error_messages={"required": gettext_lazy("Tick this if it is so.")},
    )


def _asked(
    request: MemberRequest,
    listing: Provider,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    template: str,
    sentence: str,
) -> HttpResponse:
    """A form, its action, and back to the listing; 422 for bad input or a refusal, with what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except ValidationError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, sentence)
            return redirect("listing_home", listing.slug)
    status = 422 if request.method == "POST" else 200
    context = {"listing": listing, "form": form, "can_close": listing.status in closing.OPEN}
    return render(request, template, context, status=status)


@owning
@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: MemberRequest, listing: Provider) -> HttpResponse:
    return _asked(
        request,
        listing,
        PauseForm(request.POST or None, initial={"reopens_on": listing.reopens_on}),
        lambda said: closing.pause(by=request.user, provider=listing, **said),
        "listings/pause.html",
        _("Patients now see when you expect to open again."),
    )


@owning
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: MemberRequest, listing: Provider) -> HttpResponse:
    return _asked(
        request,
        listing,
        CloseForm(request.POST or None, initial={"closed_on": timezone.localdate()}),
        lambda said: closing.close(
            by=request.user,
            provider=listing,
            closed_on=said["closed_on"],
            records_contact=said["records_contact"],
            refund_note=said["refund_note"],
        ),
        "listings/close.html",
        _("The listing is closed. Its page tells former patients where to turn."),
    )


@owning
@require_POST
def reopen(request: MemberRequest, listing: Provider) -> HttpResponse:
    try:
        closing.reopen(by=request.user, provider=listing)
    except ValidationError as refusal:
        return _refused(request, listing, refusal)
    messages.success(request, _("The listing is open again, and patients find it."))
    return redirect("listing_home", listing.slug)


def _refused(request: MemberRequest, listing: Provider, refusal: ValidationError) -> HttpResponse:
    context = {"listing": listing, "refusals": refusal.messages}
    return render(request, "listings/not_now.html", context, status=409)


@owning
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: MemberRequest, listing: Provider) -> HttpResponse:
    if request.method == "POST":
        try:
            listing_review.submit(by=request.user, provider=listing)
        except ValidationError:
            listing.refresh_from_db()
            return _to_do(request, listing, status=409)
        messages.success(request, _("Submitted. Our staff look at it and write to you."))
        return redirect("listing_home", listing.slug)
    return _to_do(request, listing)


def _to_do(request: MemberRequest, listing: Provider, status: int = 200) -> HttpResponse:
    tasks = listing_review.tasks(listing)
    own = [(task, _where(task, listing)) for task in tasks if not task.is_ours]
    context = {
        "listing": listing,
        "own": own,
        "ours": [task for task in tasks if task.is_ours],
        "is_draft": listing.status in listing_review.DRAFTS,
        "is_in_review": listing.status == S.PENDING_REVIEW,
        "was_refused": status == 409,
    }
    return render(request, "listings/submit.html", context, status=status)


def _where(task: listing_review.Task, listing: Provider) -> str:
    """The page on which this is done."""
    if task.field == "last_confirmed_on":
        return to_page("still_true", listing)
    return to_section(PLACE_OF.get(task.field, "location"), listing, task.location)


@owning
@require_POST
def take_back(request: MemberRequest, listing: Provider) -> HttpResponse:
    try:
        listing_review.take_back(by=request.user, provider=listing)
    except ValidationError as refusal:
        return _refused(request, listing, refusal)
    messages.success(request, _("The listing is a draft again."))
    return redirect("listing_home", listing.slug)
