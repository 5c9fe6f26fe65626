"""What the NPI register says of a number: its file as it was loaded, else the answer of its web service."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from providers.models import Feed, FeedLoad, NpiRecord
from providers.models.feed import LoadStatus
from providers.models.identifiers import is_npi
from providers.models.vocabulary import CheckMethod

SOURCE = "NPI register (NPPES)"
ADDRESS = "https://npiregistry.cms.hhs.gov/provider-view/%s"


@dataclass(frozen=True)
class Answer:
    """entry: an NpiRecord, stored or not; None where the register knows no such number.

    source_date: the day the register speaks for.
    """

    npi: str
    entry: NpiRecord | None
    source_date: datetime.date
    method: CheckMethod

    @property
    def url(self) -> str:
        return ADDRESS % self.npi


def known(npi: str) -> Answer | None:
    """From what is loaded here, without asking anybody; None: nothing here can say."""
    if not is_npi(npi):
        return None
    entry = NpiRecord.objects.select_related("load").filter(pk=npi).first()
    load = (entry.load if entry else None) or _whole_file()
    if entry is None and load is None:
        return None
    return Answer(npi, entry, _day_of(load, entry), CheckMethod.REGISTER_FILE)


def ask(npi: str) -> Answer | None:
    """As known; what is not in the file is asked of the web service. Never inside a transaction."""
    return known(npi)


def _whole_file() -> FeedLoad | None:
    """Only of a whole file can one say that a number is not in it."""
    loads = FeedLoad.objects.filter(feed=Feed.NPPES, status=LoadStatus.DONE)
    found: FeedLoad | None = loads.first()
    return found


def _day_of(load: FeedLoad | None, entry: NpiRecord | None) -> datetime.date:
    if load is not None:
        return load.published_on or timezone.localdate(load.started_at)
    return (entry.updated_on if entry else None) or timezone.localdate()
