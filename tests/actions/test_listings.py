"""A listing's life, what stands in its way, and what search and old addresses see of it."""

import pghistory
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pghistory.models import Context

from providers.actions import listings
from providers.actions.listings import TransitionRefused
from providers.models import FormerSlug, Membership, Provider, SearchRow
from providers.models.vocabulary import CredentialStatus, Setting
from providers.models.vocabulary import ListingStatus as S

from .. import cast, factories, mailbox
from ..factories.facts import day

pytestmark = pytest.mark.django_db


def in_search(*locations):
    found = set(SearchRow.objects.values_list("location", flat=True))
    return [location.pk in found for location in locations]


def ready(**over):
    """A whole listing that waits for its review."""
    return factories.published_listing(status=S.PENDING_REVIEW, last_confirmed_on=day(), **over)


def test_a_whole_listing_is_published_and_found():
    site = ready()
    assert in_search(site) == [False]

    row = listings.publish(by=cast.reviewer(), provider=site.provider)

    assert row.status == S.PUBLISHED
    assert in_search(site) == [True]


def test_publishing_says_everything_that_is_missing_at_once():
    site = factories.location(factories.provider(status=S.PENDING_REVIEW))
    factories.location(site.provider, state="WY")

    with pytest.raises(TransitionRefused) as refused:
        listings.publish(by=cast.reviewer(), provider=site.provider)

    assert refused.value.messages == [
        "The clinic has not confirmed this listing.",
        "Name at least one way in which ketamine is given here.",
        "Name at least one way in which ketamine is given here.",
    ]
    assert in_search(site) == [False]


@pytest.mark.parametrize(
    ("licence", "sentence"),
    [
        ({"state": "WY"}, "No prescriber here has an active license in CO."),
        ({"status": CredentialStatus.CLAIMED}, "Name at least one prescriber whose license is active."),
        ({"status": CredentialStatus.SUSPENDED}, "Name at least one prescriber whose license is active."),
        ({"expires_on": day(1)}, "Name at least one prescriber whose license is active."),
        ({"checked_on": day(121)}, "Name at least one prescriber whose license is active."),
    ],
)
def test_publishing_needs_a_prescriber_with_a_good_licence_in_the_state(licence, sentence):
    with pytest.raises(TransitionRefused) as refused:
        listings.publish(by=cast.reviewer(), provider=ready(licence=licence).provider)
    assert refused.value.messages == [sentence]


def test_treatment_at_home_needs_states_and_each_state_a_licence():
    site = ready(service={"setting": Setting.HOME_LIVE})
    with pytest.raises(TransitionRefused, match="the states in which you treat people"):
        listings.publish(by=cast.reviewer(), provider=site.provider)

    factories.telehealth(site, "CO")
    factories.telehealth(site, "UT")
    with pytest.raises(TransitionRefused, match="No prescriber has an active license in UT"):
        listings.publish(by=cast.reviewer(), provider=site.provider)


def test_submit_and_send_back():
    site = factories.location(factories.provider(status=S.DRAFT))
    row = listings.submit(by=cast.stranger(), provider=site.provider)
    assert row.status == S.PENDING_REVIEW

    row = listings.return_to_draft(by=cast.reviewer(), provider=row, reason="No prices.")
    assert row.status == S.CLAIMED_DRAFT


def test_confirming_makes_it_fresh_again():
    site = factories.published_listing(last_confirmed_on=day(170))

    row = listings.confirm(by=cast.stranger(), provider=site.provider)

    assert row.last_confirmed_on == day()
    assert SearchRow.objects.get(location=site).confirmed_on == day()


@pytest.mark.parametrize(("ago", "sentence"), [(-1, "still to come"), (11, "later confirmation")])
def test_a_confirmation_is_neither_future_nor_older_than_the_last(ago, sentence):
    with pytest.raises(TransitionRefused, match=sentence):
        listings.confirm(by=None, provider=factories.provider(), on=day(ago))


