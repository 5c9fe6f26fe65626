"""What a reviewer reads of one credential, read once: its checks, its decisions and the holder's others."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from providers.actions.credential_compare import field_name, in_words
from providers.actions.credential_review import ATTESTATION_DAYS
from providers.models import Check, Credential, Decision
from providers.models.credential import NEXT_CHECK_DAYS, OLDEST_CHECK_DAYS
from providers.models.decision_rules import ADVERSE_RESULTS, ADVERSE_STATES, TELLING_GATES
from providers.models.vocabulary import CheckResult, CredentialStatus

from .case_words import called
from .panels import Happening

C = CredentialStatus
# More looks than this at one credential and its holder, and more other credentials, are not read.
MOST_CHECKS, MOST_OTHERS = 500, 50


@dataclass(frozen=True)
class Look:
    """A check with its age in days. standing: "", "warns" over 90 days, "refuses" over 120."""

    check: Check
    days: int
    standing: str

    @property
    def facts(self) -> list[tuple[str, str]]:
        found = self.check.found if isinstance(self.check.found, dict) else {}
        shown = ((name, value) for name, value in found.items() if name != "differs" and value)
        return [(field_name(name), _in_words(name, value)) for name, value in shown]

    @property
    def differs(self) -> list[dict[str, str]]:
        found = self.check.found if isinstance(self.check.found, dict) else {}
        rows = found.get("differs") or []
        return [{**row, "field": field_name(str(row.get("field", "")))} for row in rows]


def _in_words(name: str, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return in_words(name, str(value))


@dataclass(frozen=True)
class Record:
    credential: Credential
    looks: list[Look]
    decisions: list[Decision]
    others: list[Credential]

    @cached_property
    def newest(self) -> Look | None:
        """The newest look of a person at the source."""
        own = (look for look in self.looks if look.check.gate is None)
        return next((look for look in own if look.check.credential_id == self.credential.pk), None)

    @cached_property
    def gates(self) -> list[Look]:
        """What each gate last said, of each thing it looked at."""
        newest: dict[tuple[object, ...], Look] = {}
        for look in self.looks:
            check = look.check
            if check.gate:
                key = (check.gate, check.credential_id, check.practitioner_id, check.provider_id)
                newest.setdefault(key, look)
        return sorted(newest.values(), key=lambda look: str(look.check.gate))

    @cached_property
    def adverse(self) -> list[str]:
        """Why it takes two people; the action asks the database again. See permissions.is_adverse."""
        reasons = []
        own = [look.check for look in self.looks if look.check.gate is None]
        if any(check.result in ADVERSE_RESULTS for check in own):
            reasons.append(_("A look at the source did not agree."))
        if any(decision.to_status in ADVERSE_STATES for decision in self.decisions):
            reasons.append(_("It was disputed, refused or suspended before."))
        told = [look.check for look in self.gates if look.check.gate in TELLING_GATES]
        reasons += [
            _("%(gate)s: %(result)s.")
            % {"gate": check.get_gate_display(), "result": check.get_result_display()}
            for check in told
            if check.result != CheckResult.AGREES
        ]
        return reasons


def read(credential: Credential, today: datetime.date) -> Record:
    checks = Check.objects.filter(_about(credential)).select_related("by")[:MOST_CHECKS]
    return Record(
        credential=credential,
        looks=[_look(check, today) for check in checks],
        decisions=list(credential.decisions.select_related("by")),
        others=list(_others(credential)),
    )


def _about(credential: Credential) -> Q:
    """Gates look at the holder too; a person's look is at this credential alone."""
    about = Q(credential=credential)
    if credential.practitioner_id:
        about |= Q(practitioner=credential.practitioner_id)
    if credential.provider_id:
        about |= Q(provider=credential.provider_id)
    return about


def _look(check: Check, today: datetime.date) -> Look:
    days = (today - check.source_date).days
    standing = "refuses" if days > OLDEST_CHECK_DAYS else "warns" if days > NEXT_CHECK_DAYS else ""
    return Look(check, days, standing)


def _others(credential: Credential) -> QuerySet[Credential]:
    """Of the same holder, and of the same listing where that is the holder."""
    same = Q(pk__in=[])
    if credential.practitioner_id:
        same = Q(practitioner=credential.practitioner_id)
    elif credential.provider_id:
        same = Q(provider=credential.provider_id) | Q(location__provider=credential.provider_id)
    elif credential.location_id:
        same = Q(location=credential.location_id)
    others: QuerySet[Credential] = Credential.objects.filter(same).exclude(pk=credential.pk)
    return others.order_by("type", "state", "pk")[:MOST_OTHERS]


def history(decisions: Sequence[Decision]) -> list[Happening]:
    return [
        Happening(decision.at, called(decision.by), step_in_words(decision), decision.reason)
        for decision in decisions
    ]


def step_in_words(decision: Decision) -> str:
    event = decision.event.replace("_", " ")
    if decision.from_status == decision.to_status:
        return event
    return _("%(event)s: from “%(before)s” to “%(after)s”") % {
        "event": event,
        "before": C(decision.from_status).label,
        "after": C(decision.to_status).label,
    }


def signed_days(credential: Credential, today: datetime.date) -> int | None:
    return (today - credential.attested_on).days if credential.attested_on else None


def is_word_too_old(credential: Credential, today: datetime.date) -> bool:
    days = signed_days(credential, today)
    return days is not None and days > ATTESTATION_DAYS
