"""Where a credential stands, in the words of the clinic: what has happened, and what happens next."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from providers.actions import business_days
from providers.actions.case_needs import REPLY_BUSINESS_DAYS
from providers.actions.credential_entry import OPEN_TO_CORRECTION
from providers.actions.credential_review import APPEAL_DAYS
from providers.actions.credentials import gaps
from providers.models import Credential, Decision
from providers.models.evidence import Evidence, evidence
from providers.models.vocabulary import CredentialStatus as C
from providers.models.vocabulary import Standing

Words = tuple[str | Promise, str | Promise]
EXPIRED: Words = (_("It has expired."), _("Enter the renewed one as a new one."))
WORDS: dict[str, Words] = {
    C.CLAIMED: (
        _("Entered and signed."),
        _("We find the person in the national register, then ask the issuer. Until then you can correct it."),
    ),
    C.INCOMPLETE: (_("Something is missing."), _("Add it below and sign again. Then we go on.")),
    C.IDENTITY_MATCHED: (_("We know who is meant."), _("Next we ask the issuer’s own register.")),
    C.SOURCE_REQUESTED: (_("We have asked the issuer."), _("An answer may take two weeks.")),
    C.SOURCE_UNAVAILABLE: (
        _("The issuer has not answered."),
        _("We ask again. You need to do nothing; patients read “not confirmed” meanwhile."),
    ),
    C.SOURCE_CHECKED: (_("The issuer has answered."), _("Next a reviewer compares the answer with yours.")),
    C.DISCREPANCY: (
        _("The issuer says something else."),
        _("Correct it, or tell us why it differs. You have 10 business days."),
    ),
    C.PROVIDER_REPLY: (_("We have your reply."), _("Next a reviewer reads it.")),
    C.IN_REVIEW: (_("A reviewer is looking at it."), _("That usually takes five business days.")),
    C.ACTIVE: (_("Confirmed."), _("We look it up again by ourselves.")),
    C.EXPIRING: (_("Confirmed, and it ends soon."), _("Add the renewed document as soon as you have it.")),
    C.EXPIRED: EXPIRED,
    C.SUSPENDED: (
        _("Suspended: patients read that we do not vouch for it."),
        _("A reviewer looks at it and asks you if anything is unclear."),
    ),
    C.REVOKED: (_("Revoked at the source."), _("Nothing more can be done with this entry.")),
    C.DENIED: (_("We could not confirm it."), _("Patients see no confirmation. The decision is final.")),
    C.APPEAL: (_("We have your appeal."), _("Another reviewer hears it.")),
    C.WITHDRAWN: (_("Withdrawn by you."), _("It can be entered again as a new one.")),
}
OPEN_TO_APPEAL: Words = (
    _("We could not confirm it."),
    _("Patients see no confirmation. You can appeal within 30 days."),
)
AGED: Words = (_("Confirmed, but long ago."), _("We look it up again. You need to do nothing."))
NOT_LOOKED_UP = (C.CLAIMED, C.INCOMPLETE)
BEFORE_DECISION = (*NOT_LOOKED_UP, C.IDENTITY_MATCHED, C.SOURCE_REQUESTED, C.SOURCE_UNAVAILABLE)
TO_BE_SIGNED = (*BEFORE_DECISION, C.SOURCE_CHECKED, C.DISCREPANCY, C.PROVIDER_REPLY, C.IN_REVIEW)
SIGNATURE_DAYS = 60
# Reasons written for the clinic to read. The others are notes between staff.
TOLD = ("mark_incomplete", "find_discrepancy", "refuse", "suspend", "revoke", "reply", "appeal")
WITHOUT_WITHDRAWAL = (C.WITHDRAWN, C.REVOKED, C.SUSPENDED)


@dataclass(frozen=True)
class Step:
    """One line of its story. reason: only what was written for the clinic, or by it."""

    day: datetime.date
    label: str
    reason: str


@dataclass(frozen=True)
class State:
    """missing: what the clinic still owes. reason: what staff wrote of the last step, for the clinic."""

    credential: Credential
    evidence: Evidence
    happened: str | Promise
    next: str | Promise
    missing: list[str] = field(default_factory=list)
    reason: str = ""
    can_appeal: bool = False
    story: list[Step] = field(default_factory=list)

    @property
    def needs_you(self) -> bool:
        return (
            bool(self.missing) or self.can_appeal or self.credential.status in (C.INCOMPLETE, C.DISCREPANCY)
        )

    @property
    def is_shown(self) -> bool:
        """To patients: what was taken back before it was decided is not."""
        return self.credential.status != C.WITHDRAWN or self.credential.decided_on is not None

    @property
    def can_correct(self) -> bool:
        return self.credential.status in OPEN_TO_CORRECTION

    @property
    def can_take_away(self) -> bool:
        """A document that nobody has judged yet."""
        return self.credential.status in NOT_LOOKED_UP

    @property
    def reply_by(self) -> datetime.date | None:
        """The last day to correct what differs, or to say why."""
        since = self.credential.since
        return business_days.add(since, REPLY_BUSINESS_DAYS) if self.can_reply and since else None

    @property
    def can_reply(self) -> bool:
        return self.credential.status == C.DISCREPANCY

    @property
    def can_withdraw(self) -> bool:
        return self.credential.status not in WITHOUT_WITHDRAWAL

    @property
    def can_renew(self) -> bool:
        return self.evidence.standing in (Standing.EXPIRED, Standing.EXPIRING)

    @property
    def takes_documents(self) -> bool:
        return self.credential.status not in (C.WITHDRAWN, C.REVOKED)


def state_of(credential: Credential, today: datetime.date) -> State:
    """Needs the credential's decisions prefetched, and its newest check annotated, to cost no query."""
    words = WORDS[credential.status]
    shown = evidence(credential, today, getattr(credential, "check_seen", None))
    if credential.status in (C.ACTIVE, C.EXPIRING) and shown.standing == Standing.EXPIRED:
        words = EXPIRED
    elif credential.status in (C.ACTIVE, C.EXPIRING) and shown.standing == Standing.NOT_CONFIRMED:
        words = AGED
    steps = list(credential.decisions.all())
    missing = gaps(credential) if credential.status in NOT_LOOKED_UP else []
    reason = _reason(credential, steps)
    appeals = _can_appeal(credential, steps, today)
    words = OPEN_TO_APPEAL if appeals else words
    return State(credential, shown, *words, missing, reason, appeals, [_step(step) for step in steps])


def _step(step: Decision) -> Step:
    label = _("Signed") if step.event == "attest" else C(step.to_status).label
    return Step(timezone.localdate(step.at), str(label), step.reason if step.event in TOLD else "")


def _reason(credential: Credential, steps: list[Decision]) -> str:
    """Of the step that brought it here."""
    here = [step for step in steps if step.event in TOLD and step.to_status == credential.status]
    return here[-1].reason if here else ""


def _can_appeal(credential: Credential, steps: list[Decision], today: datetime.date) -> bool:
    """As credentials.appeal has it: once, within thirty days of the refusal."""
    if credential.status != C.DENIED or any(step.event == "appeal" for step in steps):
        return False
    refused = [step.at.date() for step in steps if step.event == "refuse"]
    return not refused or (today - refused[-1]).days <= APPEAL_DAYS


def needs_signature(credential: Credential, today: datetime.date) -> bool:
    """A statement older than 90 days stops a decision; asked for a month before."""
    if credential.status not in TO_BE_SIGNED or credential.status in NOT_LOOKED_UP:
        return False
    return credential.attested_on is None or (today - credential.attested_on).days > SIGNATURE_DAYS
