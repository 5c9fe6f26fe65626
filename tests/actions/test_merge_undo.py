"""A merge taken back: both listings as they were to the last column, or a sentence that says why not."""

import pytest
from django.db import connection
from django.urls import reverse

from providers.actions import changes, duplicates, invitations, listings, merge_undo, search_index
from providers.actions.refusals import TransitionRefused
from providers.models import Case, DuplicatePair, Location, Membership, Merge, Provider
from providers.models.duplicate import PairState
from providers.models.vocabulary import ListingStatus as S

from .. import cast, claiming, factories, mailbox, reporting
from . import whole_database
from .test_listing_merge import matched

pytestmark = pytest.mark.django_db


def pair_of(one, other):
    first, second = sorted((one, other), key=lambda row: row.pk)
    return DuplicatePair.objects.create(one=first, other=second, why=["name"], score=80)


def joined(goes, stays, by=None, **chosen):
    said = {key.replace("__", ":"): value for key, value in chosen.items()}
    pair = pair_of(goes, stays)
    return duplicates.join(
        by=by or cast.reviewer(), pair=pair, goes=goes, chosen=said, reason="One practice."
    )


def undone(merge, by=None):
    return merge_undo.undo_merge(by=by or cast.lead_reviewer(), merge=merge)


def rich():
    """Two listings with a place in common, everything that can hang on one, and people."""
    stays = factories.published_listing(site={"street": "1 Pearl Street", "phone": "+13035550101"})
    goes = factories.unclaimed_listing(
        site={"street": "1 Pearl Street", "phone": "+13035550102", "email": "desk@example.org"},
        slug="old-name", npi="1234567893", website=claiming.WEBSITE, is_in_register=True,
    )  # fmt: skip
    factories.location(goes.provider, at=factories.DENVER, slug=stays.slug)
    factories.opening_hours(goes)
    factories.language(goes)
    factories.access_fact(goes)
    factories.telehealth(goes, "CO")
    factories.policy(goes.provider)
    factories.answer(goes.provider, factories.question(number=16))
    matched(goes)
    reporting.filed(goes)
    listings.rename(by=None, provider=goes.provider, slug="newer-name")
    factories.reindex(goes, stays)
    return goes.provider, stays.provider


def differing(before, after):
    """Table -> the rows that are not what they were, both ways."""
    return {
        table: [row for row in (*rows, *after[table]) if (row in rows) != (row in after[table])]
        for table, rows in before.items()
        if rows != after[table]
    }


WAYS = {
    "as they are": lambda goes, stays: {},
    "every word of the other": lambda goes, stays: dict.fromkeys(
        ("display_name", "legal_name", "other_names", "kind", "npi", "website", "about", "policy"), "gone"
    ),
    "the other takes over": lambda goes, stays: {f"place:{shared(goes)}": f"for:{shared(stays)}"},
    "left behind": lambda goes, stays: {f"place:{shared(goes)}": "stay"},
    "moved": lambda goes, stays: {f"place:{shared(goes)}": "move"},
}


def shared(provider):
    return provider.locations.order_by("pk")[0].pk


@pytest.mark.parametrize("way", WAYS)
def test_undone_everything_is_as_it_was(way):
    goes, stays = rich()
    goes.refresh_from_db()
    pair = pair_of(goes, stays)
    before = whole_database.rows()
    chosen = WAYS[way](goes, stays)

    merge = duplicates.join(by=cast.reviewer(), pair=pair, goes=goes, chosen=chosen, reason="One practice.")
    assert whole_database.rows() != before
    assert not search_index.drift()
    undone(merge)

    assert differing(before, whole_database.rows()) == {}
    assert not search_index.drift()
    pair.refresh_from_db()
    assert pair.state == PairState.OPEN
    assert Case.objects.open().filter(duplicate=pair).exists()


@pytest.mark.parametrize("status", [S.PUBLISHED, S.TEMPORARILY_CLOSED, S.CLOSED, S.CLAIMED_DRAFT])
def test_people_and_state_come_back(status):
    stays = factories.unclaimed_listing(is_in_register=True).provider
    goes = factories.provider(status=status)
    factories.reindex(factories.location(goes))
    owner, editor = cast.owner(goes), cast.editor_of(goes)
    lead = cast.lead_reviewer()
    pair = pair_of(goes, stays)
    before = whole_database.rows()
    merge = duplicates.join(by=lead, pair=pair, goes=goes, reason="One practice.")
    assert Membership.objects.filter(provider=stays).count() == 2

    undone(merge)

    assert differing(before, whole_database.rows()) == {}
    connection.check_constraints()
    mails = [mail for mail in mailbox.sent() if mail.template == "listing_unmerged"]
    assert {mail.to for mail in mails} == {owner.email, editor.email}


