"""Taking an unclaimed listing out on request: asked without an account, proved as a claim is, and remembered.

By mail to the listed website's domain it is done at once; by telephone, once staff have called the listed
number. However it ends, how to reach the person is erased.
"""

from __future__ import annotations

import datetime
import secrets

import pghistory
from django.db import transaction
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from providers.models import Provider, RemovalRequest, User
from providers.models.claim import CODE_HOURS, ProofMethod
from providers.models.removal import RemovalStatus as R
from providers.permissions import Permission, allows

from . import cases, claim_proofs, listings, mail, one_by_one, proof_codes, throttle
from .claim_ends import end_claims
from .claim_steps import PROVED, locked_listing
from .listing_mail import address_of
from .proof_codes import SENTENCES, Tried
from .refusals import TransitionRefused, refuse_unless, refuse_unless_in

STAFF_DAYS = 14
ASKED_PER_VISITOR, ASKED_PER_LISTING = 5, 10
CODES_PER_ADDRESS, OUTCOMES_PER_ADDRESS = 3, 5
REASON = "The practice asked for it."


@transaction.atomic
def ask_by_mail(
    *, provider: Provider, name: str, address: str, client: str, part: str = "", reason: str = ""
) -> tuple[RemovalRequest, str]:
    """The request and the token of the link to come back by. client: for counting only."""
    row = _removable(provider)
    to = claim_proofs.mail_target(row, address)
    throttle.count(scope="removal-code-to", address=to.lower(), limit=CODES_PER_ADDRESS)
    who = {"name": name, "part": part, "reason": reason, "contact": to}
    request, token = _asked(row, client, who, method=ProofMethod.DOMAIN_EMAIL, sent_to=to)
    _send_code(request, token)
    return request, token


@transaction.atomic
def ask_by_phone(
    *, provider: Provider, name: str, phone: str, contact: str, client: str, part: str = "", reason: str = ""
) -> tuple[RemovalRequest, str]:
    """Our staff call the listed number and ask whether this is so. contact: the e-mail address to tell."""
    row = _removable(provider)
    target = claim_proofs.listed_target(row, ProofMethod.PHONE, phone)
    to = claim_proofs.ascii_address(contact)
    throttle.count(scope="removal-outcome-to", address=to.lower(), limit=OUTCOMES_PER_ADDRESS)
    who = {"name": name, "part": part, "reason": reason, "contact": to}
    return _asked(row, client, who, method=ProofMethod.PHONE, sent_to=target)


def enter_code(*, request: RemovalRequest, code: str) -> RemovalRequest:
    """A wrong try stays counted although it is refused."""
    row, tried = _try(request, code)
    if tried is not Tried.RIGHT:
        raise TransitionRefused(str(SENTENCES[tried]))
    return row


@transaction.atomic
def _try(request: RemovalRequest, code: str) -> tuple[RemovalRequest, Tried]:
    row = _locked(request, (R.ASKED,))
    refuse_unless(
        row.method == ProofMethod.DOMAIN_EMAIL, _("Our staff will call; there is no code to enter.")
    )
    _refuse_unlisted(row)
    tried = proof_codes.attempt(subject=row, typed=code)
    if tried is Tried.RIGHT:
        _prove(row, by=None)
    elif tried is Tried.NO_TRIES_LEFT:
        _settle(row, R.EXPIRED, by=None, event="expired")
    return row, tried


@transaction.atomic
def confirm_by_call(*, by: User, request: RemovalRequest) -> RemovalRequest:
    """Somebody at the listed number said that the practice wants this."""
    row = _at_hand(by, request, (R.ASKED,))
    refuse_unless(row.method == ProofMethod.PHONE, _("This request is proved by mail."))
    _refuse_unlisted(row)
    return _prove(row, by=by)


@transaction.atomic
def carry_out(*, by: User, request: RemovalRequest) -> RemovalRequest:
    """Where somebody else had proved a claim of the same listing: staff decide between the two."""
    row = _at_hand(by, request, (R.PROVED,))
    return _remove(row, by=by)


@transaction.atomic
def refuse(*, by: User, request: RemovalRequest, reason: str) -> RemovalRequest:
    row = _at_hand(by, request, (R.ASKED, R.PROVED))
    refuse_unless(bool(reason.strip()), _("Give the reason."))
    return _settle(row, R.REFUSED, by=by, event="refused", why=reason.strip())


def expire_old(*, now: datetime.datetime) -> int:
    """Ends requests that nobody proved; how many."""
    mailed = now - datetime.timedelta(hours=CODE_HOURS)
    called = now - datetime.timedelta(days=STAFF_DAYS)
    asked = RemovalRequest.objects.filter(status=R.ASKED)
    due = asked.filter(method=ProofMethod.DOMAIN_EMAIL, asked_at__lt=mailed)
    due |= asked.filter(method=ProofMethod.PHONE, asked_at__lt=called)
    return one_by_one.each(due.order_by("pk").iterator(), _expire)


