"""What somebody saw at a source, and how it becomes a row of evidence that nothing can change."""

from __future__ import annotations

import datetime
import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from providers.models import Check, Credential, User
from providers.models.credential import OLDEST_CHECK_DAYS
from providers.models.vocabulary import Basis, CheckMethod, CheckResult
from providers.models.vocabulary import CredentialType as T

from .clock import days_since, refuse_future, today
from .refusals import refuse_unless

# Nobody publishes a register of these, or the law keeps it closed: a certificate is all that can be seen.
DOCUMENT_IS_ENOUGH = {
    T.DEA_REGISTRATION,
    T.MALPRACTICE_COVER,
    T.ACLS,
    T.BLS,
    T.KETAMINE_TRAINING,
    T.REMS_CERTIFICATION,
}


@dataclass(frozen=True)
class Seen:
    """source_date: the day the source speaks for. evidence: the page or file; only its digest is kept."""

    source: str
    source_date: datetime.date
    method: str
    result: str = CheckResult.AGREES
    source_url: str = ""
    found: dict[str, Any] = field(default_factory=dict)
    evidence: bytes = b""


def keep(*, by: User | None, credential: Credential, seen: Seen) -> Check:
    """Refuses days to come and copies of what the issuer itself can be asked."""
    refuse_future(seen.source_date)
    at_issuer = seen.method != CheckMethod.DOCUMENT or credential.type in DOCUMENT_IS_ENOUGH
    refuse_unless(at_issuer, _("Look this up in the issuer's own register; a document is not enough."))
    return Check.objects.create(
        credential=credential,
        source=seen.source,
        source_url=seen.source_url,
        source_date=seen.source_date,
        checked_at=timezone.now(),
        method=seen.method,
        result=seen.result,
        found=seen.found,
        digest=hashlib.sha256(seen.evidence).hexdigest() if seen.evidence else "",
        by=by,
    )


def newest_check(credential: Credential) -> Check | None:
    """The newest look of a person at the issuer's register; a gate's is not one."""
    return credential.checks.at_source().first()


def vouched_by(check: Check) -> dict[str, Any]:
    """The credential's provenance, once what this check found is accepted."""
    is_document = check.method == CheckMethod.DOCUMENT
    return {
        "basis": Basis.DOCUMENT_SEEN if is_document else Basis.VERIFIED_SOURCE,
        "source": check.source,
        "source_url": check.source_url,
        "confirmed_on": check.source_date,
    }


def refuse_old_check(credential: Credential) -> None:
    refuse_unless(credential.checked_on is not None, _("It has not been checked at the source."))
    refuse_future(credential.checked_on or today())
    age = days_since(credential.checked_on or today())
    refuse_unless(age <= OLDEST_CHECK_DAYS, _("The check is %s days old: ask the source again.") % age)