def test_an_imported_listing_is_not_confirmed_before_it_is_claimed():
    site = factories.unclaimed_listing()
    with pytest.raises(TransitionRefused, match="Not confirmed by the clinic"):
        listings.confirm(by=None, provider=site.provider)


def test_closing_leaves_a_tombstone_and_reopening_brings_it_back():
    site = factories.published_listing()
    row = listings.close(
        by=cast.stranger(),
        provider=site.provider,
        closed_on=day(2),
        records_contact="Records: +1 303 555 0100",
        refund_note="Prepaid sessions are refunded until June.",
    )
    assert (row.status, row.closed_on, in_search(site)) == (S.CLOSED, day(2), [False])

    row = listings.reopen(by=cast.stranger(), provider=row)
    assert (row.status, row.closed_on, in_search(site)) == (S.PUBLISHED, None, [True])


def test_closing_for_a_while_keeps_it_in_search_with_its_day():
    site = factories.published_listing()
    with pytest.raises(TransitionRefused):
        listings.close_temporarily(by=None, provider=site.provider, reopens_on=day())

    row = listings.close_temporarily(by=None, provider=site.provider, reopens_on=day(-20))
    assert (row.reopens_on, in_search(site)) == (day(-20), [True])


@pytest.mark.parametrize(
    ("make", "back"),
    [(factories.published_listing, S.PUBLISHED), (factories.unclaimed_listing, S.IMPORTED_UNCLAIMED)],
)
def test_suspension_hides_at_once_and_restoring_brings_back_what_it_was(make, back):
    site, reviewer = make(), cast.reviewer()
    row = listings.suspend(by=reviewer, provider=site.provider, reason="Board action.")
    assert in_search(site) == [False]

    row = listings.restore(by=cast.lead_reviewer(), provider=row, reason="Lifted.")
    assert (row.status, in_search(site)) == (back, [True])


def test_who_suspended_a_listing_does_not_bring_it_back():
    site, reviewer = factories.published_listing(), cast.reviewer()
    row = listings.suspend(by=reviewer, provider=site.provider, reason="Board action.")
    with pytest.raises(TransitionRefused, match="another person must bring it back"):
        listings.restore(by=reviewer, provider=row, reason="Lifted.")
    row = listings.restore(by=cast.lead_reviewer(), provider=row, reason="Lifted.")
    row = listings.suspend(by=cast.lead_reviewer(), provider=row, reason="Again.")
    assert listings.restore(by=reviewer, provider=row, reason="Lifted again.").status == S.PUBLISHED


@pytest.mark.parametrize("known", ["the same person", "nobody"])
def test_the_database_refuses_that_too(known):
    site, reviewer = factories.published_listing(), cast.reviewer()
    row = listings.suspend(by=reviewer, provider=site.provider, reason="Board action.")
    Provider.objects.filter(pk=row.pk).update(about="Repaired meanwhile.")
    by = {"by": reviewer.pk} if known == "the same person" else {"by": None}
    with pytest.raises(IntegrityError, match="Another person"), pghistory.context(**by), transaction.atomic():
        Provider.objects.filter(pk=row.pk).update(status=S.PUBLISHED)
    with pghistory.context(by=cast.lead_reviewer().pk):
        Provider.objects.filter(pk=row.pk).update(status=S.PUBLISHED)


@pytest.mark.parametrize("who", [cast.operator, cast.stranger, cast.owner])
def test_others_neither_suspend_nor_restore(who):
    row = factories.published_listing().provider
    person = who(row) if who is cast.owner else who()
    with pytest.raises(TransitionRefused, match="You may not decide about listings"):
        listings.suspend(by=person, provider=row, reason="x")
    row = listings.suspend(by=cast.reviewer(), provider=row, reason="Board action.")
    with pytest.raises(TransitionRefused, match="You may not decide about listings"):
        listings.restore(by=person, provider=row, reason="x")


