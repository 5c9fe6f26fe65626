"""The page behind the link of an invitation: says what it is, and who may accept it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from providers.actions import invitations
from providers.models import Invitation, User
from providers.models.membership import MemberRole


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Looking at it changes nothing: mail programs look at links too."""
    found = invitations.find(token)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _page(request, found, status=410 if invitations.ended(found) else 200)
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    try:
        membership = invitations.accept(by=request.user, token=token)
    except invitations.WrongAddress:
        return _page(request, found, status=403)
    except ValidationError:
        found.refresh_from_db()
        return _page(request, found, status=409)
    role = MemberRole(membership.role).label
    messages.success(request, _("Welcome. Your role here: %(role)s.") % {"role": role})
    return redirect("listing_home", found.provider.slug)


def _page(request: HttpRequest, found: Invitation, *, status: int) -> HttpResponse:
    person = request.user if isinstance(request.user, User) else None
    context = {
        "invitation": found,
        "listing": found.provider,
        "inviter": found.invited_by and (found.invited_by.name or found.invited_by.email),
        "is_owner_role": found.role == MemberRole.OWNER,
        "ended": invitations.ended(found),
        "is_signed_in": person is not None,
        "is_theirs": person is not None and invitations.is_theirs(person, found),
        "is_same_address": person is not None and person.email == found.email.lower(),
    }
    return render(request, "listings/invitation.html", context, status=status)
