"""The section about the practice: its names, kind and number, its website, and its own words."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from providers.actions import editing_about
from providers.models import Provider
from providers.models.identifiers import validate_npi
from providers.models.vocabulary import Kind

from .conflict import MergingForm
from .entrance import MemberRequest
from .frame import Edit, edit, editing
from .stated_fields import CodeField
from .text_fields import LineField, LinesField, TextField, WebAddressField, refuse_controls

REVIEWED = _("We review a change before patients see it.")


class AboutForm(MergingForm):
    display_name = LineField(label=_("Name of the practice"), max_length=200, help_text=REVIEWED)
    legal_name = LineField(
        label=_("Legal name"),
        max_length=200,
        required=False,
        help_text=_("As in the state’s business register, if it differs. We review a change."),
    )
    other_names = LinesField(
        label=_("Other names"),
        most=10,
        longest=200,
        rows=2,
        required=False,
        help_text=_("Names that patients may know you by, one on each line."),
    )
    kind = CodeField(label=_("What kind of practice is it?"), choices=Kind.choices)
    npi = forms.CharField(
        label=_("National provider number (NPI)"),
        max_length=10,
        required=False,
        validators=[refuse_controls, validate_npi],
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "is-short"}),
        help_text=_("Ten digits. We review a change."),
    )
    website = WebAddressField(
        label=_("Website"),
        required=False,
        help_text=_("It starts with https:// and belongs to the practice. We review a new domain."),
    )
    about = TextField(
        label=_("About the practice, in your own words"),
        max_length=2000,
        rows=8,
        required=False,
        help_text=_("Plain facts help most: whom you treat, and how. Up to 2,000 letters."),
    )


@editing
def edit_about(request: MemberRequest, listing: Provider) -> HttpResponse:
    def form(data: object) -> AboutForm:
        return AboutForm(data, initial=editing_about.stated(Provider.objects.get(pk=listing.pk)))

    def save(form: AboutForm, version: str) -> None:
        editing_about.save(by=request.user, provider=listing, version=version, facts=form.cleaned_data)

    return edit(request, listing, Edit("about", form, lambda: editing_about.version(listing), save))
