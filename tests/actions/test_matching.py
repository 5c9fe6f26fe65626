"""Whether a register's facility is one that is listed already. Every doubt means that it is another."""

import pytest

from providers.actions import search_index
from providers.actions.matching import name_score, name_words
from providers.models import Coverage, Language, Location, Match, Provider, SourceRecord
from tests import factories

from .registers import boulder, counts, stated, store

pytestmark = pytest.mark.django_db

OTHER = "findtreatment"


@pytest.fixture(autouse=True)
def places():
    return boulder()


def listings() -> int:
    return Provider.objects.count()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cedar Grove Clinic", "Cedar Grove Clinic, Inc."),
        ("Cedar Grove Hosp", "The Cedar Grove Hospital"),
        ("Noth Federal Location", "North Federal Location"),
        ("Saint Anne Behav Hlth Servs", "St. Anne Behavioral Health Services"),
        ("Region Ten Fluvanna County", "Region Ten Fluvanna County Office"),
        ("Clínica Peñasco", "Clinica Penasco"),
        ("Child & Family Ctr", "Child and Family Center"),
        ("Wellness Center of Boulder", "Boulder Wellness Centre"),
    ],
)
def test_small_differences_are_the_same_name(one, other):
    assert name_score(frozenset(name_words(one)), frozenset(name_words(other))) > 75


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cedar Grove Adult Services", "Cedar Grove Youth Services"),
        ("Cedar Grove Inpatient", "Cedar Grove Outpatient"),
        ("Cedar Grove East", "Cedar Grove West"),
        ("Payson Center", "Payson Center 2"),
        ("Unit 1", "Unit 2"),
        ("For All Seasons Inc", "For All Seasons Inc – Satellite"),
        ("Mens House", "Womens House"),
        ("", ""),
    ],
)
def test_another_unit_is_another_name(one, other):
    assert name_score(frozenset(name_words(one)), frozenset(name_words(other))) == 0


SAME_FILE = [
    ("small difference in the name", {"name": "Cedar Grove Clinic Inc"}, 1),
    ("and in the street", {"name": "Cedar Grove Clinc", "street": "12 Cedar St."}, 1),
    ("other telephone, same address", {"phone": "+13035550177", "name": "The Cedar Grove Clinic"}, 1),
    ("same name and telephone, other address", {"street": "99 Walnut Street"}, 2),
    ("same name and telephone, other house number", {"street": "14 Cedar Street"}, 2),
    ("same name and address, other suite", {"street2": "Suite 9"}, 2),
    ("another unit in the building", {"unit_name": "Youth Services"}, 2),
    ("another clinic in the building", {"name": "Fir Lane Practice"}, 2),
    ("same name elsewhere", {"city": "Denver", "zip": "80202", "phone": "+17205550142"}, 2),
    ("no street, same telephone", {"street": ""}, 2),
]


@pytest.mark.parametrize(
    ("over", "expected"), [case[1:] for case in SAME_FILE], ids=[c[0] for c in SAME_FILE]
)
def test_two_rows_of_one_file(over, expected):
    report = store(stated(street2="Suite 1"), stated(3, **{"street2": "Suite 1", **over}))
    assert listings() == expected
    assert counts(report) == ({"created": 2} if expected == 2 else {"created": 1, "unchanged": 1})
    if expected == 1:
        assert str(report.repeats[0]).startswith("line 3: the same facility as “Cedar Grove Clinic”")


OTHER_REGISTER = [
    ("the same", {}, 1),
    ("moved spelling", {"street": "12 Cedar St", "name": "Cedar Grove Clinic LLC"}, 1),
    ("no street, same telephone", {"street": ""}, 1),
    ("ZIP code wrong, same telephone and street", {"zip": "80303"}, 1),
    ("a unit is named, same telephone and address", {"unit_name": "Outpatient"}, 1),
    ("a unit is named, other telephone", {"unit_name": "Outpatient", "phone": "+13035550177"}, 2),
    ("other house number", {"street": "99 Cedar Street"}, 2),
    ("other clinic with the same telephone", {"name": "Fir Lane Practice"}, 2),
    ("no telephone, no street", {"street": "", "phone": ""}, 2),
]