def test_an_unproved_claim_comes_back_where_it_was():
    stays = factories.published_listing().provider
    claim = claiming.mailed()
    lead = cast.lead_reviewer()
    pair = pair_of(claim.provider, stays)
    before = whole_database.rows()
    merge = duplicates.join(by=lead, pair=pair, goes=claim.provider, reason="One practice.")
    undone(merge)
    assert differing(before, whole_database.rows()) == {}
    claim.refresh_from_db()
    assert (claim.status, claim.provider.status) == ("evidence_sent", S.CLAIM_PENDING)


def test_the_address_redirects_and_then_no_more(client):
    goes, stays = factories.unclaimed_listing(slug="old").provider, factories.published_listing().provider
    merge = joined(goes, stays)
    answer = client.get(reverse("provider", args=["old"]))
    assert (answer.status_code, answer["Location"]) == (301, stays.get_absolute_url())
    undone(merge)
    assert client.get(reverse("provider", args=["old"])).status_code == 200


def test_what_was_edited_since_stays_edited():
    goes, stays = rich()
    merge = joined(goes, stays, website="gone")
    stays.refresh_from_db()
    assert stays.website == claiming.WEBSITE
    Provider.objects.filter(pk=stays.pk).update(website="https://new.example.org/", about="Newer words.")
    moved = Location.objects.get(city="Denver")
    Location.objects.filter(pk=moved.pk).update(phone="+13035550199")

    undone(merge)

    stays.refresh_from_db()
    moved.refresh_from_db()
    assert (stays.website, stays.about) == ("https://new.example.org/", "Newer words.")
    assert (moved.provider, moved.phone) == (goes, "+13035550199")


def moved_on(goes, stays):
    Location.objects.filter(city="Denver").update(provider=factories.provider())


def was_closed(goes, stays):
    Provider.objects.filter(pk=goes.pk).update(
        status=S.PUBLISHED, merged_into=None, last_confirmed_on="2026-01-01"
    )


def waits(goes, stays):
    place = Location.objects.get(city="Denver")
    owner = cast.owner(stays)
    changes.request_change(by=owner, provider=stays, field="phone", location=place, after="+13035550199")


def deleted(goes, stays):
    Location.objects.get(city="Denver").delete()


def merged_again(goes, stays):
    joined(stays, factories.published_listing().provider)


@pytest.mark.parametrize(
    ("since", "says"),
    [
        (moved_on, "a place"),
        (was_closed, "the state of a listing"),
        (waits, "Changes of a place wait"),
        (deleted, "a place"),
        (merged_again, "Undo the later one first"),
    ],
)
def test_what_has_moved_on_is_said_and_nothing_is_half_undone(since, says):
    goes, stays = rich()
    merge = joined(goes, stays)
    since(goes, stays)
    before = whole_database.rows()
    with pytest.raises(TransitionRefused, match=says):
        undone(merge)
    assert differing(before, whole_database.rows()) == {}
    assert Merge.objects.get(pk=merge.pk).undone_at is None


def test_somebody_who_came_since_stays_with_what_they_run():
    stays, goes = (
        factories.unclaimed_listing(is_in_register=True).provider,
        factories.published_listing().provider,
    )
    owner = cast.owner(goes)
    merge = joined(goes, stays)
    token = invitations.invite(by=owner, provider=stays, email="new@example.org", role="editor")
    assert token
    Membership.objects.create(provider=stays, user=cast.verified(cast.stranger()), role="editor")
    with pytest.raises(TransitionRefused, match="Somebody else runs"):
        undone(merge)


def test_it_is_undone_once():
    goes, stays = rich()
    merge = joined(goes, stays)
    undone(merge)
    with pytest.raises(TransitionRefused, match="undone already"):
        undone(merge)


def test_who_may():
    goes, stays = rich()
    merge = joined(goes, stays)
    for nobody in (cast.operator(), cast.stranger()):
        with pytest.raises(TransitionRefused):
            undone(merge, by=nobody)
    assert undone(merge, by=cast.reviewer()).undone_by == cast.reviewer()


def test_what_moved_people_is_undone_by_a_lead():
    stays, goes = factories.unclaimed_listing().provider, factories.published_listing().provider
    cast.owner(goes)
    merge = joined(goes, stays)
    with pytest.raises(TransitionRefused, match="a lead undoes this"):
        undone(merge, by=cast.reviewer())


def test_nothing_of_a_visitor_is_kept_with_the_merge():
    goes, stays = rich()
    reporting.filed(goes.locations.order_by("pk")[0], "price", contact="me@example.org", message="My words.")
    merge = joined(goes, stays)
    assert "me@example.org" not in str(merge.before)
    assert "My words." not in str(merge.before)
