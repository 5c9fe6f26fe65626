"""Forms of one credential: its facts, a document, a reply, an appeal."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from providers.actions import dea
from providers.models.place_names import STATES
from providers.models.vocabulary import CredentialType

from .conflict import MergingForm
from .credential_shapes import SHAPES
from .stated_fields import DayField
from .text_fields import LineField, TextField

BELONGS_TO_NO_VERSION = {"document", "statement", "dea_number"}
EARLIEST = datetime.date(1940, 1, 1)
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.heic,.heif,application/pdf,image/jpeg,image/png,image/heic"
DOCUMENT_HELP = _("A PDF, JPEG, PNG or HEIC file of up to 10 MB and 100 pages. Patients never see it.")


class PastDay(DayField):
    """Licenses are older than listings."""

    def validate(self, value: Any) -> None:
        forms.DateField.validate(self, value)
        if value is not None and not EARLIEST <= value <= timezone.localdate():
            raise ValidationError(_("Give the day on which it was issued, not later than today."), code="far")


class DayToCome(DayField):
    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is not None and value < timezone.localdate():
            raise ValidationError(_("This day has passed. Enter the renewed one."), code="past")


class DocumentField(forms.FileField):
    """One file. What it is gets judged by the action, by its content. It belongs to no version of a form."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {"label": _("Document"), "help_text": DOCUMENT_HELP, **kwargs}
        super().__init__(allow_empty_file=True, **kwargs)
        self.widget = forms.FileInput(attrs={"accept": ACCEPTED})
        self.widget.is_required = self.required

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class NeverShown(forms.TextInput):
    """Draws an empty field, whatever is stored and whatever was typed."""

    def format_value(self, value: Any) -> None:
        return None


class DeaNumberField(forms.CharField):
    """Judged by its check digit. It belongs to no version of a form, and no page repeats it."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        super().__init__(max_length=20, required=False, widget=NeverShown(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> str:
        return dea.tidied(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


def dea_help(hint: str) -> str:
    """Why it is asked, and what becomes of it here. hint: of the number that is kept already."""
    why = gettext("You may leave it out. Its check digit catches a slip of the pen.")
    if not dea.can_keep():
        return f"{why} " + gettext("We look at that and keep nothing of the number.")
    kept = gettext("We keep the number encrypted and show it in full to nobody, not even our staff.")
    now = gettext("Kept now: %s. Leave this empty to keep it so.") % hint if hint else ""
    return " ".join(filter(None, [why, kept, now]))


class SignatureField(forms.BooleanField):
    """Given anew each time, so it is nobody's earlier version."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class CredentialForm(MergingForm):
    """The fields of one kind, a document and the signature."""

    name = LineField(label=_("Name"), max_length=200)
    state = forms.ChoiceField(label=_("State"), choices=[("", _("Choose one")), *STATES.items()])
    number = LineField(
        label=_("Number"),
        max_length=20,
        validators=[RegexValidator(r"^[A-Za-z0-9 ./#-]*$", _("Use letters and digits only."))],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    number_is_public = forms.BooleanField(
        label=_("Show the number to patients"),
        required=False,
        help_text=_(
            "They can look it up by its number. Unless you tick this, only you and our staff see it."
        ),
    )
    dea_number = DeaNumberField(label=_("DEA number"))
    issuer = LineField(label=_("Who issued it?"), max_length=200)
    issued_on = PastDay(label=_("Issued on"))
    expires_on = DayToCome(label=_("Good until"))
    document = DocumentField(required=False)
    statement = SignatureField(
        label=_("I state that all of this is true, and that you may ask the issuer about it."),
        error_messages={"required": _("Tick this to sign for it.")},
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shape = SHAPES[CredentialType(kind)]
        wanted = (*shape.fields, "document", "statement")
        for field in set(self.fields) - set(wanted):
            del self.fields[field]
        self.order_fields(wanted)
        for field in shape.fields:
            self.fields[field].required = field in shape.required
            self.fields[field].widget.is_required = field in shape.required
            if label := shape.label(field):
                self.fields[field].label = str(label)
        for field in BELONGS_TO_NO_VERSION & self.fields.keys():
            self.fields[field].show_hidden_initial = False
        if "dea_number" in self.fields:
            self.fields["dea_number"].help_text = dea_help(self.initial.get("dea_hint", ""))
        self.shape = shape

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        issued, expires = facts.get("issued_on"), facts.get("expires_on")
        if issued and expires and expires < issued:
            self.add_error("expires_on", _("It ends before it was issued."))
        return facts

    def facts(self) -> dict[str, Any]:
        stated = {name: self.cleaned_data[name] for name in self.shape.fields}
        return self.shape.filled(stated)


class DocumentForm(forms.Form):
    document = DocumentField()


class ReplyForm(forms.Form):
    """To the staff: why it differs, or why the refusal was wrong."""

    reason = TextField(label=_("What should we know?"), max_length=2000, rows=4)
