"""Staff reach nothing but their own account until this session has seen a second factor."""

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

Type = Authenticator.Type
# Recovery codes only stand in for one of these.
FACTORS = (Type.TOTP, Type.WEBAUTHN)


def ask_for_a_second_factor(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Sends staff without one to set it up, and staff who have one to use it; forms sent are not looked at.

    Every page but the account's own is closed to them, so that no list of staff pages can miss one. Who
    brings no session is not asked who they are.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if has_session and not request.path.startswith(reverse("account_home")):
            way = _missing(request)
            if way:
                return redirect_to_login(request.get_full_path(), way)
        return get_response(request)

    return middleware


def _missing(request: HttpRequest) -> str:
    """Where the second factor is set up or used; empty where nothing is missing."""
    person = request.user
    if not (person.is_authenticated and person.is_staff):
        return ""
    kinds = set(Authenticator.objects.filter(user=person, type__in=FACTORS).values_list("type", flat=True))
    if not kinds:
        return reverse("mfa_index")
    if any(record["method"] == "mfa" for record in get_authentication_records(request, person)):
        return ""
    return reverse("mfa_reauthenticate" if Type.TOTP in kinds else "mfa_reauthenticate_webauthn")
