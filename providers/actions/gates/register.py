"""What the NPI register says of a number: its file as it was loaded, else the answer of its web service."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils import timezone

from providers.actions import npi_lookup, npi_suspicions
from providers.models import NpiRecord
from providers.models.identifiers import is_npi
from providers.models.vocabulary import CheckMethod
from providers.sources.npi_registry import Manners

SOURCE = "NPI register (NPPES)"
ADDRESS = "https://npiregistry.cms.hhs.gov/provider-view/%s"


@dataclass(frozen=True)
class Answer:
    """entry: an NpiRecord, stored or not; None where the register knows no such number.

    source_date: the day the register speaks for. words: its own, of a number out of service.
    is_silent: it was asked, and nothing came.
    """

    npi: str
    entry: NpiRecord | None
    source_date: datetime.date
    method: CheckMethod = CheckMethod.REGISTER_FILE
    words: str = ""
    is_silent: bool = False

    @property
    def url(self) -> str:
        return ADDRESS % self.npi


def known(npi: str) -> Answer | None:
    """From what is loaded here, without asking anybody; None: nothing here can say."""
    if not is_npi(npi):
        return None
    entry = NpiRecord.objects.filter(pk=npi).first()
    if entry is None and not npi_suspicions.has_whole_file():
        return None
    day = npi_lookup.file_stands_at() or (entry.updated_on if entry else None)
    return Answer(npi, entry, day or timezone.localdate())


def ask(npi: str, *, manners: Manners | None = None) -> Answer | None:
    """As known; what the file does not have is asked of the web service. Never inside a transaction."""
    found = known(npi)
    if not is_npi(npi) or (found and found.entry):
        return found
    looked = npi_lookup.look_up(npi, manners=manners)
    today = timezone.localdate()
    if looked.source is None:
        return Answer(npi, None, today, CheckMethod.REGISTER_API, is_silent=True) if looked.trouble else None
    is_service = looked.source == npi_lookup.Source.SERVICE
    method = CheckMethod.REGISTER_API if is_service else CheckMethod.REGISTER_FILE
    return Answer(npi, looked.entry, looked.as_of or today, method, looked.words)