def test_nobody_restores_a_listing_that_they_run():
    row = listings.suspend(by=cast.reviewer(), provider=factories.published_listing().provider, reason="x")
    cast.owner(row)
    Membership.objects.create(provider=row, user=cast.lead_reviewer(), role="editor")
    with pytest.raises(TransitionRefused, match="no part in this listing"):
        listings.restore(by=cast.lead_reviewer(), provider=row, reason="x")


def test_restoring_is_publishing_again_with_all_its_rules():
    site = factories.published_listing()
    row = listings.suspend(by=cast.reviewer(), provider=site.provider, reason="Board action.")
    site.roles.all().delete()

    with pytest.raises(TransitionRefused, match="at least one prescriber"):
        listings.restore(by=cast.lead_reviewer(), provider=row, reason="Lifted.")


def test_removal_on_request_hides_it_and_keeps_the_row_for_the_next_import():
    site = factories.unclaimed_listing()

    row = listings.remove_on_request(by=cast.reviewer(), provider=site.provider, reason="By e-mail.")

    assert (row.status, in_search(site)) == (S.REMOVED_BY_REQUEST, [False])
    assert row.locations.get() == site


def test_a_renamed_listing_keeps_its_old_addresses():
    row = factories.provider(slug="first")
    row = listings.rename(by=cast.reviewer(), provider=row, slug="second")
    row = listings.rename(by=cast.reviewer(), provider=row, slug="third")
    assert set(row.former_slugs.values_list("slug", flat=True)) == {"first", "second"}

    row = listings.rename(by=cast.reviewer(), provider=row, slug="first")
    assert set(row.former_slugs.values_list("slug", flat=True)) == {"second", "third"}


def test_an_address_that_was_ever_anothers_is_not_given_away():
    other = factories.provider(slug="first")
    listings.rename(by=None, provider=other, slug="second")
    for slug in ("first", "second"):
        with pytest.raises(TransitionRefused, match="belongs to another"):
            listings.rename(by=None, provider=factories.provider(), slug=slug)
    assert FormerSlug.objects.count() == 1


def test_a_stale_page_cannot_repeat_a_step():
    site, reviewer = ready(), cast.reviewer()
    stale = site.provider
    listings.publish(by=reviewer, provider=stale)

    with pytest.raises(TransitionRefused, match="the status is “Published”"):
        listings.publish(by=reviewer, provider=stale)


def test_the_row_is_locked_before_its_state_is_read():
    site = ready()
    with CaptureQueriesContext(connection) as queries:
        listings.publish(by=cast.reviewer(), provider=site.provider)

    reads = [query["sql"] for query in queries if 'FROM "providers_provider"' in query["sql"]]
    assert reads[0].endswith("FOR UPDATE")


def test_the_history_says_who_and_why():
    site, reviewer = factories.published_listing(), cast.reviewer()

    listings.suspend(by=reviewer, provider=site.provider, reason="Board action.")

    event = site.provider.events.order_by("pgh_id").last()
    assert event.status == S.SUSPENDED
    context = Context.objects.get(pk=event.pgh_context_id)
    assert context.metadata == {"event": "suspend", "reason": "Board action.", "by": reviewer.pk}


def test_the_owners_are_told_why_it_is_hidden_and_when_it_is_back():
    site = factories.published_listing()
    owner = cast.owner(site.provider)
    row = listings.suspend(by=cast.reviewer(), provider=site.provider, reason="Board action.")
    listings.restore(by=cast.lead_reviewer(), provider=row, reason="The board lifted it.")
    hidden, back = mailbox.sent()
    assert (hidden.to, back.to) == (owner.email, owner.email)
    assert hidden.subject == f"Patients no longer see your listing: {row.display_name}"
    assert ("Board action." in hidden.text, "The board lifted it." in back.html) == (True, True)
