"""Listings that stand here twice: what is found, what is left in peace, and what is decided."""

import pytest

from providers.actions import (
    duplicate_finder,
    duplicate_keys,
    duplicate_profiles,
    duplicates,
    listings,
)
from providers.actions.refusals import TransitionRefused
from providers.models import Case, DuplicatePair, Merge, Provider
from providers.models.case import CaseKind, CaseState
from providers.models.duplicate import PairState
from providers.models.source_record import MatchMethod, Register
from providers.models.vocabulary import ListingStatus as S

from .. import cast, claiming, factories
from .test_listing_merge import matched

pytestmark = pytest.mark.django_db

NPI = "1234567893"
HERE = {"street": "1 Pearl Street", "phone": "+13035550101"}


def listing(name="Clear Creek Ketamine", *, at=factories.BOULDER, site=None, **over):
    over = {"display_name": name, "website": "", **over}
    return factories.unclaimed_listing(at=at, site=site or {}, **over).provider


def found():
    duplicate_finder.find_all()
    return {(row.one.display_name, row.other.display_name): row for row in DuplicatePair.objects.all()}


def test_one_number_at_one_address_is_a_pair_with_a_case():
    one = listing(site=HERE)
    other = listing("Another Name", site={**HERE, "street": "1 PEARL ST"})
    row = found()[one.display_name, other.display_name]
    assert (row.why, row.state) == (["phone"], PairState.OPEN)
    assert row.miles < 0.01
    case = Case.objects.get()
    assert (case.kind, case.duplicate, case.state) == (CaseKind.DUPLICATE, row, CaseState.READY)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({"npi": NPI}, {"npi": NPI, "at": factories.DENVER, "name": "Front Range"}, ["npi"]),
        ({"site": {"street": "1 Pearl Street"}}, {"site": {"street": "1 Pearl St"}}, ["name"]),
        ({"name": "Cascade Ketamine"}, {"name": "Cascade Ketamin Clinic"}, ["name"]),
        (
            {"website": claiming.WEBSITE, "site": {"street": ""}},
            {"website": claiming.WEBSITE, "site": {"street": "9 Elm Street"}},
            ["domain", "name"],
        ),
    ],
)
def test_what_makes_a_pair(one, other, why):
    listing(**one)
    listing(**other)
    (row,) = found().values()
    assert row.why == why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # Sites of a chain: one name, one number, two addresses.
        ({"site": HERE}, {"site": {**HERE, "street": "900 Elm Street"}}),
        ({"site": HERE}, {"site": HERE | {"street": "7 Main Street"}, "at": factories.DENVER}),
        # Two practices in two suites of one house.
        (
            {"name": "Aspen", "site": HERE | {"street2": "Suite 1"}},
            {"name": "Birch", "site": HERE | {"street2": "Suite 2"}},
        ),
        ({"name": "Aspen", "npi": NPI, "site": HERE}, {"name": "Birch", "npi": "1689872012", "site": HERE}),
        # A site that many share proves nothing.
        (
            {"name": "A", "website": "https://www.facebook.com/a"},
            {"name": "B", "website": "https://www.facebook.com/b"},
        ),
        ({"name": "Aspen"}, {"name": "Birch"}),
        ({}, {"at": factories.CASPER}),
    ],
)
def test_what_makes_none(one, other):
    listing(**one)
    listing(**other)
    assert found() == {}


def test_two_rows_of_one_register_are_two_facilities():
    one, other = (listing(name, site=HERE) for name in ("Aspen House", "Aspen Outpatient"))
    for number, each in enumerate((one, other)):
        match = matched(each.locations.get(), key=f"CO{number}")
        assert (match.method, match.record.register) == (MatchMethod.CREATED, Register.SAMHSA_2022)
    assert found() == {}


def test_one_owner_of_two_sites_knows_of_both():
    one, other = listing(npi=NPI), listing(npi=NPI, at=factories.DENVER)
    owner = cast.owner(one)
    other.memberships.create(user=owner, role="owner")
    assert found() == {}


@pytest.mark.parametrize("status", [S.CLOSED, S.REMOVED_BY_REQUEST])
def test_what_is_not_here_is_compared_with_nothing(status):
    listing(site=HERE)
    other = listing(site=HERE)
    Provider.objects.filter(pk=other.pk).update(status=status, closed_on="2026-01-05")
    assert found() == {}


def test_a_draft_is_its_writers_own_until_it_is_submitted():
    listing(npi=NPI)
    draft = factories.provider(status=S.DRAFT, npi=NPI)
    assert (found(), duplicate_finder.find_for(draft)) == ({}, [])


def test_what_is_suspended_does_not_come_back_under_a_new_name():
    one, _other = listing(site=HERE), listing("New Name", site=HERE)
    listings.suspend(by=cast.reviewer(), provider=one, reason="Excluded.")
    assert len(found()) == 1


def test_demo_listings_are_left_alone():
    listing(site=HERE, is_demo=True)
    listing(site=HERE, is_demo=True)
    assert found() == {}


def test_a_second_night_adds_nothing_and_brings_open_pairs_up_to_date():
    one, _other = listing(site=HERE), listing(site=HERE)
    (row,) = found().values()
    Provider.objects.filter(pk=one.pk).update(display_name="Aspen")
    duplicate_finder.find_all()
    (again,) = DuplicatePair.objects.all()
    assert (again.pk, row.why, again.why) == (row.pk, ["phone", "name"], ["phone"])
    assert Case.objects.count() == 1


