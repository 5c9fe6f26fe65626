"""Sensitive edits that wait: both values side by side, decided through the actions and never one's own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from providers.actions import changes
from providers.actions.changed_words import in_words
from providers.models import ChangeRequest, User
from providers.models.change_request import ChangedField, ChangeStatus
from providers.models.vocabulary import Basis
from providers.permissions import can_decide_changes, can_edit_listing

from .records import Record

APPROVE, REFUSE = "approve", "refuse"


class Decision(forms.ModelForm):
    decision = forms.ChoiceField(
        choices=[(APPROVE, _("Approve: patients see the new value")), (REFUSE, _("Refuse"))],
        widget=forms.RadioSelect,
    )
    basis = forms.ChoiceField(
        label=_("How we know it"),
        choices=[(code.value, code.label) for code in changes.BY_STAFF],
        initial=Basis.PROVIDER_ATTESTED.value,
    )
    source = forms.CharField(
        label=_("Seen where"), required=False, max_length=200, help_text=_("If we looked it up.")
    )
    new_slug = forms.SlugField(
        label=_("New address of the page"),
        required=False,
        max_length=110,
        help_text=_("Only if the old address misleads; it then redirects."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For a refusal. The person who asked reads it."),
    )

    class Meta:
        model = ChangeRequest
        fields: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("decision") == REFUSE and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Give the reason."))
        vouched = cleaned.get("basis") != Basis.PROVIDER_ATTESTED
        if cleaned.get("decision") == APPROVE and vouched and not cleaned.get("source", "").strip():
            self.add_error("source", _("Say where you have seen it."))
        return cleaned


@admin.register(ChangeRequest)
class ChangeRequestAdmin(Record):
    form = Decision
    list_display = ("field", "provider", "location", "asked_by", "asked_at", "status")
    list_filter = ("status", "field")
    list_select_related = ("provider", "location__provider", "asked_by")
    search_fields = ("provider__display_name",)
    shown = ("field", "provider", "location", "comparison", "asked_by", "asked_at", "status")
    ended = ("decided_by", "decided_at", "reason")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if self.has_change_permission(request, obj):
            asked = ("decision", "basis", "source", "new_slug", "reason")
            return [(None, {"fields": self.shown}), (_("Decision"), {"fields": asked})]
        return [(None, {"fields": (*self.shown, *self.ended)})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        decidable = self.has_change_permission(request, obj)
        return self.shown if decidable else (*self.shown, *self.ended)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **{**kwargs, "fields": []})

    def has_module_permission(self, request: HttpRequest) -> bool:
        return can_decide_changes(request.user, None)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_decide_changes(request.user, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what is open, and only by somebody who has no part in it."""
        if not can_decide_changes(request.user, obj):
            return False
        if obj is None:
            return True
        own = obj.asked_by_id == request.user.pk or can_edit_listing(request.user, obj.provider)
        return obj.status == ChangeStatus.OPEN and not own

    @admin.display(description=_("Before and after"))
    def comparison(self, change: ChangeRequest) -> SafeString:
        rows = format_html_join(
            "", "<tr><th scope='row'>{}</th><td>{}</td><td>{}</td></tr>", _rows_of(change)
        )
        heads = format_html("<tr><td></td><th>{}</th><th>{}</th></tr>", _("Live now"), _("Asked for"))
        return format_html("<table><thead>{}</thead><tbody>{}</tbody></table>", heads, rows)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """An action may refuse what the form could not know; then nothing is saved and the page says why."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ValidationError as refusal:
            for sentence in refusal.messages:
                self.message_user(request, sentence, messages.ERROR)
            return HttpResponseRedirect(request.path)

    def save_model(self, request: HttpRequest, obj: ChangeRequest, form: Any, change: bool) -> None:
        if not isinstance(request.user, User):
            return
        said = form.cleaned_data
        if said["decision"] == REFUSE:
            changes.refuse_change(by=request.user, change=obj, reason=said["reason"])
            return
        seen = {"basis": said["basis"], "source": said["source"], "new_slug": said["new_slug"]}
        changes.approve_change(by=request.user, change=obj, **seen)


def _rows_of(change: ChangeRequest) -> list[tuple[str, str, str]]:
    """The whole value, then its parts where it has several."""
    whole = (
        str(ChangedField(change.field).label),
        in_words(change.field, change.before),
        in_words(change.field, change.after),
    )
    if not isinstance(change.after, dict):
        return [whole]
    before = change.before if isinstance(change.before, dict) else {}
    return [whole, *((name, _plain(before.get(name)), _plain(part)) for name, part in change.after.items())]


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
