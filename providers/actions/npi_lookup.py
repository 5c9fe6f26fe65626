"""Looks one number up in the NPI register: what was answered lately, else its web service, else its file."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from providers.models import NpiAnswer, NpiRecord
from providers.models.identifiers import validate_npi
from providers.sources import npi_registry
from providers.sources.npi_registry import Manners, Payload
from providers.sources.npi_registry_answer import row_of, words_of_deactivation
from providers.sources.reading import UnreadableSourceError

from . import npi_suspicions

FRESH = datetime.timedelta(hours=24)
WHILE_SOMEBODY_WAITS = Manners(timeout=5.0, attempts=2, wait=0.3, longest_wait=1.0)


class Source(models.TextChoices):
    SERVICE = "service", _("NPI Registry’s web service")
    FILE = "file", _("NPI register’s file (NPPES)")


@dataclass(frozen=True)
class Found:
    """entry: stored or not; None where the source knows no such number, or only that it is out of service.

    source: None where nobody could say anything. as_of: the day it speaks for. asked_at: of the web service's
    answers. words: the register's own, about a number out of service. trouble: why nobody answered.
    """

    npi: str
    entry: NpiRecord | None
    source: Source | None
    as_of: datetime.date | None
    asked_at: datetime.datetime | None = None
    words: str = ""
    trouble: str = ""

    @property
    def is_known(self) -> bool:
        return self.entry is not None or bool(self.words)

    @property
    def is_active(self) -> bool:
        return self.entry is not None and self.entry.is_active and not self.words


def look_up(npi: str, *, refresh: bool = False, manners: Manners | None = None) -> Found:
    """Never inside a transaction: it may wait for the network. refresh: ask, however fresh our answer is.

    Raises ValidationError for what cannot be an NPI. Without NPI_REGISTRY_URL nobody is asked.
    """
    validate_npi(npi)
    kept = NpiAnswer.objects.filter(pk=npi).first()
    if kept is not None and not refresh and timezone.now() - kept.asked_at < FRESH:
        return _from_service(kept)
    trouble = ""
    if settings.NPI_REGISTRY_URL:
        try:
            return _from_service(_asked(npi, manners))
        except UnreadableSourceError as error:
            trouble = str(error)
    return _without_service(npi, kept, trouble)


def file_stands_at() -> datetime.date | None:
    """The day for which every row of the register's table speaks, changed or not; None: none was loaded."""
    newest = npi_suspicions.newest_reading()
    return newest.published_on if newest else None


def _asked(npi: str, manners: Manners | None) -> NpiAnswer:
    payload = npi_registry.ask(npi, address=settings.NPI_REGISTRY_URL, manners=manners)
    now = timezone.now()
    answer: NpiAnswer
    answer, _made = NpiAnswer.objects.update_or_create(
        npi=npi, defaults={"payload": payload, "asked_at": now}
    )
    return answer


def _from_service(answer: NpiAnswer, trouble: str = "") -> Found:
    """The service shows nothing of a number out of service; the file knows since when."""
    words = words_of_deactivation(answer.payload) if answer.payload else ""
    entry = _entry(answer.payload) if answer.payload else None
    if entry is None:
        entry = NpiRecord.objects.filter(pk=answer.npi, deactivated_on__isnull=False).first()
    return Found(
        npi=answer.npi,
        entry=entry,
        source=Source.SERVICE,
        as_of=timezone.localdate(answer.asked_at),
        asked_at=answer.asked_at,
        words=words,
        trouble=trouble,
    )


def _entry(payload: Payload) -> NpiRecord | None:
    if "Errors" in payload:
        return None
    fields = row_of(payload)._asdict()
    del fields["line"]
    return NpiRecord(**fields)


def _without_service(npi: str, kept: NpiAnswer | None, trouble: str) -> Found:
    """The newer of an answer of some days ago and the file."""
    day = file_stands_at()
    if kept is not None and (day is None or timezone.localdate(kept.asked_at) >= day):
        return _from_service(kept, trouble)
    entry = NpiRecord.objects.filter(pk=npi).first()
    if entry is None and not npi_suspicions.has_whole_file():
        return Found(npi, None, None, None, trouble=trouble)
    return Found(npi, entry, Source.FILE, day, trouble=trouble)
