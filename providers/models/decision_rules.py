"""What PostgreSQL itself refuses of a credential's life (DOMAIN.md 4e): who may decide, and on what.

The actions refuse the same with more words; these hold for everybody who can write to the tables.
"""

from __future__ import annotations

from collections.abc import Iterable

import pgtrigger

from .credential import OLDEST_CHECK_DAYS
from .fields import refusal
from .vocabulary import CheckResult, CredentialStatus, Gate

C = CredentialStatus
ATTESTATION_DAYS = 90
# Who did one of these said that it is true.
SUBMITS = ("claim", "supply", "correct", "attest")
LOOKS = ("record_check", "recheck", "renew")
ADVERSE_RESULTS = (CheckResult.DIFFERS, CheckResult.NOT_FOUND)
ADVERSE_STATES = (C.DISCREPANCY, C.SUSPENDED, C.DENIED)
# What a gate of these says about the credential or who holds it counts as long as it says it.
TELLING_GATES = (Gate.NPI_DIGIT, Gate.NPI_REGISTER, Gate.DEA_DIGIT, Gate.EXCLUSION)


def _codes(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code!s}'" for code in codes)


def _between(start: str, end: str) -> pgtrigger.Q:
    return pgtrigger.Q(new__from_status=str(start), new__to_status=str(end))


OF_IT = "FROM providers_decision d WHERE d.credential_id = NEW.credential_id"
SUBMITTED = f"SELECT 1 {OF_IT} AND d.event IN ({_codes(SUBMITS)}) AND d.by_id"
ENTERED_ADVERSE = f"""
  SELECT 1 FROM providers_check k WHERE k.credential_id = NEW.credential_id
  AND k.result IN ({_codes(ADVERSE_RESULTS)}) AND k.by_id"""  # noqa: S608
INTO_REVIEW = f"""
  SELECT COALESCE(max(d.id), 0) {OF_IT} AND d.to_status = 'in_review' AND d.from_status <> 'in_review'"""
# Whoever endorsed it may say later that it was wrong.
TAKEN_BACK = """
  SELECT 1 FROM providers_decision b WHERE b.credential_id = NEW.credential_id
  AND b.event = 'take_back' AND b.by_id = d.by_id AND b.id > d.id"""
NEWEST_OF_GATES = f"""
  SELECT DISTINCT ON (k.gate, k.credential_id, k.practitioner_id, k.provider_id) k.result
  FROM providers_check k JOIN providers_credential held ON held.id = NEW.credential_id
  WHERE k.gate IN ({_codes(TELLING_GATES)})
  AND (
    k.credential_id = held.id OR k.practitioner_id = held.practitioner_id OR k.provider_id = held.provider_id
  )
  ORDER BY k.gate, k.credential_id, k.practitioner_id, k.provider_id, k.checked_at DESC, k.id DESC
"""  # noqa: S608
IS_ADVERSE = f"""
  EXISTS (SELECT 1 FROM providers_check k WHERE k.credential_id = NEW.credential_id
    AND k.gate IS NULL AND k.result IN ({_codes(ADVERSE_RESULTS)}))
  OR EXISTS (SELECT 1 {OF_IT} AND d.to_status IN ({_codes(ADVERSE_STATES)}))
  OR EXISTS (SELECT 1 FROM ({NEWEST_OF_GATES}) newest WHERE newest.result <> 'agrees')
"""  # noqa: S608

