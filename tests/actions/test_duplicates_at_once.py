"""Two people, or two jobs, at the same pair of listings in the same moment."""

import pytest

from providers.actions import duplicate_finder, duplicates, merge_undo
from providers.models import DuplicatePair, Merge, Provider

from .. import cast
from ..together import at_once, kinds
from .test_duplicates import HERE, listing

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pair():
    listing(site=HERE)
    listing(site=HERE)
    duplicate_finder.find_all()
    return DuplicatePair.objects.get()


def test_of_two_merges_both_ways_one_holds(pair):
    reviewer, lead = cast.reviewer(), cast.lead_reviewer()
    results = at_once(
        lambda: duplicates.join(by=reviewer, pair=pair, goes=pair.one, reason="One."),
        lambda: duplicates.join(by=lead, pair=pair, goes=pair.other, reason="One."),
    )
    assert kinds(results) == ["Merge", "TransitionRefused"]
    assert Provider.objects.filter(status="merged").count() == Merge.objects.count() == 1


def test_it_is_undone_once_by_two(pair):
    reviewer, lead = cast.reviewer(), cast.lead_reviewer()
    merge = duplicates.join(by=reviewer, pair=pair, goes=pair.one, reason="One.")
    results = at_once(
        lambda: merge_undo.undo_merge(by=reviewer, merge=merge),
        lambda: merge_undo.undo_merge(by=lead, merge=merge),
    )
    assert kinds(results) == ["Merge", "TransitionRefused"]


def test_two_finders_find_a_pair_once():
    one, other = listing(site=HERE), listing(site=HERE)
    at_once(lambda: duplicate_finder.find_for(one), lambda: duplicate_finder.find_for(other))
    assert DuplicatePair.objects.count() == 1
