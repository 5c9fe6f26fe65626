"""A credential with what stands beside it, in one query: its registers, its NPI row, its documents."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils.dateparse import parse_date, parse_datetime

from providers.models import Case, Credential, LicenceRegister, NpiRecord, User
from providers.models.document import DocumentType
from providers.models.licence_register import BoardKind
from providers.models.vocabulary import Profession
from providers.permissions import documents_for

HOLDERS = ("practitioner", "provider", "location__provider", "confirmed_by")
NPI_FIELDS = (
    *("npi", "first_name", "middle_name", "last_name", "organization", "state", "taxonomies"),
    *("updated_on", "deactivated_on"),
)
B = BoardKind
BOARDS: dict[str, Sequence[str]] = {
    Profession.MD: [B.MEDICAL],
    Profession.DO: [B.OSTEOPATHIC, B.MEDICAL],
    Profession.PMHNP: [B.NURSING],
    Profession.NP: [B.NURSING],
    Profession.CRNA: [B.NURSING],
    Profession.RN: [B.NURSING],
    Profession.PA: [B.PHYSICIAN_ASSISTANT, B.MEDICAL],
    Profession.PHD: [B.PSYCHOLOGY],
    Profession.PSYD: [B.PSYCHOLOGY],
    Profession.LCSW: [B.SOCIAL_WORK],
    Profession.LPC: [B.COUNSELING],
    Profession.LMFT: [B.COUNSELING],
    Profession.PHARMD: [B.PHARMACY],
}


@dataclass(frozen=True)
class Register:
    name: str
    url: str
    board: str
    note: str
    opened_on: datetime.date | None


@dataclass(frozen=True)
class Evidence:
    """An uploaded document, by the id in its address."""

    public_id: str
    name: str
    type: str
    size: int
    uploaded_at: datetime.datetime | None


@dataclass(frozen=True)
class Beside:
    credential: Credential
    registers: list[Register]
    npi: str
    npi_row: Mapping[str, Any] | None
    documents: list[Evidence]


def read(person: User, case: Case) -> Beside:
    row = (
        Credential.objects.select_related(*HOLDERS)
        .annotate(of_state=_registers(), of_npi=_npi_row(), sent=_documents(person))
        .annotate(dea_hint=F("sealed_number__hint"))
        .get(cases=case.pk)
    )
    holder = row.practitioner or row.provider
    return Beside(
        credential=row,
        registers=_fitting(row, row.of_state),
        npi=holder.npi if holder else "",
        npi_row=row.of_npi,
        documents=[_evidence(each) for each in row.sent],
    )


def _registers() -> ArraySubquery:
    rows = LicenceRegister.objects.filter(state=OuterRef("state")).order_by("board", "pk")
    fields = ("name", "url", "board", "note", "opened_on")
    return ArraySubquery(rows.values(row=JSONObject(**{name: name for name in fields})))


def _npi_row() -> Subquery:
    npi = Coalesce(OuterRef("practitioner__npi"), OuterRef("provider__npi"))
    rows = NpiRecord.objects.filter(pk=npi)
    return Subquery(rows.values(row=JSONObject(**{name: name for name in NPI_FIELDS})))


def _documents(person: User) -> ArraySubquery:
    rows = documents_for(person).filter(credential=OuterRef("pk")).order_by("uploaded_at", "pk")
    fields = ("public_id", "name", "content_type", "size", "uploaded_at")
    return ArraySubquery(rows.values(row=JSONObject(**{name: name for name in fields})))


def _fitting(credential: Credential, rows: Sequence[Mapping[str, Any]]) -> list[Register]:
    """The one that counts first; every register of the state where the profession has none of its own."""
    person = credential.practitioner
    boards = BOARDS.get(person.profession, ()) if person else ()
    fitting = [row for board in boards for row in rows if row["board"] == board]
    return [_register(row) for row in fitting or rows]


def _register(row: Mapping[str, Any]) -> Register:
    return Register(
        name=row["name"],
        url=row["url"],
        board=str(BoardKind(row["board"]).label),
        note=row["note"],
        opened_on=parse_date(row["opened_on"] or ""),
    )


def _evidence(row: Mapping[str, Any]) -> Evidence:
    return Evidence(
        public_id=row["public_id"],
        name=row["name"],
        type=str(DocumentType(row["content_type"]).label),
        size=row["size"],
        uploaded_at=parse_datetime(row["uploaded_at"] or ""),
    )