APPROVED_BY_ANOTHER = f"""
IF NEW.by_id IS NULL THEN
  {refusal("decision_approval_by_another", "A person approves a credential.")}
END IF;
IF EXISTS ({SUBMITTED} = NEW.by_id)
  OR EXISTS (SELECT 1 FROM providers_credential WHERE id = NEW.credential_id AND confirmed_by_id = NEW.by_id)
THEN
  {refusal("decision_approval_by_another", "Nobody approves what they submitted.")}
END IF;
RETURN NULL;
"""  # noqa: S608
APPROVED_ON_EVIDENCE = f"""
day := (NEW.at AT TIME ZONE 'UTC')::date;
SELECT * INTO held FROM providers_credential WHERE id = NEW.credential_id;
SELECT source_date INTO seen FROM providers_check WHERE id = NEW.evidence_id
  AND credential_id = NEW.credential_id AND gate IS NULL AND result IN ('agrees', 'differs');
IF seen IS NULL THEN
  {refusal("decision_approval_on_evidence", "An approval stands on a look at the source.")}
END IF;
IF NOT EXISTS (
  SELECT 1 {OF_IT} AND d.event IN ({_codes(LOOKS)}) AND d.evidence_id IS NOT NULL AND d.id > (
    SELECT COALESCE(max(d.id), 0) {OF_IT} AND d.to_status IN ('claimed', 'source_requested')
  )
) THEN
  {refusal("decision_approval_after_source", "Nothing becomes active before the source was asked.")}
END IF;
IF day - seen NOT BETWEEN 0 AND {OLDEST_CHECK_DAYS} OR held.checked_on IS NULL
  OR day - held.checked_on NOT BETWEEN 0 AND {OLDEST_CHECK_DAYS}
THEN
  {refusal("decision_approval_on_fresh_check", "The look at the source is older than 120 days.")}
END IF;
IF held.attested_on IS NULL OR day - held.attested_on NOT BETWEEN 0 AND {ATTESTATION_DAYS} THEN
  {refusal("decision_approval_on_fresh_word", "The signed statement is older than 90 days.")}
END IF;
RETURN NULL;
"""  # noqa: S608
ADVERSE_TAKES_TWO = f"""
IF NOT ({IS_ADVERSE}) THEN RETURN NULL; END IF;
IF EXISTS ({ENTERED_ADVERSE} = NEW.by_id) THEN
  {refusal("decision_adverse_takes_two", "Who recorded the adverse check cannot approve.")}
END IF;
IF NOT EXISTS (
  SELECT 1 {OF_IT} AND d.event = 'endorse' AND d.by_id <> NEW.by_id AND d.id > ({INTO_REVIEW})
  AND NOT EXISTS (
    SELECT 1 FROM providers_decision s WHERE s.credential_id = NEW.credential_id
    AND s.event IN ({_codes(SUBMITS)}) AND s.by_id = d.by_id
  )
  AND NOT EXISTS ({ENTERED_ADVERSE} = d.by_id)
  AND NOT EXISTS ({TAKEN_BACK})
) THEN
  {refusal("decision_adverse_takes_two", "Something was adverse: a second person endorses it first.")}
END IF;
RETURN NULL;
"""  # noqa: S608
REVOKED_BY_TWO = f"""
IF NEW.by_id IS NULL OR NOT EXISTS (
  SELECT 1 {OF_IT} AND d.event IN ('suspend', 'endorse') AND d.by_id <> NEW.by_id
  AND d.id > (SELECT COALESCE(max(d.id), 0) {OF_IT} AND d.event = 'approve')
  AND (d.event = 'suspend' OR NOT EXISTS ({TAKEN_BACK}))
) THEN
  {refusal("decision_revocation_by_two", "Two people revoke: one suspends or endorses, another revokes.")}
END IF;
RETURN NULL;
"""
APPEAL_BY_ANOTHER = f"""
IF NEW.by_id IS NULL OR NEW.by_id = (
  SELECT d.by_id {OF_IT} AND d.to_status = 'denied' AND d.id < NEW.id ORDER BY d.id DESC LIMIT 1
) THEN
  {refusal("decision_appeal_by_another", "Somebody who did not refuse it hears the appeal.")}
END IF;
RETURN NULL;
"""


def _asked(name: str, condition: pgtrigger.Q, func: str, **declare: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        condition=condition,
        declare=list(declare.items()) or None,
        func=func,
    )


def of_decisions() -> list[pgtrigger.Trigger]:
    approval = _between(C.IN_REVIEW, C.ACTIVE)
    evidence = {"day": "date", "seen": "date", "held": "providers_credential%ROWTYPE"}
    appeal = _between(C.APPEAL, C.IN_REVIEW) | _between(C.APPEAL, C.DENIED)
    return [
        _asked("decision_approval_by_another", approval, APPROVED_BY_ANOTHER),
        _asked("decision_approval_on_evidence", approval, APPROVED_ON_EVIDENCE, **evidence),
        _asked("decision_adverse_takes_two", approval, ADVERSE_TAKES_TWO),
        _asked("decision_revocation_by_two", pgtrigger.Q(new__to_status=C.REVOKED.value), REVOKED_BY_TWO),
        _asked("decision_appeal_by_another", appeal, APPEAL_BY_ANOTHER),
    ]
