"""One line of the queue in words."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from providers.models import User
from providers.models.case import CaseKind, CaseState
from providers.models.change_request import ChangedField
from providers.models.claim import ClaimStatus, ProofMethod
from providers.models.exclusion import MatchStrength
from providers.models.vocabulary import CredentialStatus, CredentialType, ReportedField, ReportStatus

from .case_words import HIGH, MIDDLE, due_in_words, risk_in_words

CLAIMED = {
    ProofMethod.DOMAIN_EMAIL: gettext_lazy("Claimed with a code by mail"),
    ProofMethod.PHONE: gettext_lazy("Claimed by telephone"),
    ProofMethod.LETTER: gettext_lazy("Claimed by letter"),
    ProofMethod.NPPES_OFFICIAL: gettext_lazy("Claimed by the official of the NPI register"),
}


@dataclass(frozen=True)
class Line:
    """title: what it is about; where: which listing, where it is, and how far the work has come.

    hold: who has it, "" for nobody. tone: of the risk, as a class.
    """

    url: str
    take_url: str
    kind: str
    title: str
    where: str
    is_demo: bool
    risk: int
    risk_words: str
    tone: str
    due: str
    is_late: bool
    age: str
    hold: str
    is_mine: bool
    may_take: bool


def lines_of(rows: Sequence[Any], person: User, places: dict[int, str]) -> list[Line]:
    """The addresses are reversed once, for a case that cannot be."""
    pattern, take = (reverse(name, args=[0]) for name in ("staff_case", "staff_case_take"))
    return [
        _line(row, person, places, pattern.replace("/0/", f"/{row.pk}/"), take.replace("/0/", f"/{row.pk}/"))
        for row in rows
    ]


def _line(row: Any, person: User, places: dict[int, str], url: str, take_url: str) -> Line:
    now, today = timezone.now(), timezone.localdate()
    is_held = row.held_by is not None and row.held_until > now
    title, step = about(row)
    listing = row.provider__display_name or ""
    parts = ["" if listing == title else listing, places.get(row.provider, ""), step]
    return Line(
        url=url,
        take_url=take_url,
        kind=str(CaseKind(row.kind).label),
        title=title,
        where=" · ".join(filter(None, parts)),
        is_demo=bool(row.provider__is_demo),
        risk=row.risk,
        risk_words=risk_in_words(row.risk),
        tone="high" if row.risk >= HIGH else "middle" if row.risk >= MIDDLE else "low",
        due=capfirst(due_in_words(row.due_on, today)),
        is_late=row.due_on < today,
        age=_age(row.opened_at, today),
        hold=_hold(row, person, is_held),
        is_mine=is_held and row.held_by == person.pk,
        may_take=not is_held,
    )


def _age(opened_at: datetime.datetime, today: datetime.date) -> str:
    days = (today - timezone.localdate(opened_at)).days
    return (
        ngettext("%(days)d day old", "%(days)d days old", days) % {"days": days} if days else _("new today")
    )


def _hold(row: Any, person: User, is_held: bool) -> str:
    """Who has it and until when; else for whom it is kept, or until when it sleeps."""
    if is_held:
        name = _("You") if row.held_by == person.pk else row.held_by__name or row.held_by__email
        until = date_format(timezone.localtime(row.held_until), "H:i")
        return _("%(name)s, until %(time)s UTC") % {"name": name, "time": until}
    if row.state == CaseState.WAITING:
        return _("Waits until %s") % date_format(row.wakes_on, "j M Y")
    if row.assigned_to is None:
        return ""
    name = _("you") if row.assigned_to == person.pk else row.assigned_to__name or row.assigned_to__email
    return _("Assigned to %s") % name


def about(row: Any) -> tuple[str, str]:
    """What it is about, and where that stands."""
    said = {
        CaseKind.EXCLUSION: _exclusion,
        CaseKind.CREDENTIAL: _credential,
        CaseKind.CLAIM: _claim,
        CaseKind.REMOVAL: _removal,
        CaseKind.LISTING: _listing,
        CaseKind.CHANGE: _change,
        CaseKind.REPORT: _report,
        CaseKind.DUPLICATE: _duplicate,
    }
    return said[CaseKind(row.kind)](row)


def _exclusion(row: Any) -> tuple[str, str]:
    who = row.exclusion_match__practitioner__name or row.provider__display_name
    return who or "", str(MatchStrength(row.exclusion_match__strength).label)


def _credential(row: Any) -> tuple[str, str]:
    what = row.credential__name or str(CredentialType(row.credential__type).label)
    parts = [what, row.credential__state, row.credential__practitioner__name or ""]
    status = CredentialStatus(row.credential__status)
    step = _("look again") if status in (CredentialStatus.ACTIVE, CredentialStatus.EXPIRING) else status.label
    return ", ".join(filter(None, parts)), str(step)


def _claim(row: Any) -> tuple[str, str]:
    return str(CLAIMED.get(row.claim__method, _("Claimed"))), str(ClaimStatus(row.claim__status).label)


def _removal(row: Any) -> tuple[str, str]:
    return _("%s asks for its removal") % row.removal__name, _("call the listed number")


def _listing(row: Any) -> tuple[str, str]:
    return _("To be published"), ""


def _change(row: Any) -> tuple[str, str]:
    return _("New value: %s") % ChangedField(row.change__field).label, ""


def _report(row: Any) -> tuple[str, str]:
    return str(ReportedField(row.report__field).label), str(ReportStatus(row.report__status).label)


def _duplicate(row: Any) -> tuple[str, str]:
    return _("The same as %s?") % row.duplicate__other__display_name, ""
