"""What a hit on the exclusion list takes out of patients' sight at once: a person's badges, or a listing."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from providers.models import Case, Check, Credential, ExclusionMatch, Provider, User
from providers.models.exclusion import MatchState, MatchStrength
from providers.models.provider import LIFE, WITH_ITS_OWNER
from providers.models.vocabulary import CredentialStatus as C
from providers.models.vocabulary import Gate, ListingStatus

from . import cases, credentials, listings
from .exclusion_guard import STANDS
from .listing_steps import save

VOUCHED = (C.ACTIVE, C.EXPIRING, C.IN_REVIEW)
SUSPENDABLE = tuple(start for start, ends in LIFE.items() if ListingStatus.SUSPENDED in ends)


def to_follow() -> QuerySet[ExclusionMatch]:
    """Matches whose case is not open yet, and hits over which something is still vouched for."""
    vouched = Credential.objects.filter(practitioner=OuterRef("practitioner"), status__in=VOUCHED)
    shown = Provider.objects.filter(pk=OuterRef("provider")).filter(
        Q(status__in=SUSPENDABLE) | Q(status__in=WITH_ITS_OWNER, is_in_register=True)
    )
    has_case = Case.objects.open().filter(exclusion_match=OuterRef("pk"))
    found: QuerySet[ExclusionMatch] = ExclusionMatch.objects.filter(
        (Q(state=MatchState.OPEN) & ~Exists(has_case)) | (STANDS & (Exists(vouched) | Exists(shown)))
    )
    return found


def follow(match: ExclusionMatch) -> None:
    """Inside a transaction. Doing it twice does nothing more."""
    if match.provider_id:
        Provider.objects.select_for_update().get(pk=match.provider_id)
    row = ExclusionMatch.objects.select_for_update().get(pk=match.pk)
    if ExclusionMatch.objects.filter(STANDS, pk=row.pk).exists():
        hold_back(row, by=None)
    cases.follow(row)


def hold_back(match: ExclusionMatch, *, by: User | None) -> None:
    """Suspends what is vouched for; the caller holds the match."""
    reason = _reason(match)
    if match.provider_id:
        _hide(match.provider, by, reason)
        return
    evidence = _evidence(match)
    held = Credential.objects.filter(practitioner=match.practitioner_id, status__in=VOUCHED)
    for credential in held.order_by("pk"):
        credentials.suspend(by=by, credential=credential, reason=reason, evidence=evidence)


def _reason(match: ExclusionMatch) -> str:
    """Read by the clinic too: it names the list and the day, and nobody on it."""
    day = date_format(match.exclusion.excluded_on, "j M Y")
    if match.strength == MatchStrength.NPI:
        return _("The federal exclusion list (OIG LEIE) has an entry with this NPI, excluded on %s.") % day
    return _("Our staff found them on the federal exclusion list (OIG LEIE), excluded on %s.") % day


def _evidence(match: ExclusionMatch) -> Check | None:
    found: Check | None = (
        Check.objects.filter(practitioner=match.practitioner_id, provider=match.provider_id)
        .filter(gate=Gate.EXCLUSION)
        .order_by(F("checked_at").desc(), "-pk")
        .first()
    )
    return found


def _hide(provider: Provider | None, by: User | None, reason: str) -> None:
    """A draft that a register still lists leaves search and stays a draft: review can publish it again."""
    if provider is None:
        return
    if provider.status in SUSPENDABLE:
        listings.suspend(by=by, provider=provider, reason=reason)
    elif provider.status in WITH_ITS_OWNER and provider.is_in_register:
        save(provider, by=by, event="withhold", reason=reason, is_in_register=False)
