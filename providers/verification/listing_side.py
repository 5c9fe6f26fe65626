"""What our listing and the NPI register say: the right-hand side of several kinds of case."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from providers.actions import claim_proofs
from providers.actions.clock import today
from providers.actions.gates import register
from providers.actions.gates.looks import sentence
from providers.models import Check, Location, Membership, NpiRecord, Provider
from providers.models.credential import OLDEST_CHECK_DAYS
from providers.models.evidence import age
from providers.models.identifiers import is_npi
from providers.models.listing_rules import with_rule_facts
from providers.models.membership import MemberRole
from providers.models.vocabulary import CheckResult, Gate, ListingStatus
from providers.shown.amounts import telephone

from . import likeness

WARN_DAYS = 90


@dataclass(frozen=True)
class Place:
    address: str
    phone: str
    is_closed: bool


@dataclass(frozen=True)
class Member:
    user_id: int
    name: str
    email: str
    role: str
    since: datetime.datetime

    @classmethod
    def of(cls, row: dict[str, Any]) -> Member:
        since = datetime.datetime.fromisoformat(row["since"])
        return cls(row["user_id"], row["name"], row["email"], row["role"], since)

    @property
    def role_in_words(self) -> str:
        return str(MemberRole(self.role).label)


@dataclass(frozen=True)
class ListingSide:
    """phones: as stored, of the open places."""

    provider: Provider
    status: str
    locations: Sequence[Location]
    places: list[Place]
    phones: list[str]
    members: list[Member]

    @property
    def owners(self) -> list[Member]:
        return [one for one in self.members if one.role == MemberRole.OWNER]


def listing_side(provider: Provider) -> ListingSide:
    """One query, and one more without any place. The places come with what the rules of publication read."""
    rows = provider.locations.order_by(F("closed_on").asc(nulls_first=True), "pk")
    run_by = _members(provider=OuterRef("provider"))
    locations = list(with_rule_facts(rows).annotate(run_by=ArraySubquery(run_by)))
    members = vars(locations[0])["run_by"] if locations else _members(provider=provider)
    return ListingSide(
        provider,
        str(ListingStatus(provider.status).label),
        locations,
        [_place(row) for row in locations],
        [row.phone for row in locations if row.phone and row.closed_on is None],
        [Member.of(row) for row in members],
    )


def _members(**of: Any) -> QuerySet[Any]:
    names = {
        "user_id": "user_id",
        "name": "user__name",
        "email": "user__email",
        "role": "role",
        "since": "since_at",
    }
    rows = Membership.objects.filter(**of).order_by("since_at", "pk")
    return rows.values_list(JSONObject(**names), flat=True)


def _place(row: Location) -> Place:
    phone = telephone(row.phone, row.phone_extension)
    return Place(claim_proofs.address_line(row), phone, row.closed_on is not None)


@dataclass(frozen=True)
class RegisterSide:
    """record: None where our copy of the register has no such number. url: the register's own page."""

    npi: str
    url: str
    record: NpiRecord | None
    day: str

    @property
    def address(self) -> str:
        return address_of(self.record) if self.record else ""

    @property
    def phones(self) -> list[str]:
        """Its own and its official's, as people read them."""
        rows = [self.record.phone, self.record.official_phone] if self.record else []
        return [likeness.spoken(number) for number in dict.fromkeys(rows) if number]


def register_side(npi: str) -> RegisterSide | None:
    """One query; none for what is no NPI. Only what is loaded here: nobody is asked."""
    if not is_npi(npi):
        return None
    record = NpiRecord.objects.select_related("load").filter(pk=npi).first()
    return RegisterSide(npi, register.ADDRESS % npi, record, _age(record) if record else "")


def _age(record: NpiRecord) -> str:
    day = (record.load.published_on if record.load else None) or record.updated_on
    return age(day, today()) if day else _("of an unknown day")


def name_of(record: NpiRecord) -> str:
    parts = (record.first_name, record.middle_name, record.last_name)
    return record.organization or " ".join(part for part in parts if part)


def address_of(record: NpiRecord) -> str:
    return one_line(record, record.street2)


def one_line(row: Any, street2: str = "") -> str:
    """Of a row with street, city, state and zip; what is not there is left out."""
    town = " ".join(part for part in (row.state, row.zip[:5]) if part)
    return ", ".join(part for part in (row.street, street2, row.city, town) if part)


@dataclass(frozen=True)
class GateLine:
    """One gate's last look, in words. differs: sentences."""

    name: str
    result: str
    is_clean: bool
    source: str
    url: str
    when: str
    is_old: bool
    is_too_old: bool
    differs: list[str]


def gate_lines(checks: list[Check]) -> list[GateLine]:
    """The newest of each gate; checks come newest first."""
    newest: dict[str, Check] = {}
    for check in checks:
        if check.gate:
            newest.setdefault(check.gate, check)
    return [_line(check) for check in newest.values()]


def _line(check: Check) -> GateLine:
    days = (today() - check.source_date).days
    return GateLine(
        str(Gate(check.gate or "").label),
        str(CheckResult(check.result).label),
        check.result == CheckResult.AGREES,
        check.source,
        check.source_url,
        age(check.source_date, today()),
        WARN_DAYS < days <= OLDEST_CHECK_DAYS,
        days > OLDEST_CHECK_DAYS,
        [sentence(one) for one in check.found.get("differs", [])],
    )