def _expire(request: RemovalRequest) -> bool:
    try:
        row = _locked(request, (R.ASKED,))
    except TransitionRefused:
        return False
    _settle(row, R.EXPIRED, by=None, event="expired")
    return True


def token_digest(token: str) -> str:
    return salted_hmac("providers.removals", token, algorithm="sha256").hexdigest()


def _removable(provider: Provider) -> Provider:
    row = locked_listing(provider.pk)
    refuse_unless(
        row.is_unclaimed, _("Somebody runs this listing now. Only they can take it out of the directory.")
    )
    return row


def _asked(provider: Provider, client: str, who: dict[str, str], **proof: str) -> tuple[RemovalRequest, str]:
    throttle.count(scope="removal", address=client, limit=ASKED_PER_VISITOR)
    throttle.count(scope="removal", address=f"listing {provider.pk}", limit=ASKED_PER_LISTING)
    token = secrets.token_urlsafe(24)
    words = {name: value.strip() for name, value in who.items()}
    row = RemovalRequest(provider=provider, token_digest=token_digest(token), **words, **proof)
    row.full_clean()
    row.save()
    cases.follow(row)
    return row, token


def _send_code(row: RemovalRequest, token: str) -> None:
    made, code = proof_codes.make(subject=row, sent_to=row.sent_to, life=datetime.timedelta(hours=CODE_HOURS))
    context = {
        "listing": row.provider.display_name,
        "who": row.name,
        "code": proof_codes.in_groups(code),
        "url": address_of("removal_state", row.provider.slug, token),
    }
    language = translation.get_language() or "en"
    key = f"removal_code:{made.pk}"
    mail.send(to=row.sent_to, template="removal_code", key=key, context=context, language=language)


def _locked(request: RemovalRequest, starts: tuple[R, ...]) -> RemovalRequest:
    provider = locked_listing(request.provider_id)
    row: RemovalRequest = RemovalRequest.objects.select_for_update().get(pk=request.pk)
    row.provider = provider
    refuse_unless_in(row.status, starts, str(R(row.status).label))
    return row


def _at_hand(by: User, request: RemovalRequest, starts: tuple[R, ...]) -> RemovalRequest:
    row = _locked(request, starts)
    refuse_unless(allows(by, Permission.DECIDE_CLAIMS), _("You may not decide removals."))
    return row


def _refuse_unlisted(row: RemovalRequest) -> None:
    _removable(row.provider)
    way = claim_proofs.ways(row.provider)[ProofMethod(row.method)]
    refuse_unless(
        way.names(row.sent_to), _("What this proof relied on is no longer in the listing. Ask again.")
    )


def _prove(row: RemovalRequest, *, by: User | None) -> RemovalRequest:
    """Done at once, unless somebody has proved that the listing is theirs and wants to keep it."""
    _step(row, by=by, event="prove", status=R.PROVED)
    if row.provider.claims.filter(status__in=PROVED).exists():
        return row
    return _remove(row, by=by)


def _remove(row: RemovalRequest, *, by: User | None) -> RemovalRequest:
    _removable(row.provider)
    end_claims(row.provider, by=by, reason=_("The practice asked us to take the listing out."))
    listings.remove_on_request(by=by, provider=row.provider, reason=REASON)
    for other in row.provider.removal_requests.filter(status__in=[R.ASKED, R.PROVED]).exclude(pk=row.pk):
        other.provider = row.provider
        _settle(other, R.DONE if other.status == R.PROVED else R.EXPIRED, by=by, event="done")
    return _settle(row, R.DONE, by=by, event="done")


def _settle(row: RemovalRequest, status: R, *, by: User | None, event: str, why: str = "") -> RemovalRequest:
    """Tells them, and forgets how to reach them. Of an address, only the domain that it proved stays."""
    contact = row.contact
    row.codes.all().delete()
    forgotten = {"contact": "", "sent_to": row.sent_to.rpartition("@")[2]}
    settled = {"settled_at": timezone.now(), "settled_by": by}
    _step(row, by=by, event=event, why=why, status=status, **settled, **forgotten)
    if contact:
        context = {"listing": row.provider.display_name, "event": event, "words": why}
        key = f"removal_state:{row.pk}"
        mail.send(to=contact, template="removal_state", key=key, context=context)
    return row


def _step(row: RemovalRequest, *, by: User | None, event: str, why: str = "", **changes: object) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    with pghistory.context(event=event, reason=why, by=by.pk if by else None):
        row.save(update_fields=list(changes))
    if "status" in changes:
        cases.follow(row, by=by)
