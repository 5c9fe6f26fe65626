"""Every mail about a claim: to the listing's own domain, to the claimant, and to the listing's owners."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format

from providers.models import Claim, ProofCode, User

from . import listing_mail, mail, proof_codes
from .listing_mail import address_of, called


def send_code(claim: Claim, made: ProofCode, code: str) -> None:
    """To the address at the listed domain, and nowhere else."""
    mail.send(
        to=made.sent_to,
        template="claim_code",
        key=f"claim_code:{made.pk}",
        context={
            **_context(claim),
            "code": proof_codes.in_groups(code),
            "url": _page(claim, "claim_code"),
            "email": claim.claimant.email,
        },
        language=translation.get_language() or "en",
    )


def tell_claimant(claim: Claim, event: str) -> None:
    """event: proved, disputed, letter_posted, approved, refused, proof_failed or expired."""
    page = {"approved": "listing_home", "refused": "provider", "proof_failed": "claim", "expired": "claim"}
    name = page.get(event, "")
    url = address_of(name, claim.provider.slug) if name else _page(claim, "claim_state")
    _tell([claim.claimant], claim, "claim_state", event=event, url=url)


def tell_owners(people: Iterable[User], claim: Claim, event: str) -> None:
    """event: disputed, ended, approved or replaced."""
    page = "claim_answer" if event == "disputed" else ""
    url = _page(claim, page) if page else address_of("provider", claim.provider.slug)
    _tell(people, claim, "claim_on_yours", event=event, url=url, email=claim.claimant.email)


def owners(claim: Claim) -> list[User]:
    """Those who own the listing, apart from the claimant."""
    return [owner for owner in listing_mail.owners_of(claim.provider) if owner.pk != claim.claimant_id]


def _tell(people: Iterable[User], claim: Claim, template: str, **more: Any) -> None:
    listing_mail.tell(people, template=template, provider=claim.provider, **_context(claim), **more)


def _context(claim: Claim) -> dict[str, Any]:
    hold = timezone.localdate(claim.hold_until) if claim.hold_until else None
    return {
        "listing": claim.provider.display_name,
        "who": called(claim.claimant),
        "part": claim.part,
        "words": claim.reason,
        "hold_day": date_format(hold, "j M Y") if hold else "",
    }


def _page(claim: Claim, name: str) -> str:
    return address_of(name, claim.provider.slug, str(claim.pk))
