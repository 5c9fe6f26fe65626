"""Gates of a claim: the claimant's web domain and the telephone number, against what the listing names."""

from __future__ import annotations

from providers.actions import claim_proofs
from providers.actions.web_domains import ascii_host, mail_domain, registrable
from providers.models import Claim
from providers.models.claim import ProofMethod
from providers.models.vocabulary import CheckMethod, CheckResult, Gate

from . import register
from .looks import Look, difference, keep_all

# A claim is looked at when it begins, when a proof is chosen, and when it is proved.
EVENTS = ("start", "choose_proof", "prove", "dispute")
US = "+1"
THE_LISTING = "the listing itself"


def on_claim(claim: Claim) -> list[Look]:
    """Looks at both and keeps what is new. The caller holds the claim's row."""
    return keep_all(claim, [domain(claim), phone(claim)])


def domain(claim: Claim) -> Look:
    """Of the address that the claimant signs in with, and of the one that the code went to.

    Only domains are kept, never an address.
    """
    listed = mail_domain(claim.provider.website)
    own = _domain_of(claim.claimant.email)
    sent = _domain_of(claim.sent_to) if claim.method == ProofMethod.DOMAIN_EMAIL else ""
    found = {"listed": listed.name, "account": own, "code_sent_to": sent}
    if not listed.name:
        return Look(Gate.CLAIM_DOMAIN, CheckResult.NO_ANSWER, found, THE_LISTING)
    if listed.name in (own, sent):
        return Look(Gate.CLAIM_DOMAIN, CheckResult.AGREES, found, THE_LISTING)
    differs = [difference("domain", sent or own, listed.name)]
    return Look(Gate.CLAIM_DOMAIN, CheckResult.DIFFERS, {**found, "differs": differs}, THE_LISTING)


def phone(claim: Claim) -> Look:
    """The number that is called must be one that the listing names, and that the NPI register knows.

    Where the register knows the practice, one number in common is enough.
    """
    listed = [value for value, _shown in claim_proofs.ways(claim.provider)[ProofMethod.PHONE].targets]
    called = claim.sent_to if claim.method == ProofMethod.PHONE else ""
    answer = register.known(claim.npi or claim.provider.npi)
    registered = _registered(answer)
    found = {"listed": sorted(listed), "called": called, "registered": registered}
    source = register.SOURCE if registered else THE_LISTING
    differs = []
    if called and called not in listed:
        differs.append(difference("phone", called, ", ".join(sorted(listed))))
    if listed and registered and not set(listed) & set(registered):
        differs.append(difference("phone", ", ".join(sorted(listed)), ", ".join(registered)))
    return Look(
        Gate.CLAIM_PHONE,
        _result(differs, bool(called or (listed and registered))),
        found | ({"differs": differs} if differs else {}),
        source,
        source_date=answer.source_date if answer and registered else None,
        method=answer.method if answer and registered else CheckMethod.CALCULATION,
    )


def _result(differs: list[dict[str, str]], is_compared: bool) -> CheckResult:
    if differs:
        return CheckResult.DIFFERS
    return CheckResult.AGREES if is_compared else CheckResult.NO_ANSWER


def _registered(answer: register.Answer | None) -> list[str]:
    if answer is None or answer.entry is None:
        return []
    numbers = {answer.entry.phone, answer.entry.official_phone} - {""}
    return sorted(f"{US}{number}" for number in numbers)


def _domain_of(address: str) -> str:
    return registrable(ascii_host(address.rpartition("@")[2]))
