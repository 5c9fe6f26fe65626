"""What the steps on a visitor's report ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from providers.actions import report_cases, report_mail
from providers.actions.report_steps import LONGEST

from .panels import CaseForm

NOBODY = "nobody"
WAYS = (
    ("phone", gettext_lazy("By telephone")),
    ("email", gettext_lazy("By e-mail")),
    ("website", gettext_lazy("On their website")),
    ("letter", gettext_lazy("By letter")),
)
WHOM = (
    ("front_desk", gettext_lazy("Front desk")),
    ("manager", gettext_lazy("Owner or office manager")),
    ("clinician", gettext_lazy("Somebody who treats")),
    ("published", gettext_lazy("What they publish themselves")),
    (NOBODY, gettext_lazy("Nobody was reached")),
)


def _words(rows: int = 3, longest: int = LONGEST) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "maxlength": longest})


class TriageForm(CaseForm):
    note = forms.CharField(
        label=gettext_lazy("Note (optional)"), max_length=LONGEST, required=False, widget=_words(2)
    )


class ContactForm(CaseForm):
    way = forms.ChoiceField(label=gettext_lazy("How?"), choices=WAYS)
    whom = forms.ChoiceField(
        label=gettext_lazy("With whom?"),
        choices=WHOM,
        help_text=gettext_lazy("The part that they play there, not their name."),
    )
    said = forms.CharField(
        label=gettext_lazy("What was said?"),
        max_length=4000,
        widget=_words(4, 4000),
        help_text=gettext_lazy("In a few words. Nothing about the visitor."),
    )


class SettleForm(CaseForm):
    outcome = forms.CharField(
        label=gettext_lazy("What was found?"),
        max_length=LONGEST,
        widget=_words(4),
        help_text=gettext_lazy("The visitor reads this, where they left an e-mail address."),
    )
    also = forms.BooleanField(required=False, initial=True)
    told = forms.BooleanField(
        label=gettext_lazy("I have told the visitor, or tried to"),
        help_text=gettext_lazy("They left no e-mail address. How to reach them is erased with this step."),
        error_messages={"required": gettext_lazy("Tell the visitor first: afterwards nobody can.")},
    )

    def __init__(self, *args: Any, others: int | None = None, **kwargs: Any) -> None:
        """others: how many further reports on the field are open; counted where it is not given."""
        super().__init__(*args, **kwargs)
        report = self.case.report
        assert report is not None
        if others is None:
            others = report_cases.others_of(report).count()
        if not others:
            del self.fields["also"]
        else:
            sentence = ngettext(
                "Settle the other open report on this too",
                "Settle the %(count)d other open reports on this too",
                others,
            )
            self.fields["also"].label = sentence % {"count": others}
        if not report.contact or report_mail.is_address(report.contact):
            del self.fields["told"]

    def clean_outcome(self) -> str:
        words: str = self.cleaned_data["outcome"].strip()
        if not words:
            raise forms.ValidationError(_("Write what was found."))
        return words
