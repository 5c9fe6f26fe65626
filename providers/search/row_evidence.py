"""Who treats, in a result row: a chip, and the line that says who checked what and when."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext

from providers.models.credential import NEXT_CHECK_DAYS, standing
from providers.models.place_names import STATES
from providers.models.vocabulary import Standing


@dataclass(frozen=True, slots=True)
class SeenEvidence:
    """standing: a Standing code, for icon and colour."""

    title: str
    standing: str
    chip: str
    line: str


class EvidenceReader:
    """Reads the `who` of many cards for one page."""

    def __init__(self, today: datetime.date, language: str) -> None:
        self.today, self.language = today, language
        self.chips = {standing: str(standing.label) for standing in Standing}

    def seen(self, person: dict[str, Any]) -> SeenEvidence:
        return _seen(
            self.language,
            self.today,
            person["profession"],
            person["prescribes"],
            person["status"],
            person["state"],
            person["checked_on"],
            person["expires_on"],
        )


@lru_cache(maxsize=8192)
def _seen(
    language: str,
    today: datetime.date,
    profession: str,
    prescribes: bool,
    status: str | None,
    state: str,
    checked_on: str | None,
    expires_on: str | None,
) -> SeenEvidence:
    """The language is part of the key: it is the active one."""
    checked = datetime.date.fromisoformat(checked_on) if checked_on else None
    expires = datetime.date.fromisoformat(expires_on) if expires_on else None
    if status is None:
        title, held = _title(profession, prescribes), Standing.NOT_CONFIRMED
        line = gettext("no license stated")
    else:
        title, held = _title(profession, prescribes), standing(status, checked, expires, today)
        line = _line(held, checked, expires, today)
    where = STATES.get(state, "")
    what = gettext("License in %(state)s") % {"state": where} if where else title
    return SeenEvidence(title, str(held), str(held.label), f"{what} · {line}")


def _title(profession: str, prescribes: bool) -> str:
    shown = gettext("Other profession") if profession == "other" else profession
    return gettext("%(profession)s, prescribes") % {"profession": shown} if prescribes else shown


def _line(
    held: Standing, checked: datetime.date | None, expires: datetime.date | None, today: datetime.date
) -> str:
    if held == Standing.NOT_CONFIRMED:
        return gettext("the clinic says so; we have not confirmed it")
    if held == Standing.SUSPENDED:
        return gettext("suspended; we do not vouch for it")
    if held == Standing.EXPIRED:
        return gettext("expired %(day)s") % {"day": _day(expires)} if expires else gettext("expired")
    seen = gettext("active, checked by our staff on %(day)s") % {"day": _day(checked)}
    if held == Standing.EXPIRING and expires:
        return f"{seen} · " + gettext("expires %(day)s") % {"day": _day(expires)}
    due = checked + datetime.timedelta(days=NEXT_CHECK_DAYS) if checked else None
    if due and due >= today:
        return f"{seen} · " + gettext("next check by %(day)s") % {"day": _day(due)}
    return seen


def _day(day: datetime.date | None) -> str:
    return date_format(day, "j M Y") if day else ""