def test_decided_apart_is_decided():
    listing(site=HERE)
    listing(site=HERE)
    (row,) = found().values()
    duplicates.set_apart(by=cast.reviewer(), pair=row, reason="A group and its lab.")
    assert duplicate_finder.find_all().new == 0
    row.refresh_from_db()
    assert (row.state, row.reason, row.decided_by) == (
        PairState.APART,
        "A group and its lab.",
        cast.reviewer(),
    )
    assert Case.objects.get().state == CaseState.CLOSED


def test_a_case_without_object_ends_and_comes_back_with_it():
    one, _other = listing(site=HERE), listing(site=HERE)
    found()
    listings.close(by=None, provider=one, closed_on=factories.facts.day(1))
    assert duplicate_finder.find_all().ended == 1
    assert Case.objects.get().state == CaseState.CLOSED
    listings.reopen(by=None, provider=one)
    duplicate_finder.find_all()
    assert Case.objects.open().count() == 1


def test_one_new_listing_is_compared_at_once():
    one, new = listing(site=HERE), listing(site=HERE)
    far = listing("Far Away", npi=NPI, at=factories.CASPER)
    Provider.objects.filter(pk=new.pk).update(npi=NPI)
    rows = duplicate_finder.find_for(new)
    assert {(row.one, row.other) for row in rows} == {(one, new), (new, far)}
    assert duplicate_finder.find_for(new) == []
    assert duplicate_finder.find_all().new == 0


def test_a_listing_without_a_place_is_compared_too():
    bare = factories.provider(npi=NPI)
    other = listing(npi=NPI)
    assert {row.other for row in duplicate_finder.find_for(bare)} == {other}


def test_names_of_nothing_but_the_field_and_odd_ones_do_no_harm():
    for name in ("Ketamine Clinic", "Clinic", "—", "0", "x" * 200, "'; DROP TABLE --", "💊"):
        listing(name)
    assert all(row.why == ["name"] for row in found().values())


def test_comparing_costs_the_same_for_few_and_for_many(django_assert_num_queries):
    for _n in range(2):
        for _more in range(2):
            listing(site=HERE)
        pks = list(Provider.objects.values_list("pk", flat=True))
        with django_assert_num_queries(4):
            known = duplicate_profiles.profiles(pks)
    assert len(known) == 4


def test_two_places_on_both_sides_of_a_grid_line_share_a_square():
    west, east = (set(duplicate_keys.cells(40.0, longitude)) for longitude in (-105.1249, -105.1251))
    assert west & east
    assert duplicate_keys.cells(None, None) == []


@pytest.fixture
def pair():
    one, other = listing(site=HERE), listing(site=HERE)
    found()
    return DuplicatePair.objects.get(one=one, other=other)


def test_joined_the_case_closes_and_the_record_keeps_the_choices(pair):
    merge = duplicates.join(
        by=cast.reviewer(), pair=pair, goes=pair.other, chosen={"display_name": "gone"}, reason="One desk."
    )
    pair.refresh_from_db()
    assert (pair.state, merge.kept, merge.gone) == (PairState.MERGED, pair.one, pair.other)
    assert merge.choices["display_name"] == "gone"
    assert Case.objects.get().outcome == PairState.MERGED


def test_the_others_of_the_one_that_went_are_nobodys_business(pair):
    third = listing(site=HERE)
    found()
    assert Case.objects.open().count() == 3
    duplicates.join(by=cast.reviewer(), pair=pair, goes=pair.other, reason="One desk.")
    assert [case.duplicate.other for case in Case.objects.open()] == [third]


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001])
def test_a_reason_is_given(pair, reason):
    for decide in (
        lambda: duplicates.set_apart(by=cast.reviewer(), pair=pair, reason=reason),
        lambda: duplicates.join(by=cast.reviewer(), pair=pair, goes=pair.one, reason=reason),
    ):
        with pytest.raises(TransitionRefused):
            decide()
    assert not Merge.objects.exists()


@pytest.mark.parametrize("chosen", [{"display_name": "both"}, {"place:1": "as:999999"}, {"kind": "\0"}])
def test_what_nobody_offered_is_refused(pair, chosen):
    place = pair.one.locations.get().pk
    chosen = {key.replace("place:1", f"place:{place}"): value for key, value in chosen.items()}
    with pytest.raises(TransitionRefused, match="Look again"):
        duplicates.join(by=cast.reviewer(), pair=pair, goes=pair.one, chosen=chosen, reason="One desk.")


def test_who_may_decide(pair):
    for nobody in (cast.operator(), cast.stranger()):
        with pytest.raises(TransitionRefused):
            duplicates.set_apart(by=nobody, pair=pair, reason="No.")
    reviewer = cast.reviewer()
    pair.one.memberships.create(user=reviewer, role="owner")
    with pytest.raises(TransitionRefused, match="You run one"):
        duplicates.set_apart(by=reviewer, pair=pair, reason="No.")


def test_people_are_turned_out_by_a_lead_only(pair):
    for one in (pair.one, pair.other):
        cast.owner(one)
    with pytest.raises(TransitionRefused, match="a lead decides"):
        duplicates.join(by=cast.reviewer(), pair=pair, goes=pair.one, reason="One desk.")
    assert duplicates.join(by=cast.lead_reviewer(), pair=pair, goes=pair.one, reason="One desk.")


def test_a_third_listing_is_none_of_the_two(pair):
    with pytest.raises(TransitionRefused, match="one of the two"):
        duplicates.join(by=cast.reviewer(), pair=pair, goes=listing("Third"), reason="One desk.")
