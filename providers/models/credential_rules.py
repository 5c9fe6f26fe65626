"""How PostgreSQL keeps a credential's states to its decisions. Who may decide: decision_rules.py."""

from __future__ import annotations

import pgtrigger

from .fields import refusal
from .vocabulary import CredentialStatus

STEP_IS_DECIDED = f"""
IF NOT EXISTS (
  SELECT 1 FROM providers_decision d WHERE d.credential_id = NEW.id
  AND d.from_status = OLD.status AND d.to_status = NEW.status AND d.transaction = txid_current()
) THEN
  {refusal("credential_step_is_decided", "A credential comes into another state only by a decision.")}
END IF;
RETURN NULL;
"""  # noqa: S608


def step_is_decided() -> pgtrigger.Trigger:
    """Asked at the commit: by then the decision is there."""
    return pgtrigger.Trigger(
        name="credential_step_is_decided",
        when=pgtrigger.After,
        operation=pgtrigger.Update,
        timing=pgtrigger.Deferred,
        condition=pgtrigger.Condition("OLD.status IS DISTINCT FROM NEW.status"),
        func=STEP_IS_DECIDED,
    )


def begins_as_claimed() -> pgtrigger.Trigger:
    return pgtrigger.Protect(
        name="credential_begins",
        operation=pgtrigger.Insert,
        condition=~pgtrigger.Q(new__status=CredentialStatus.CLAIMED.value),
    )
