"""A record that waits for staff: what is known of it, one choice of step, and the action that takes it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from providers.permissions import can_decide_claims


def decision_form(
    of: type[models.Model],
    *,
    labels: Mapping[str, Any],
    steps: Callable[[Any], list[str]],
    reasoned: Collection[str],
) -> type[forms.ModelForm]:
    """steps: those that the record allows now. reasoned: those that need words for the person concerned."""

    class Decision(forms.ModelForm):
        decision = forms.ChoiceField(label=_("What to do"), widget=forms.RadioSelect)
        words = forms.CharField(
            label=_("Reason"),
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Needed for “%s”. The person who asked reads it.") % labels[next(iter(reasoned))],
        )

        class Meta:
            model = of
            fields: tuple[str, ...] = ()

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            choice = self.fields["decision"]
            assert isinstance(choice, forms.ChoiceField)
            choice.choices = [(step, labels[step]) for step in steps(self.instance)]

        def clean(self) -> dict[str, Any]:
            said: dict[str, Any] = super().clean() or self.cleaned_data
            if said.get("decision") in reasoned and not said.get("words", "").strip():
                self.add_error("words", _("Give the reason."))
            return said

        def _post_clean(self) -> None:
            """The record itself is not edited, so it is not judged here: that is the action's to do."""

    return Decision


class Deciding:
    """Mixed in before a Record. shown: always; ended: once nothing is left to decide."""

    shown: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()

    def may_decide(self, request: HttpRequest, record: Any) -> bool:
        raise NotImplementedError

    def decide(self, request: HttpRequest, record: Any, said: dict[str, Any]) -> HttpResponse | None:
        """Calls the action; what it gives back is the answer in place of the usual one."""
        raise NotImplementedError

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if self.has_change_permission(request, obj):
            return [(None, {"fields": self.shown}), (_("Decision"), {"fields": ("decision", "words")})]
        return [(None, {"fields": (*self.shown, *self.ended)})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.shown if self.has_change_permission(request, obj) else (*self.shown, *self.ended)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **{**kwargs, "fields": []})  # type: ignore[misc]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can_decide_claims(request.user, None)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_decide_claims(request.user, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what is left to decide, and only by somebody who has no part in it."""
        if not can_decide_claims(request.user, obj):
            return False
        return obj is None or self.may_decide(request, obj)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """An action may refuse what the form could not know; then nothing is done and the page says why."""
        try:
            return super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]
        except ValidationError as refusal:
            for sentence in refusal.messages:
                self.message_user(request, sentence, messages.ERROR)  # type: ignore[attr-defined]
            return HttpResponseRedirect(request.path)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        request.taken = self.decide(request, obj, form.cleaned_data)  # type: ignore[attr-defined]

    def response_change(self, request: HttpRequest, obj: Any) -> Any:
        taken: HttpResponse | None = getattr(request, "taken", None)
        return taken or super().response_change(request, obj)  # type: ignore[misc]
