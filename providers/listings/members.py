"""Who runs a listing: everybody of it may look, owners may change it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from providers.actions import invitations
from providers.actions import members as people
from providers.models import Provider
from providers.models.membership import MemberRole
from providers.permissions import Permission, allows

from .entrance import MemberRequest, editing
from .rights import owning


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("They get a link that works once, for seven days, and only for this address."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("What they may do"),
        choices=[
            (
                MemberRole.EDITOR.value,
                gettext_lazy("Editor: changes what patients read, confirms that it is true"),
            ),
            (
                MemberRole.OWNER.value,
                gettext_lazy("Owner: also invites people, closes the listing, hands it over"),
            ),
        ],
        initial=MemberRole.EDITOR.value,
        widget=forms.RadioSelect,
    )


class GiveUpForm(forms.Form):
    take_out = forms.BooleanField(
        label=gettext_lazy("Also take the page out of this directory, for good"),
        help_text=gettext_lazy("No import brings it back."),
        required=False,
    )


@editing
@require_safe
def members(request: MemberRequest, listing: Provider) -> HttpResponse:
    return _page(request, listing)


def _page(
    request: MemberRequest,
    listing: Provider,
    *,
    form: InviteForm | None = None,
    refusals: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = list(listing.memberships.select_related("user"))
    owners = [row for row in rows if row.role == MemberRole.OWNER]
    context = {
        "listing": listing,
        "rows": rows,
        "is_owner": allows(request.user, Permission.OWN_LISTING, listing),
        "is_last_owner": [row.user_id for row in owners] == [request.user.pk],
        "invited": invitations.waiting(listing).order_by("invited_at"),
        "now": timezone.now(),
        "form": form or InviteForm(),
        "refusals": refusals or [],
    }
    return render(request, "listings/members.html", context, status=status)


@owning
@require_POST
def invite(request: MemberRequest, listing: Provider) -> HttpResponse:
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _page(request, listing, form=form, status=422)
    try:
        invitation = invitations.invite(by=request.user, provider=listing, **form.cleaned_data)
    except ValidationError as refusal:
        form.add_error(None if isinstance(refusal, invitations.TooMany) else "email", refusal)
        return _page(request, listing, form=form, status=422)
    messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": invitation.email})
    return redirect("members", listing.slug)


def _done(request: MemberRequest, listing: Provider, act: Callable[[], Any], sentence: str) -> HttpResponse:
    """409 with the page as it is now where somebody was faster."""
    try:
        act()
    except ValidationError as refusal:
        listing.refresh_from_db()
        return _page(request, listing, refusals=refusal.messages, status=409)
    messages.success(request, sentence)
    return redirect("members", listing.slug)


@owning
@require_POST
def withdraw_invitation(request: MemberRequest, listing: Provider, pk: int) -> HttpResponse:
    invitation = get_object_or_404(listing.invitations, pk=pk)
    return _done(
        request,
        listing,
        lambda: invitations.withdraw(by=request.user, invitation=invitation),
        _("The invitation is taken back. Its link no longer works."),
    )


@owning
@require_POST
def change_role(request: MemberRequest, listing: Provider, pk: int) -> HttpResponse:
    row = get_object_or_404(listing.memberships, pk=pk)
    role = request.POST.get("role", "")
    return _done(
        request,
        listing,
        lambda: people.change_role(by=request.user, membership=row, role=role),
        _("The role is changed."),
    )


@owning
@require_POST
def hand_over(request: MemberRequest, listing: Provider, pk: int) -> HttpResponse:
    row = get_object_or_404(listing.memberships.select_related("user"), pk=pk)
    sentence = _("%(name)s now owns the listing, and you are an editor.") % {
        "name": row.user.name or row.user.email
    }
    return _done(request, listing, lambda: people.hand_over(by=request.user, membership=row), sentence)


@owning
@require_POST
def remove_member(request: MemberRequest, listing: Provider, pk: int) -> HttpResponse:
    row = get_object_or_404(listing.memberships, pk=pk)
    return _done(
        request,
        listing,
        lambda: people.remove(by=request.user, membership=row),
        _("They can no longer edit the listing."),
    )


@editing
@require_POST
def leave(request: MemberRequest, listing: Provider) -> HttpResponse:
    try:
        people.leave(by=request.user, provider=listing)
    except ValidationError as refusal:
        return _page(request, listing, refusals=refusal.messages, status=409)
    messages.success(request, _("You left %(listing)s.") % {"listing": listing.display_name})
    return redirect("your_listings")


@owning
@require_http_methods(["GET", "HEAD", "POST"])
def give_up(request: MemberRequest, listing: Provider) -> HttpResponse:
    """Asks once more, and says what becomes of the page."""
    form = GiveUpForm(request.POST or None)
    context = {"listing": listing, "form": form, "refusals": []}
    if request.method != "POST":
        return render(request, "listings/give_up.html", context)
    try:
        take_out = form.is_valid() and form.cleaned_data["take_out"]
        people.release(by=request.user, provider=listing, take_out=take_out)
    except ValidationError as refusal:
        return render(request, "listings/give_up.html", context | {"refusals": refusal.messages}, status=409)
    messages.success(request, _("You gave %(listing)s up.") % {"listing": listing.display_name})
    return redirect("your_listings")
