"""What a reviewer enters about a credential. Nothing of the claim is filled in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from providers.actions.clock import today
from providers.actions.credential_compare import RegisterStatus
from providers.actions.credential_evidence import DOCUMENT_IS_ENOUGH
from providers.models import Credential
from providers.models.identifiers import refuse_dea, validate_https
from providers.models.vocabulary import CheckMethod, CheckResult, CredentialType

from .panels import CaseForm, ReasonForm

FOUND, NOT_FOUND = "found", CheckResult.NOT_FOUND.value
BY_PEOPLE = (
    CheckMethod.REGISTER_WEB,
    CheckMethod.REGISTER_CALL,
    CheckMethod.REGISTER_FILE,
    CheckMethod.DOCUMENT,
)
ISO = "%Y-%m-%d"
ACCEPTED = "application/pdf,image/jpeg,image/png"


class Day(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format=ISO)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=[ISO], **kwargs)


class RecordForm(CaseForm):
    """One look at the register. Whether it agrees is counted from it, not entered.

    Which fields it needs depends on what the register did, so the browser is not told to insist.
    """

    use_required_attribute = False

    outcome = forms.ChoiceField(
        label=_("The register"),
        choices=[(FOUND, _("shows it")), (NOT_FOUND, _("does not know it"))],
        widget=forms.RadioSelect,
        initial=FOUND,
    )
    name = forms.CharField(
        label=_("Name, as the register has it"),
        help_text=_("First name first, or last name, comma, first name."),
        max_length=200,
        required=False,
    )
    number = forms.CharField(label=_("Number, as the register has it"), max_length=40, required=False)
    state = forms.CharField(label=_("State"), help_text=_("Two letters."), max_length=2, required=False)
    status = forms.ChoiceField(
        label=_("Standing, as the register has it"),
        choices=[("", _("Choose what the register says")), *RegisterStatus.choices],
        required=False,
    )
    expires_on = Day(label=_("Good until"), required=False)
    shows_no_end = forms.BooleanField(label=_("The register shows no day of expiry"), required=False)
    note = forms.CharField(
        label=_("What else it shows"),
        help_text=_("Board actions, conditions, another specialty."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    source = forms.CharField(label=_("Which register"), max_length=200)
    source_url = forms.URLField(
        label=_("Its address"), required=False, max_length=200, validators=[validate_https]
    )
    source_date = Day(
        label=_("The day it speaks for"), help_text=_("Today, unless the page names a day of its own.")
    )
    method = forms.ChoiceField(label=_("How"), choices=[(method.value, method.label) for method in BY_PEOPLE])
    evidence = forms.FileField(
        label=_("Screenshot or PDF"),
        help_text=_("Kept with the credential; its digest stands in the check."),
        required=False,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.credential: Credential = self.case.subject
        is_document = self.credential.type in DOCUMENT_IS_ENOUGH
        self.fields["method"].initial = CheckMethod.DOCUMENT if is_document else CheckMethod.REGISTER_WEB
        self.fields["source_date"].initial = today().isoformat()
        self._require(self._is_found())
        if self.credential.type == CredentialType.DEA_REGISTRATION:
            del self.fields["number"]

    def _is_found(self) -> bool:
        return str(self.data.get("outcome", FOUND)) == FOUND

    def _require(self, is_found: bool) -> None:
        """What the claim states must be looked for: a field left open by haste would hide a difference."""
        claimed = {"name": True, "status": True}
        claimed |= {name: bool(getattr(self.credential, name)) for name in ("number", "state")}
        for name, is_claimed in claimed.items():
            self.fields[name].required = is_found and is_claimed
            self.fields[name].error_messages["required"] = _("Enter what the register shows.")

    def clean_state(self) -> str:
        return str(self.cleaned_data["state"]).upper()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("name", "number", "note", "source"):
            self._refuse_dea(name)
        if self._is_found():
            self._ask_for_the_end()
        return data

    def _refuse_dea(self, name: str) -> None:
        try:
            refuse_dea(str(self.cleaned_data.get(name) or ""))
        except ValidationError as error:
            self.add_error(name, error)

    def _ask_for_the_end(self) -> None:
        end, none = self.cleaned_data.get("expires_on"), self.cleaned_data.get("shows_no_end")
        if self.credential.expires_on and not end and not none and "expires_on" not in self.errors:
            self.add_error("expires_on", _("Enter the day, or tick that the register shows none."))
        if end and none:
            self.add_error("shows_no_end", _("There is a day above: leave this open."))


class SilentForm(ReasonForm):
    source = forms.CharField(label=_("Which register"), max_length=200)


class AskForm(CaseForm):
    words = forms.CharField(
        label=_("Anything else to ask"),
        help_text=_("All that is missing or differs is in the message already."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
