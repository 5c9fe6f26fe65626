"""Outgoing mail: what was sent, what waits, and why. Its words are not shown: they hold codes and links."""

from django.contrib import admin

from providers.models import Message

from .records import ReadOnly


@admin.register(Message)
class MessageAdmin(ReadOnly):
    list_display = ("template", "to", "made_at", "sent_at", "attempts", "error")
    list_filter = ("template", ("sent_at", admin.EmptyFieldListFilter))
    search_fields = ("to", "key")
    ordering = ("-made_at", "-id")
    date_hierarchy = "made_at"
    fields = ("template", "to", "made_at", "begun_at", "sent_at", "attempts", "error")
