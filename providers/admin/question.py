"""The questions and their words. New English words make a new version."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from providers.actions import questions
from providers.models import Question, QuestionText
from providers.permissions import can_edit_questions

from .records import Record


class QuestionTextPart(admin.StackedInline):
    model = QuestionText
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_edit_questions(request.user, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_edit_questions(request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Question)
class QuestionAdmin(Record):
    list_display = ("number", "english", "group", "position", "version", "is_active")
    list_filter = ("group", "is_active", "is_from_article")
    search_fields = ("texts__text",)
    readonly_fields = ("version",)
    inlines = (QuestionTextPart,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        return super().get_queryset(request).prefetch_related("texts")

    @admin.display(description="question")
    def english(self, record: Question) -> str:
        return next((text.text for text in record.texts.all() if text.language == "en"), record.key)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return can_edit_questions(request.user, None)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return can_edit_questions(request.user, obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Changed words go through the action that keeps the versions; new ones are stored as they are."""
        changed = formset.save(commit=False)
        for text in changed:
            if text.pk:
                questions.revise(by=request.user, text=text)  # type: ignore[arg-type]
            else:
                text.save()
