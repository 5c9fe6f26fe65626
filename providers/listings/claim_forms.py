"""What a claimant types: their part in the practice, a proof, a code; and what an owner answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from providers.actions.claim_proofs import Way
from providers.actions.proof_codes import DIGITS, plain
from providers.models import Provider
from providers.models.claim import ProofMethod
from providers.models.identifiers import validate_npi

from .text_fields import LineField, TextField

MOST_CHOICES_AS_BUTTONS = 4


class StartForm(forms.Form):
    part = LineField(
        label=_("What do you do at this practice?"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
        help_text=_("For example: owner, office manager, medical director. Our staff read this."),
    )


class ProofForm(forms.Form):
    """One way of proving; way: what the listing makes possible."""

    def __init__(self, data: Any = None, files: Any = None, *, way: Way, provider: Provider) -> None:
        super().__init__(data, files, prefix=way.method)
        self.way, self.provider = way, provider
        self.offer()

    def offer(self) -> None:
        """Fits the fields to the listing."""


class MailProof(ProofForm):
    address = forms.EmailField(
        label=_("Your e-mail address there"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def offer(self) -> None:
        domain = self.way.targets[0][0] if self.way.targets else ""
        self.fields["address"].help_text = _("It ends in %(domain)s.") % {"domain": domain}


class TargetProof(ProofForm):
    """A number or an address that the listing names; nothing to choose where there is one only."""

    target = forms.ChoiceField(label=_("Which one?"))

    def offer(self) -> None:
        if len(self.way.targets) < 2:
            del self.fields["target"]
            return
        field = self.fields["target"]
        assert isinstance(field, forms.ChoiceField)
        if len(self.way.targets) <= MOST_CHOICES_AS_BUTTONS:
            field.widget = forms.RadioSelect()
        field.choices = list(self.way.targets)


class PhoneProof(TargetProof):
    pass


class LetterProof(TargetProof):
    pass


class OfficialProof(ProofForm):
    official_name = LineField(
        label=_("Name of the authorized official"),
        max_length=200,
        help_text=_("As the NPI register (NPPES) shows it for the organization."),
    )
    npi = LineField(
        label=_("NPI of the organization"),
        max_length=10,
        validators=[validate_npi],
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=_("Ten digits."),
    )
    document = forms.FileField(
        label=_("A document that shows this person’s name and the practice"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.heic,.heif"}),
        help_text=_(
            "A state license, an articles-of-organization page or a letter on letterhead. PDF, JPEG, PNG or "
            "HEIC, up to 10 MB. Only you and our staff can open it. Cover anything about patients."
        ),
    )

    def offer(self) -> None:
        if self.provider.npi:
            del self.fields["npi"]


PROOFS: dict[ProofMethod, type[ProofForm]] = {
    ProofMethod.DOMAIN_EMAIL: MailProof,
    ProofMethod.PHONE: PhoneProof,
    ProofMethod.LETTER: LetterProof,
    ProofMethod.NPPES_OFFICIAL: OfficialProof,
}


class CodeForm(forms.Form):
    code = LineField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "size": "12",
                "class": "code-input",
            }
        ),
        help_text=_("Eight digits. Spaces do not matter."),
    )

    def clean_code(self) -> str:
        """What cannot be a code costs no try."""
        code = plain(self.cleaned_data["code"])
        if not (code.isascii() and code.isdigit() and len(code) == DIGITS):
            raise ValidationError(_("The code has eight digits."), code="shape")
        return code


class AnswerForm(forms.Form):
    words = TextField(
        label=_("Why is this claim not right?"),
        max_length=2000,
        min_length=5,
        help_text=_(
            "For example: this person left in May, or nobody here knows them. Only our staff read this."
        ),
    )
