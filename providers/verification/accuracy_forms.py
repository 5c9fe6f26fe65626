"""What is asked when a sample is drawn and when one of its calls was made."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from providers.actions.accuracy import LARGEST, SMALLEST
from providers.models.accuracy import CallOutcome

from .asked_facts import Asked

JUDGED = (("correct", _("Correct")), ("wrong", _("Wrong")), ("not_asked", _("Not asked")))


class DrawForm(forms.Form):
    size = forms.IntegerField(
        label=_("How many listings?"),
        help_text=_("From 10 to 500. With 100 calls the share is known to about 10 percentage points."),
        min_value=SMALLEST,
        max_value=LARGEST,
        initial=50,
        error_messages={"required": _("Give a number.")},
    )


class CallForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("What came of the call?"),
        choices=CallOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what came of the call.")},
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was different, in a few words. No names of patients."),
    )

    def __init__(self, *args: Any, asked: list[Asked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in asked:
            self.fields[f"fact_{one.code}"] = forms.ChoiceField(
                label=one.label,
                choices=JUDGED,
                widget=forms.RadioSelect,
                initial="not_asked",
                required=False,
                help_text=one.question,
            )

    def found(self) -> dict[str, str]:
        """Fact -> answer, as actions.accuracy takes it."""
        prefix = "fact_"
        return {
            name.removeprefix(prefix): value or "not_asked"
            for name, value in self.cleaned_data.items()
            if name.startswith(prefix)
        }

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        judged = [answer for answer in self.found().values() if answer != "not_asked"]
        if said.get("outcome") == CallOutcome.REACHED and not judged:
            self.add_error("outcome", _("Mark at least one fact as correct or wrong."))
        return said
