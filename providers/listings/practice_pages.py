""" "Add your practice": looks first whether it is listed already, and offers to claim what it finds."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from providers.actions import lookalikes, practices
from providers.actions.lookalikes import Lookalike
from providers.actions.throttle import TooMany
from providers.models import Provider, User

from .frame import add_refusal
from .practice_forms import PracticeForm


@require_http_methods(["GET", "HEAD", "POST"])
def add_practice(request: HttpRequest) -> HttpResponse:
    """Signed out: what it is, and the way to sign in."""
    if not isinstance(request.user, User):
        if request.method == "POST":
            return redirect_to_login(request.path)
        after = urlencode({"next": request.path})
        links = {
            "sign_in": f"{resolve_url('account_login')}?{after}",
            "sign_up": f"{resolve_url('account_signup')}?{after}",
        }
        return render(request, "listings/practice/sign_in.html", links)
    if request.method != "POST":
        return render(request, "listings/practice/add.html", {"form": PracticeForm()})
    return _added(request, request.user)


def _added(request: HttpRequest, person: User) -> HttpResponse:
    form = PracticeForm(request.POST)
    status = 422
    if form.is_valid():
        found = _alike(person, form)
        if found and form.cleaned_data["seen"] != _named(found):
            return _choose(request, person, form, found)
        try:
            return redirect("listing_home", _add(person, form).slug)
        except ValidationError as refusal:
            status = 429 if isinstance(refusal, TooMany) else 422
            add_refusal(form, refusal)
    return render(request, "listings/practice/add.html", {"form": form}, status=status)


def _alike(person: User, form: PracticeForm) -> list[Lookalike]:
    given = form.cleaned_data
    wanted = {name: given[name] for name in ("name", "zip", "city", "state", "phone", "npi")}
    return lookalikes.find(by=person, **wanted)


def _add(person: User, form: PracticeForm) -> Provider:
    given = form.cleaned_data
    return practices.add(
        by=person, name=given["name"], address=form.address, npi=given["npi"], website=given["website"]
    )


def _choose(request: HttpRequest, person: User, form: PracticeForm, found: list[Lookalike]) -> HttpResponse:
    """The same form again, hidden, for "none of these"."""
    own = set(Provider.objects.run_by(person).values_list("pk", flat=True))
    typed = request.POST.copy()
    typed["seen"] = _named(found)
    context = {
        "form": PracticeForm(typed),
        "found": [(one, one.location.provider_id in own) for one in found],
        "typed": [(name, typed.get(name, "")) for name in form.fields],
    }
    return render(request, "listings/practice/lookalikes.html", context)


def _named(found: list[Lookalike]) -> str:
    """What "none of these" means; another when something new turns up meanwhile."""
    return "-".join(str(pk) for pk in sorted(one.location.provider_id for one in found))