@pytest.mark.parametrize(
    ("over", "expected"), [case[1:] for case in OTHER_REGISTER], ids=[case[0] for case in OTHER_REGISTER]
)
def test_the_same_facility_in_another_register(over, expected):
    store(stated())
    store(stated(7, register=OTHER, **over))
    assert listings() == expected
    assert Match.objects.count() == SourceRecord.objects.count() == 2


def test_another_register_fills_what_is_missing_and_says_who_said_what():
    store(stated(phone="", self_pay=None))
    better = {"latitude": 40.0176, "longitude": -105.2797, "website": "https://example.org/"}
    fuller = stated(
        7,
        register=OTHER,
        plan_families=("medicaid", "tricare"),
        languages=("fr",),
        is_hospital=True,
        **better,
    )
    assert counts(store(fuller)) == {"updated": 1}
    location = Location.objects.get()
    assert (location.latitude, location.geocode_quality) == (40.0176, "street")
    assert (location.phone, location.provider.website) == ("+13035550142", "https://example.org/")
    assert location.source == location.provider.source == "SAMHSA's 2022 directory and FindTreatment.gov"
    assert sorted(location.coverages.values_list("plan_family", "source")) == [
        ("medicaid", "SAMHSA's 2022 directory"),
        ("tricare", "FindTreatment.gov"),
    ]
    assert sorted(location.languages.values_list("tag", flat=True)) == ["es", "fr"]
    assert location.provider.policy.source == "FindTreatment.gov"
    assert not search_index.drift()
    assert counts(store(fuller)) == {"unchanged": 1}


def test_the_match_holds_what_it_takes_to_undo():
    store(stated(phone=""))
    store(stated(7, register=OTHER, languages=("fr",)))
    match = Match.objects.get(method="similar")
    assert match.score == 100
    assert match.before["location"] == {"phone": "", "source": "SAMHSA's 2022 directory"}
    assert match.before["added"] == {"language": [Language.objects.get(tag="fr").pk]}


def test_another_register_changes_nothing_that_is_said():
    store(stated())
    rows = list(Location.objects.values())
    store(stated(7, register=OTHER, street="12 Cedar St", name="Cedar Grove Clinic Inc"))
    assert list(Location.objects.values()) == rows
    assert Coverage.objects.get().source == "SAMHSA's 2022 directory"


def test_a_change_in_the_first_register_keeps_the_better_position_of_the_second():
    store(stated())
    store(stated(7, register=OTHER, latitude=40.0176, longitude=-105.2797))
    store(stated(phone="+13035550188"))
    location = Location.objects.get()
    assert (location.phone, location.latitude, location.geocode_quality) == (
        "+13035550188",
        40.0176,
        "street",
    )


def test_a_published_listing_is_recognised_and_left_alone():
    ours = factories.published_listing(
        display_name="Cedar Grove Clinic",
        site={"street": "12 Cedar Street", "phone": "+13035550142", "timezone": ""},
    )
    rows = list(Location.objects.values()), list(Coverage.objects.values())
    facility = stated(plan_families=("tricare",))
    report = store(facility)
    assert counts(report) == {"skipped": 1}
    assert Match.objects.get().location == ours
    assert (list(Location.objects.values()), list(Coverage.objects.values())) == rows
    assert counts(store(facility)) == {"unchanged": 1}


def test_a_demo_listing_is_never_taken_for_a_real_one():
    factories.published_listing(
        display_name="Cedar Grove Clinic",
        is_demo=True,
        site={"street": "12 Cedar Street", "phone": "+13035550142"},
    )
    assert counts(store(stated())) == {"created": 1}


def test_the_most_similar_of_several_is_taken():
    store(stated(street2="Suite 1"), stated(3, name="Cedar Grove Clinics", street2="Suite 9"))
    store(stated(7, register=OTHER, name="Cedar Grove Clinics"))
    match = Match.objects.get(record__register=OTHER)
    assert match.location.provider.display_name == "Cedar Grove Clinics"
