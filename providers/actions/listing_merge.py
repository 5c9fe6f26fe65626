"""Two listings of one provider become one. Nothing is deleted: what it takes to undo it is kept with it."""

from __future__ import annotations

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from providers.models import Case, ChangeRequest, DuplicatePair, FormerSlug, Merge, Provider, User
from providers.models.case import CaseKind
from providers.models.change_request import ChangeStatus
from providers.models.provider import LISTED, WITH_ITS_OWNER
from providers.models.removal import RemovalStatus
from providers.models.vocabulary import ListingStatus as S

from . import listing_dump, merge_places, merge_plan, merged_members, search_index
from .case_listings import listing_of
from .claim_steps import PROVED
from .listing_steps import save, starts_of
from .merge_plan import Chosen
from .merge_words import give_words
from .refusals import refuse_unless, refuse_unless_in


@transaction.atomic
def merge(
    *,
    by: User | None,
    provider: Provider,
    into: Provider,
    reason: str = "",
    chosen: Chosen | None = None,
    pair: DuplicatePair | None = None,
) -> Provider:
    """Returns the listing that stays. Addresses of the other redirect to it.

    chosen: as merge_choices has them; without any, the one that stays keeps what it says, a place that both
    have hands its register records over and stays behind unseen, and the other places move. The people of
    the listing that goes run the one that stays, unless somebody owns that one already: then they are out,
    and both sides are told by mail. Whoever merges should know that.
    """
    refuse_unless(provider.pk != into.pk, _("Choose another listing."))
    goes, stays = _both_locked(provider, into)
    refuse_unfit(goes, stays)
    settled = merge_plan.settled(goes, stays, chosen or {})
    before = listing_dump.read([goes.pk, stays.pk])
    with pghistory.context(event="merge", reason=reason, before=goes.status, into=stays.pk, by=_key(by)):
        give_words(goes, stays, settled)
        merge_places.hand_over(goes, stays, settled)
        FormerSlug.objects.filter(provider=goes).update(provider=stays)
        FormerSlug.objects.get_or_create(slug=goes.slug, defaults={"provider": stays})
        merged_members.move(goes, stays, by=by)
        if goes.is_in_register and not stays.is_in_register:
            save(stays, by=by, event="merge", reason=reason, is_in_register=True)
        save(goes, by=by, event="merge", reason=reason, status=S.MERGED, merged_into=stays, reopens_on=None)
    changes = listing_dump.difference(before, listing_dump.read([goes.pk, stays.pk]))
    Merge.objects.create(pair=pair, gone=goes, kept=stays, choices=settled, before=changes, by=by)
    cases_follow_their_listing(goes, stays)
    search_index.reindex([*_places(goes), *_places(stays)])
    return stays


def _key(person: User | None) -> int | None:
    return person.pk if person else None


def _places(provider: Provider) -> list[int]:
    return list(provider.locations.values_list("pk", flat=True))


def _both_locked(goes: Provider, stays: Provider) -> tuple[Provider, Provider]:
    """In one order always, so that two merges at once wait for each other and never for ever."""
    rows = Provider.objects.select_for_update().filter(pk__in=[goes.pk, stays.pk]).order_by("pk")
    found = {row.pk: row for row in rows}
    return found[goes.pk], found[stays.pk]


def refuse_unfit(goes: Provider, stays: Provider) -> None:
    refuse_unless_in(goes.status, starts_of(S.MERGED), str(S(goes.status).label))
    is_public = stays.status in LISTED or (stays.status in WITH_ITS_OWNER and stays.is_in_register)
    refuse_unless(is_public, _("The listing that stays must be a public one."))
    for sentence in open_business(goes):
        refuse_unless(False, sentence)


def open_business(goes: Provider) -> list[str]:
    """What our staff have to decide first: once merged, nobody could, and no undo would bring it back."""
    found = []
    if goes.claims.filter(status__in=PROVED).exists():
        found.append(_("Somebody has proved a claim of %s. Decide it first.") % goes.display_name)
    if goes.removal_requests.filter(status__in=[RemovalStatus.ASKED, RemovalStatus.PROVED]).exists():
        found.append(_("Somebody wants %s removed. Decide it first.") % goes.display_name)
    if ChangeRequest.objects.filter(provider=goes, status=ChangeStatus.OPEN).exists():
        found.append(_("Changes of %s wait for our staff. Decide them first.") % goes.display_name)
    return found


def cases_follow_their_listing(*listings: Provider) -> None:
    """Open cases of reports and credentials name the listing at which these now stand."""
    kinds = (CaseKind.REPORT, CaseKind.CREDENTIAL)
    rows = Case.objects.open().filter(kind__in=kinds, provider__in=listings)
    related = ("report__location__provider", "credential__provider", "credential__location__provider")
    for case in rows.select_related(*related).select_for_update(of=("self",)).order_by("pk"):
        owner = listing_of(case.subject)
        if owner is not None and owner.pk != case.provider_id:
            case.provider = owner
            case.save(update_fields=["provider"])
