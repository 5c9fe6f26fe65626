"""One number looked up in the NPI register, for whoever works on a case or answers the telephone."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from providers.actions import npi_lookup
from providers.actions.npi_lookup import WHILE_SOMEBODY_WAITS, Found
from providers.models import Taxonomy
from providers.models.identifiers import validate_npi

from .entrance import staff

OWN_PAGE = "https://npiregistry.cms.hhs.gov/provider-view/"


class NpiForm(forms.Form):
    npi = forms.CharField(
        label=gettext_lazy("NPI"),
        max_length=20,
        help_text=gettext_lazy("Ten digits; the first is 1 or 2."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_npi(self) -> str:
        """People paste it with spaces and hyphens."""
        npi: str = "".join(self.cleaned_data["npi"].split()).replace("-", "")
        validate_npi(npi)
        return npi


@require_safe
@staff()
def staff_npi(request: HttpRequest) -> HttpResponse:
    """Shows what is known here; what is not is asked, which keeps nothing but the register's answer."""
    if "npi" not in request.GET:
        return render(request, "staff/npi/page.html", {"form": NpiForm()})
    form = NpiForm(request.GET)
    if not form.is_valid():
        return _refused(request, form)
    found = npi_lookup.look_up(form.cleaned_data["npi"], manners=WHILE_SOMEBODY_WAITS)
    return render(request, "staff/npi/page.html", {"form": form, **_shown(found)})


@require_POST
@staff()
def staff_npi_ask(request: HttpRequest) -> HttpResponse:
    """Asks the web service, however fresh the answer is that we have."""
    form = NpiForm(request.POST)
    if not form.is_valid():
        return _refused(request, form)
    npi = form.cleaned_data["npi"]
    found = npi_lookup.look_up(npi, refresh=True, manners=WHILE_SOMEBODY_WAITS)
    if found.trouble:
        messages.warning(request, _("The register did not answer. What stands below is older."))
    return redirect(f"{reverse('staff_npi')}?npi={npi}")


def _refused(request: HttpRequest, form: NpiForm) -> HttpResponse:
    return render(request, "staff/npi/page.html", {"form": form}, status=422)


def _shown(found: Found) -> dict[str, Any]:
    specialties = found.entry.taxonomies if found.entry else []
    names = Taxonomy.objects.in_bulk({each.get("code") for each in specialties})
    return {
        "found": found,
        "entry": found.entry,
        "own_page": f"{OWN_PAGE}{found.npi}",
        "specialties": [{**each, "name": _name(names.get(each.get("code")))} for each in specialties],
        "other_names": [_other_name(each) for each in found.entry.other_names] if found.entry else [],
    }


def _name(specialty: Taxonomy | None) -> str:
    parts = (specialty.classification, specialty.specialization) if specialty else ()
    return ", ".join(part for part in parts if part)


def _other_name(given: dict[str, str]) -> str:
    return given.get("organization") or " ".join(
        part for part in (given.get("first"), given.get("middle"), given.get("last")) if part
    )
