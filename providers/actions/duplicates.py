"""What staff decide of two listings that may be one: different practices, or one, and that taken back."""

from __future__ import annotations

import pghistory
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from providers.models import Case, DuplicatePair, Merge, Provider, User
from providers.models.case import CaseEventKind as E
from providers.models.duplicate import PairState
from providers.permissions import Permission, allows, can_edit_listing

from . import cases
from .listing_merge import merge
from .merge_plan import Chosen
from .refusals import refuse_unless

LONGEST = 2000


@transaction.atomic
def set_apart(*, by: User, pair: DuplicatePair, reason: str) -> DuplicatePair:
    """Two practices: the finder never raises this pair again."""
    row = _at_hand(by, pair, reason)
    return _decide(row, by=by, state=PairState.APART, reason=reason)


@transaction.atomic
def join(
    *, by: User, pair: DuplicatePair, goes: Provider, chosen: Chosen | None = None, reason: str
) -> Merge:
    """goes: the one of the two whose address will redirect. chosen: see merge_choices.py."""
    row = _at_hand(by, pair, reason)
    refuse_unless(goes.pk in (row.one_id, row.other_id), _("Choose one of the two listings."))
    stays = row.other if goes.pk == row.one_id else row.one
    going = row.one if goes.pk == row.one_id else row.other
    if turns_people_out(going, stays):
        refuse_unless(allows(by, Permission.LEAD), _("Both listings have owners: a lead decides this."))
    _decide(row, by=by, state=PairState.MERGED, reason=reason)
    merge(by=by, provider=going, into=stays, reason=reason, chosen=chosen, pair=row)
    for other in _others_of(going, row):
        cases.follow(other, by=by)
    done: Merge = row.merges.order_by("-pk")[0]
    return done


def turns_people_out(goes: Provider, stays: Provider) -> bool:
    """Somebody runs the one that goes, and others own the one that stays."""
    owned = stays.memberships.filter(role="owner").exists()
    return owned and goes.memberships.exclude(user__in=stays.memberships.values("user")).exists()


def _at_hand(by: User, pair: DuplicatePair, reason: str) -> DuplicatePair:
    """The listings first, then the pair, as the page of a case locks them."""
    refuse_unless(allows(by, Permission.DECIDE_DUPLICATES), _("You may not do this with listings."))
    refuse_unless(bool(reason.strip()), _("Give the reason."))
    refuse_unless(len(reason) <= LONGEST, _("Write at most 2,000 characters."))
    keys = [pair.one_id, pair.other_id]
    rows = {row.pk: row for row in Provider.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    row: DuplicatePair = DuplicatePair.objects.select_for_update().get(pk=pair.pk)
    row.one, row.other = rows[row.one_id], rows[row.other_id]
    refuse_unless(row.state == PairState.OPEN, _("Somebody has decided this already."))
    runs = any(can_edit_listing(by, one) for one in (row.one, row.other))
    refuse_unless(not runs, _("You run one of these listings: somebody else must decide."))
    return row


def _decide(row: DuplicatePair, *, by: User, state: PairState, reason: str) -> DuplicatePair:
    row.state, row.reason = state.value, reason.strip()
    row.decided_at, row.decided_by = timezone.now(), by
    with pghistory.context(event="decide_duplicate", by=by.pk):
        row.save(update_fields=["state", "reason", "decided_at", "decided_by"])
    case = Case.objects.open().filter(duplicate=row).first()
    if case is not None:
        cases.note_event(case, kind=E.STEP, by=by, code=state.value, text=reason)
    cases.follow(row, by=by)
    return row


def _others_of(gone: Provider, decided: DuplicatePair) -> list[DuplicatePair]:
    """Pairs with a listing that is not here any more are nobody's business now."""
    open_ones = DuplicatePair.objects.filter(state=PairState.OPEN).exclude(pk=decided.pk)
    both = open_ones.filter(one=gone) | open_ones.filter(other=gone)
    return list(both.select_related("one", "other").order_by("pk"))
