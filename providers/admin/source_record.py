"""What registers said, and to which location it was matched: to be read."""

from django.contrib import admin

from providers.models import ImportRun, Match, SourceRecord

from .records import ReadOnly


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnly):
    list_display = ("register", "file_name", "started_at", "created", "updated", "unchanged", "refused")
    list_filter = ("register",)


@admin.register(SourceRecord)
class SourceRecordAdmin(ReadOnly):
    list_display = ("key", "register", "published_on", "first_seen_at", "last_seen_at")
    list_filter = ("register",)
    search_fields = ("key",)


@admin.register(Match)
class MatchAdmin(ReadOnly):
    list_display = ("record", "location", "method", "score", "matched_at")
    list_filter = ("method",)
    search_fields = ("record__key",)
    list_select_related = ("record", "location__provider")
