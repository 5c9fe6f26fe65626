"""The account's own pages that allauth has not: the overview, the name, taking everything away, the end."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from providers.actions import account, account_holdings
from providers.models import User

from .account_forms import DeleteForm, NameForm

BOTH = ["GET", "HEAD", "POST"]
Type = Authenticator.Type


@require_safe
@login_required
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    factors = list(Authenticator.objects.filter(user=request.user).order_by("pk"))
    codes = next((row for row in factors if row.type == Type.RECOVERY_CODES), None)
    context = {
        "address": EmailAddress.objects.get_verified(request.user),
        "passkeys": [row for row in factors if row.type == Type.WEBAUTHN],
        "app": next((row for row in factors if row.type == Type.TOTP), None),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
        "sessions": len(UserSession.objects.purge_and_list(request.user)),
        "memberships": request.user.memberships.select_related("provider"),
    }
    return render(request, "account/home.html", context)


@require_http_methods(BOTH)
@login_required
def name(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    data = request.POST if request.method == "POST" else None
    form = NameForm(data, initial={"name": request.user.name})
    if form.is_valid():
        account.rename(by=request.user, name=form.cleaned_data["name"])
        messages.success(request, _("Your name was saved."))
        return redirect("account_home")
    return render(request, "account/name.html", {"form": form}, status=_status(form))


@require_http_methods(BOTH)
@login_required
@reauthentication_required
@never_cache
def download(request: HttpRequest) -> HttpResponseBase:
    if request.method != "POST":
        return render(request, "account/download.html")
    assert isinstance(request.user, User)
    packed = account_holdings.archive(by=request.user)
    return FileResponse(packed, as_attachment=True, filename="account.zip", content_type="application/zip")


@require_http_methods(BOTH)
@login_required
@reauthentication_required
@never_cache
def delete(request: HttpRequest) -> HttpResponse:
    """A listing that would be left without an owner is named before anybody ticks a box."""
    assert isinstance(request.user, User)
    form = DeleteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            account.delete(by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            logout(request)
            return redirect("account_deleted")
    context = {"form": form, "only_owned": account.only_owned(request.user)}
    return render(request, "account/delete.html", context, status=_status(form))


@require_safe
def deleted(request: HttpRequest) -> HttpResponse:
    return render(request, "account/deleted.html")


def _status(form: NameForm | DeleteForm) -> int:
    return 422 if form.errors else 200
