"""The forms beside a case's actions: a note or a call, a message, who is to do it, and putting it aside."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from providers.actions.case_calls import CallOutcome
from providers.actions.case_holding import ways_to_close
from providers.actions.case_messages import LONGEST, REPLY_BUSINESS_DAYS, why_no_message
from providers.actions.case_workers import colleagues
from providers.models import Case, User

from .usual_messages import USUAL, usual_for

ROWS = {"rows": 4}
WAYS = {
    "stays": _("The suspension stays, and nothing else is left to do"),
    "gone": _("The listing is gone, so there is nothing left to decide"),
}


class CaseForm(forms.Form):
    """is_offered: whether there is anything that it could do for this case."""

    is_offered = True

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case


class NoteForm(CaseForm):
    came_of = forms.ChoiceField(
        label=_("What came of a telephone call"),
        choices=[("", _("No call: a note")), *CallOutcome.choices],
        required=False,
    )
    text = forms.CharField(
        label=_("Note"),
        widget=forms.Textarea(attrs=ROWS),
        max_length=LONGEST,
        help_text=_("What you saw or heard, with names and times. It is kept as it is, for ever."),
    )


class UsualMessage(forms.Select):
    """Each option carries its words, so that the page can put them into the field."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value in USUAL:
            option["attrs"]["data-words"] = USUAL[value].text
        return option


class MessageForm(CaseForm):
    """Without a script, a usual message sent without words comes back with them, to be read first."""

    template_code = forms.ChoiceField(
        label=_("Begin with"), required=False, widget=UsualMessage(attrs={"data-usual": ""})
    )
    text = forms.CharField(
        label=_("Message"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST,
        required=False,
        help_text=_("It goes by mail to those who run the listing, or claim it, and stays here."),
    )
    waits = forms.BooleanField(label=_("Put the case away until the answer"), required=False, initial=True)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        self.is_offered = not why_no_message(case)
        known = [(code, one.label) for code, one in usual_for(case.kind).items()]
        self.fields["template_code"].choices = [("", _("An empty page")), *known]  # type: ignore[attr-defined]
        self.fields["waits"].help_text = _("For %d business days at most.") % REPLY_BUSINESS_DAYS

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("text") or "text" in self.errors:
            return cleaned
        usual = USUAL.get(cleaned.get("template_code", ""))
        if usual is None:
            self.add_error("text", _("Write something first."))
            return cleaned
        self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict, as posted
        self.data[self.add_prefix("text")] = usual.text  # type: ignore[index]
        self.add_error("text", _("Read this, change what does not fit, and send it."))
        return cleaned


class AssignForm(CaseForm):
    to = forms.ModelChoiceField(
        label=_("To"), queryset=User.objects.none(), required=False, empty_label=_("Everybody")
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        field: Any = self.fields["to"]
        field.queryset = colleagues()
        field.label_from_instance = lambda person: person.name or person.email
        self.initial.setdefault("to", case.assigned_to_id)


class CloseForm(CaseForm):
    outcome = forms.ChoiceField(label=_("Why"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs=ROWS), max_length=2000)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        ways = ways_to_close(case)
        self.is_offered = bool(ways)
        self.fields["outcome"].choices = [(way, WAYS[way]) for way in ways]  # type: ignore[attr-defined]
