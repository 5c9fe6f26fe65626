"""Two listings of one provider become one, and nothing that a patient could find is lost."""

import pytest
from django.utils import timezone

from providers.actions import listings
from providers.actions.listings import TransitionRefused
from providers.models import FormerSlug, Match, SearchRow, SourceRecord
from providers.models.source_record import MatchMethod, Register
from providers.models.vocabulary import ListingStatus as S

from .. import cast, factories

pytestmark = pytest.mark.django_db


def matched(location):
    now = timezone.now()
    record = SourceRecord.objects.create(
        register=Register.SAMHSA_2022, key="CO1", payload={}, digest="0", first_seen_at=now, last_seen_at=now
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
