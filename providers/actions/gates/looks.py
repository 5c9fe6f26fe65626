"""One look of a gate, and how it becomes a row that nothing can change."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from providers.actions.clock import today
from providers.models import Check, Claim, Credential, Practitioner, Provider
from providers.models.vocabulary import CheckMethod, CheckResult, Gate

Subject = Credential | Practitioner | Provider | Claim
COLUMNS: dict[type, str] = {
    Credential: "credential",
    Practitioner: "practitioner",
    Provider: "provider",
    Claim: "claim",
}
AGAIN_AFTER = datetime.timedelta(days=28)
# The source of what is only counted out.
OURSELVES = "our own calculation"
FIELDS: dict[str, str | Promise] = {
    "npi": gettext_lazy("NPI"),
    "active": gettext_lazy("In the register"),
    "kind": gettext_lazy("Kind of number"),
    "name": gettext_lazy("Name"),
    "state": gettext_lazy("State"),
    "taxonomy": gettext_lazy("Specialty"),
    "dea": gettext_lazy("DEA number"),
    "registrant": gettext_lazy("Kind of DEA registration"),
    "expires_on": gettext_lazy("Good until"),
    "domain": gettext_lazy("Web domain"),
    "phone": gettext_lazy("Telephone number"),
    "listing": gettext_lazy("Listing"),
}


@dataclass(frozen=True)
class Look:
    """found: what the source says, as JSON, with found["differs"]: see models/check.py.

    was_asked: False where there was no source at all to ask; silence of one that was asked is an answer too.
    """

    gate: Gate
    result: CheckResult
    found: dict[str, Any] = field(default_factory=dict)
    source: str = OURSELVES
    source_url: str = ""
    source_date: datetime.date | None = None
    method: CheckMethod = CheckMethod.CALCULATION
    was_asked: bool = True

    @property
    def differs(self) -> list[dict[str, str]]:
        return list(self.found.get("differs", []))

    @property
    def is_clean(self) -> bool:
        return self.result == CheckResult.AGREES


def difference(name: str, claim: str, source: str) -> dict[str, str]:
    return {"field": name, "claim": claim, "source": source}


def sentence(differs: dict[str, str]) -> str:
    """One difference as a person reads it."""
    label = FIELDS.get(differs["field"], differs["field"])
    return _("%(field)s: entered is “%(claim)s”, the register has “%(source)s”") % {
        "field": label,
        "claim": differs["claim"] or _("nothing"),
        "source": differs["source"] or _("nothing"),
    }


def digest_of(evidence: Any) -> str:
    """SHA-256 over canonical JSON: keys in order, no blanks, as UTF-8."""
    text = json.dumps(evidence, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def keep(subject: Subject, look: Look) -> Check | None:
    """A new row where something is new, or the last is four weeks old; None where all is as it was.

    The caller holds the subject's row, so that two at once keep it once.
    """
    digest = digest_of({"gate": look.gate, "source": look.source, "found": look.found})
    last = newest(subject, look.gate)
    if last and (last.digest, last.result) == (digest, look.result) and _is_young(last):
        return None
    return Check.objects.create(
        **{COLUMNS[type(subject)]: subject},
        gate=look.gate,
        source=look.source[:200],
        source_url=look.source_url,
        source_date=look.source_date or today(),
        checked_at=timezone.now(),
        method=look.method,
        result=look.result,
        found=look.found,
        digest=digest,
        by=None,
    )


def newest(subject: Subject, gate: Gate) -> Check | None:
    found: Check | None = subject.checks.filter(gate=gate).first()
    return found


def keep_all(subject: Subject, looks: Iterable[Look | None]) -> list[Look]:
    """Those that there are; each is kept, but for one that had nothing to ask."""
    there = [look for look in looks if look is not None]
    for look in there:
        if look.was_asked:
            keep(subject, look)
    return there


def _is_young(check: Check) -> bool:
    return timezone.now() - check.checked_at < AGAIN_AFTER
