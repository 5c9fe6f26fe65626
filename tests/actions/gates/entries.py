"""Entries of the NPI register for tests, as its file has them, with a made-up person."""

import datetime
from typing import Any

from django.utils import timezone

from providers.models import Feed, FeedLoad, NpiRecord
from providers.models.feed import LoadStatus
from tests.factories.facts import day

NPI, OTHER_NPI = "1234567893", "1689872012"
WRONG_DIGIT, WRONG_START = "1234567890", "3234567899"


def whole_file(ago: int = 5, **over: Any) -> FeedLoad:
    """A whole file of the register, loaded: only then can a number be said to be missing from it."""
    over = {"feed": Feed.NPPES, "status": LoadStatus.DONE, "published_on": day(ago), **over}
    return FeedLoad.objects.create(finished_at=timezone.now(), **over)


def entry(npi: str = NPI, **over: Any) -> NpiRecord:
    """A psychiatrist in Colorado."""
    facts = {
        "entity": 1,
        "first_name": "ANA",
        "middle_name": "MARIA",
        "last_name": "SAMPLE",
        "state": "CO",
        "phone": "3035550142",
        "taxonomies": [
            {"code": "2084P0800X", "licence": "DR.0012345", "state": "CO", "primary": True},
        ],
        "updated_on": datetime.date(2026, 1, 5),
        **over,
    }
    facts.setdefault("load", whole_file())
    return NpiRecord.objects.create(npi=npi, **facts)
