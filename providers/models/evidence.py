"""What a patient may read of a credential and of any vouched fact. Pure functions of rows and a day."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .credential import OLDEST_CHECK_DAYS, Credential
from .place_names import STATES
from .provenance import Provenance
from .vocabulary import Basis, CheckMethod, CredentialStatus, Standing

DAY_FORMAT = "j M Y"


@dataclass(frozen=True)
class Evidence:
    """A chip and its whole line. `standing` is a Standing code: the chip's icon and colour follow it."""

    standing: str
    chip: str
    title: str
    line: str
    source_url: str = ""


def day(value: datetime.date) -> str:
    return date_format(value, DAY_FORMAT)


def age(then: datetime.date, today: datetime.date) -> str:
    """ "today", "1 day ago", "12 days ago": for freshness only."""
    days = (today - then).days
    if days <= 0:
        return _("today")
    return ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}


def _what(credential: Credential) -> str:
    state = STATES.get(credential.state, credential.state)
    return f"{credential.label}, {state}" if state else credential.label


def _seen(credential: Credential, check: dict[str, str] | None) -> str:
    if credential.checked_on is None:
        return ""
    where = (
        (check or {}).get("source") or credential.source or credential.issuer or _("the issuer's register")
    )
    method = (check or {}).get("method") or CheckMethod.REGISTER_WEB
    text = (
        _("document seen by our staff on %(day)s (%(source)s)")
        if method == CheckMethod.DOCUMENT
        else _("checked at %(source)s on %(day)s by our staff")
    )
    return text % {"source": where, "day": day(credential.checked_on)}


def _ending(credential: Credential, standing: Standing, today: datetime.date) -> str:
    expires, due = credential.expires_on, credential.next_check_by
    if standing == Standing.EXPIRED and expires:
        return _("expired %(day)s") % {"day": day(expires)}
    if standing == Standing.EXPIRING and expires:
        return _("expires %(day)s") % {"day": day(expires)}
    if standing == Standing.CURRENT and due:
        return _("next check by %(day)s") % {"day": day(due)} if due >= today else _("next check is due now")
    return ""


def _unconfirmed_reason(credential: Credential, today: datetime.date) -> str:
    if credential.checked_on and (today - credential.checked_on).days > OLDEST_CHECK_DAYS:
        return _("last checked on %(day)s, too long ago to rely on") % {"day": day(credential.checked_on)}
    if credential.status == CredentialStatus.SOURCE_UNAVAILABLE:
        return _("we asked the register and had no answer")
    if credential.status == CredentialStatus.WITHDRAWN:
        return _("withdrawn by the clinic")
    return _("the clinic says so; we have not confirmed it")


def evidence(credential: Credential, today: datetime.date, check: dict[str, str] | None = None) -> Evidence:
    """The public line of one credential. check: {source, source_url, method} of the newest look."""
    standing = credential.standing(today)
    parts: list[str] = []
    if standing == Standing.NOT_CONFIRMED:
        parts = [_("not confirmed"), _unconfirmed_reason(credential, today)]
    elif standing == Standing.SUSPENDED:
        parts = [_("suspended; we do not vouch for it")]
    else:
        word = _("expired") if standing == Standing.EXPIRED else _("active")
        parts = [f"{word}, {_seen(credential, check)}", _ending(credential, standing, today)]
    number = _("number %s") % credential.number if credential.number_is_public and credential.number else ""
    line = " · ".join(part for part in [_what(credential), number, *parts] if part)
    url = (check or {}).get("source_url", "") if standing != Standing.SUSPENDED else ""
    return Evidence(str(standing), str(standing.label), _what(credential), line, url)


def vouched(row: Provenance, today: datetime.date) -> str:
    """ "stated by the clinic, 12 days ago": who says a fact, and how old that word is."""
    who = str(Basis(row.basis).label)
    if row.basis == Basis.PUBLIC_IMPORT:
        return row.source or who
    return f"{who}, {age(row.confirmed_on, today)}" if row.confirmed_on else who
