"""A credential's life: one action per event of the state machine in docs/data.md, called with this module.

Every action locks the row, checks the state again, writes a decision and brings search up to date in the same
transaction; what is not allowed raises TransitionRefused with a sentence. Payment is nowhere in it.
"""

from .credential_evidence import Seen
from .credential_intake import (
    attest,
    claim,
    find_discrepancy,
    gaps,
    mark_incomplete,
    match_identity,
    record_check,
    reply,
    request_source,
    send_to_review,
    source_unavailable,
    supply,
)
from .credential_review import appeal, approve, endorse, refuse, reopen
from .credential_upkeep import expire, note_expiring, recheck, renew, restart, revoke, suspend, withdraw
from .refusals import TransitionRefused

__all__ = [
    "Seen",
    "TransitionRefused",
    "appeal",
    "approve",
    "attest",
    "claim",
    "endorse",
    "expire",
    "find_discrepancy",
    "gaps",
    "mark_incomplete",
    "match_identity",
    "note_expiring",
    "recheck",
    "record_check",
    "refuse",
    "renew",
    "reopen",
    "reply",
    "request_source",
    "restart",
    "revoke",
    "send_to_review",
    "source_unavailable",
    "supply",
    "suspend",
    "withdraw",
]
