"""Two listings of one provider become one, and nothing that a patient could find is lost."""

import pytest
from django.db import connection
from django.utils import timezone

from providers.actions import listings
from providers.actions.listings import TransitionRefused
from providers.models import FormerSlug, Match, Provider, SearchRow, SourceRecord
from providers.models.source_record import MatchMethod, Register
from providers.models.vocabulary import ListingStatus as S

from .. import cast, claiming, factories, mailbox
from ..models.rows import change_request, removal

pytestmark = pytest.mark.django_db


def matched(location, key="CO1"):
    now = timezone.now()
    record = SourceRecord.objects.create(
        register=Register.SAMHSA_2022, key=key, payload={}, digest="0", first_seen_at=now, last_seen_at=now
    )
    return Match.objects.create(record=record, location=location, method=MatchMethod.CREATED)


def test_the_address_redirects_the_twin_hides_and_the_register_follows():
    stays = factories.published_listing(site={"street": "1 Pearl Street"})
    goes = factories.unclaimed_listing(site={"street": "1 PEARL STREET"}, slug="old-name")
    match = matched(goes)

    kept = listings.merge(by=cast.reviewer(), provider=goes.provider, into=stays.provider)

    assert kept == stays.provider
    assert FormerSlug.objects.get(slug="old-name").provider == kept
    assert [row.location_id for row in SearchRow.objects.all()] == [stays.pk]
    match.refresh_from_db()
    goes.provider.refresh_from_db()
    assert match.location == stays
    assert (goes.provider.status, goes.provider.merged_into) == (S.MERGED, kept)


def test_a_place_that_only_the_other_had_moves():
    stays = factories.published_listing(site={"slug": "boulder"})
    goes = factories.unclaimed_listing(at=factories.DENVER, site={"slug": "boulder"})

    listings.merge(by=cast.reviewer(), provider=goes.provider, into=stays.provider)

    goes.refresh_from_db()
    assert (goes.provider, goes.slug) == (stays.provider, "boulder-2")
    assert SearchRow.objects.count() == 2


def test_older_addresses_of_the_other_follow_too():
    stays, goes = factories.published_listing(), factories.unclaimed_listing(slug="one")
    listings.rename(by=None, provider=goes.provider, slug="two")

    listings.merge(by=None, provider=goes.provider, into=stays.provider)

    assert set(stays.provider.former_slugs.values_list("slug", flat=True)) == {"one", "two"}


def test_into_itself_or_into_what_is_not_public_is_refused():
    site, hidden = factories.published_listing(), factories.provider(status=S.SUSPENDED)
    for target in (site.provider, hidden):
        with pytest.raises(TransitionRefused):
            listings.merge(by=None, provider=site.provider, into=target)


def roles(provider):
    return dict(provider.memberships.values_list("user__email", "role"))


def two():
    """The one that stays and the one that goes, which has an owner and an editor."""
    stays = factories.unclaimed_listing(is_in_register=True, website=claiming.WEBSITE).provider
    goes = factories.published_listing().provider
    return stays, goes, cast.owner(goes), cast.editor_of(goes)


def test_its_people_run_the_one_that_stays_in_the_same_roles():
    stays, goes, owner, editor = two()
    listings.merge(by=cast.reviewer(), provider=goes, into=stays)
    stays.refresh_from_db()
    assert roles(stays) == {owner.email: "owner", editor.email: "editor"}
    assert (roles(goes), stays.status) == ({}, S.CLAIMED_DRAFT)
    assert Provider.objects.listed().get() == stays
    assert sorted(mail.to for mail in mailbox.sent()) == sorted([owner.email, editor.email])
    assert "in the same role" in mailbox.sent()[0].text
    connection.check_constraints()


def test_what_somebody_else_owns_is_given_to_nobody_and_all_are_told():
    stays, goes, owner, editor = two()
    Provider.objects.filter(pk=stays.pk).update(status=S.CLAIM_PENDING)
    there = cast.owner(stays)
    listings.merge(by=cast.reviewer(), provider=goes, into=stays)
    assert (roles(stays), roles(goes)) == ({there.email: "owner"}, {})
    told = {mail.to: mail.text for mail in mailbox.sent()}
    assert set(told) == {there.email, owner.email, editor.email}
    assert "claim it on its page" in told[owner.email]
    assert f"/providers/{stays.slug}/" in told[editor.email]
    assert "has not changed" in told[there.email]


def test_unproved_claims_of_the_one_that_goes_end_and_its_register_follows():
    stays = factories.published_listing().provider
    row = claiming.started()
    listings.merge(by=cast.reviewer(), provider=row.provider, into=stays)
    row.refresh_from_db()
    stays.refresh_from_db()
    assert (row.status, stays.is_in_register) == ("expired", True)


def test_a_proved_claim_a_removal_and_a_sensitive_edit_are_decided_first():
    stays = factories.published_listing().provider
    row = claiming.proved()
    with pytest.raises(TransitionRefused, match="proved a claim"):
        listings.merge(by=cast.reviewer(), provider=row.provider, into=stays)
    request = removal()
    with pytest.raises(TransitionRefused, match="removed"):
        listings.merge(by=cast.reviewer(), provider=request.provider, into=stays)
    change = change_request()
    with pytest.raises(TransitionRefused, match="wait for our staff"):
        listings.merge(by=cast.reviewer(), provider=change.provider, into=stays)
