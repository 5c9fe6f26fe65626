"""Django's admin: for looking things up and repairing them, one module per noun. Not a workbench.

A listing's or a credential's status is never edited here: steps are taken by actions, which keep their rules.
"""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from . import (
    change_request,
    claim,
    credential,
    location,
    message,
    place,
    practitioner,
    provider,
    question,
    report,
    service,
    site_fact,
)
from . import second_factor as second_factor
from . import source_record as source_record
from . import user as user

__all__ = [
    "change_request",
    "claim",
    "credential",
    "location",
    "message",
    "place",
    "practitioner",
    "provider",
    "question",
    "report",
    "second_factor",
    "service",
    "site_fact",
    "source_record",
    "user",
]

admin.site.site_header = admin.site.site_title = _("Directory records")
