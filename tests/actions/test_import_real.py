"""The real directory, where it is present. The numbers were counted in its file with grep and awk."""

from collections import Counter
from pathlib import Path

import pytest
from django.db.models import Count

from directory.env import BASE_DIR
from providers.actions import imports, search_index
from providers.models import Coverage, Language, Location, Policy, Provider, SearchRow, Service
from providers.sources import findtreatment, samhsa

DATA = BASE_DIR.parent / "shared" / "data"
KETAMINE = DATA / "samhsa_ketamine_2022.csv"
WHOLE = DATA / "samhsa_mh_directory_2022.csv"
SAMPLE = DATA / "findtreatment_api_sample.json"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_places")]


def needs(path: Path) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not path.exists(), reason=f"the register's file {path.name} is not here")


def store(path: Path, **over) -> imports.Report:
    with path.open("rb") as stream:
        return imports.store(samhsa.read(stream), by=None, register="samhsa_2022", **over)


@needs(KETAMINE)
def test_the_104_ketamine_facilities_are_all_there():
    report = store(KETAMINE)
    assert (report.created, report.refused, report.skipped, report.repeats) == (104, [], [], [])
    assert report.warnings == []
    assert Provider.objects.filter(status="imported_unclaimed", basis="public_import").count() == 104
    assert Service.objects.filter(route="iv", setting=None).count() == 104
    assert SearchRow.objects.count() == 104
    assert not search_index.drift()


@needs(KETAMINE)
def test_totals_by_state():
    store(KETAMINE)
    assert Counter(Location.objects.values_list("state", flat=True)) == {
        "AL": 2, "AZ": 2, "CA": 23, "CO": 1, "CT": 3, "FL": 10, "GA": 1, "HI": 1, "IL": 1, "KS": 3,
        "KY": 2, "MA": 2, "MD": 1, "ME": 1, "MI": 2, "MO": 4, "NE": 1, "NJ": 2, "NV": 1, "NY": 2,
        "OH": 6, "PA": 2, "TN": 3, "TX": 3, "UT": 14, "VA": 3, "WI": 5, "WV": 2, "WY": 1,
    }  # fmt: skip


@needs(KETAMINE)
def test_totals_by_code():
    store(KETAMINE)
    assert Counter(Coverage.objects.values_list("plan_family", flat=True)) == {
        "commercial": 85,
        "medicare_b": 69,
        "medicaid": 54,
        "tricare": 66,
        "va_community_care": 52,
    }
    ages = Counter(age for ages in Service.objects.values_list("age_groups", flat=True) for age in ages or ())
    assert ages == {"child": 56, "young_adult": 103, "adult": 103, "senior": 103}
    assert Location.objects.filter(offers_telehealth=True).count() == 90
    assert Policy.objects.filter(self_pay=True).count() == 81
    assert Policy.objects.filter(sliding_scale=True).count() == 36
    assert Policy.objects.count() == 82
    assert Provider.objects.filter(kind="hospital_department").count() == 33
    assert Location.objects.exclude(phone_extension="").count() == 8
    assert Counter(Language.objects.values_list("tag", flat=True)) == {
        "es": 39, "ase": 42, "ar": 16, "zh": 15, "ht": 13, "fa": 14, "fr": 13, "de": 13, "el": 6, "he": 13,
        "hi": 14, "it": 12, "ja": 15, "ko": 14, "pl": 1, "pt": 13, "ru": 14, "tl": 14, "vi": 14,
    }  # fmt: skip


ALL_AGES = ["child", "young_adult", "adult", "senior"]
BY_HAND = {
    "care-clinic-huntsville-al": {
        "name": "Care Clinic",
        "kind": None,
        "address": ("600 Boulevard South SW", "Suite 106", "Huntsville", "AL", "35802"),
        "county": ("Madison County", "America/Chicago"),
        "point": (34.6679, -86.5603, "zip_centroid"),
        "phone": ("+18447826963", ""),
        "telehealth": True,
        "ages": ["young_adult", "adult", "senior"],
        "plans": [],
        "pays": None,
        "languages": [],
    },
    "empact-suicide-prevention-center-phoenix-az": {
        "name": "EMPACT Suicide Prevention Center",
        "kind": None,
        "address": ("1035 East Jefferson Street", "Suite A", "Phoenix", "AZ", "85034"),
        "county": ("Maricopa County", "America/Phoenix"),
        "point": (33.4413, -112.0421, "zip_centroid"),
        "phone": ("+14807841514", "1126"),
        "telehealth": True,
        "ages": ["young_adult", "adult", "senior"],
        "plans": ["medicaid", "medicare_b"],
        "pays": None,
        "languages": ["ase", "es"],
    },
    "resnick-neuropsychiatric-hospital-at-ucla-los-angeles-ca": {
        "name": "Resnick Neuropsychiatric Hospital at UCLA",
        "kind": "hospital_department",
        "address": ("150 Westwood Plaza", "", "Los Angeles", "CA", "90095"),
        "county": ("Los Angeles County", "America/Los_Angeles"),
        "point": (33.7866, -118.2987, "zip_centroid"),
        "phone": ("+13108250511", ""),
        "telehealth": True,
        "ages": ALL_AGES,
        "plans": ["commercial", "medicaid", "medicare_b", "tricare", "va_community_care"],
        "pays": (True, True),
        "languages": ["ase", "es"],
    },
    "care-plus-nj-inc-paramus-nj": {
        "name": "Care Plus NJ Inc",
        "kind": None,
        "address": ("610 Valley Health Plaza", "", "Paramus", "NJ", "07652"),
        "county": ("Bergen County", "America/New_York"),
        "point": (40.9477, -74.0672, "zip_centroid"),
        "phone": ("+12012658200", ""),
        "telehealth": True,
        "ages": ALL_AGES,
        "plans": ["commercial", "medicaid", "medicare_b", "tricare", "va_community_care"],
        "pays": (True, None),
        "languages": ["ar", "ase", "es", "ja", "ko", "ru"],
    },
    "terrell-state-hospital-terrell-tx": {
        "name": "Terrell State Hospital",
        "kind": "hospital_department",
        "address": ("1200 East Brin Street", "", "Terrell", "TX", "75160"),
        "county": ("Kaufman County", "America/Chicago"),
        "point": (32.7515, -96.2831, "zip_centroid"),
        "phone": ("+19725518566", ""),
        "telehealth": None,
        "ages": ALL_AGES,
        "plans": ["commercial", "medicaid", "medicare_b", "tricare", "va_community_care"],
        "pays": (True, None),
        "languages": ["ase", "es", "hi", "zh"],
    },
}


@needs(KETAMINE)
def test_five_listings_are_what_their_rows_say():
    store(KETAMINE)
    found = {slug: in_short(Location.objects.get(provider__slug=slug)) for slug in BY_HAND}
    assert found == BY_HAND


def in_short(location: Location) -> dict[str, object]:
    provider = location.provider
    policy = getattr(provider, "policy", None)
    return {
        "name": provider.display_name,
        "kind": provider.kind,
        "address": (location.street, location.street2, location.city, location.state, location.zip),
        "county": (location.county, location.timezone),
        "point": (location.latitude, location.longitude, location.geocode_quality),
        "phone": (location.phone, location.phone_extension),
        "telehealth": location.offers_telehealth,
        "ages": location.services.get().age_groups,
        "plans": sorted(location.coverages.values_list("plan_family", flat=True)),
        "pays": (policy.self_pay, policy.sliding_scale) if policy else None,
        "languages": sorted(location.languages.values_list("tag", flat=True)),
    }


@needs(KETAMINE)
def test_sites_of_one_name_and_telephone_stay_apart():
    store(KETAMINE)
    care_clinic = Provider.objects.filter(display_name="Care Clinic")
    assert care_clinic.count() == 16
    in_martinsburg = care_clinic.filter(locations__city="Martinsburg").order_by("slug")
    assert list(in_martinsburg.values_list("slug", flat=True)) == [
        "care-clinic-martinsburg-wv",
        "care-clinic-martinsburg-wv-2",
    ]


@needs(WHOLE)
def test_the_whole_directory_yields_the_same_104():
    assert store(KETAMINE).created == 104
    report = store(WHOLE)
    assert (report.created, report.updated, report.unchanged, report.left_out) == (0, 0, 104, 8933)
    assert report.refused == []


@needs(SAMPLE)
def test_the_sample_of_findtreatment_is_stored_and_joined():
    page = findtreatment.read_page(SAMPLE.read_bytes())
    records = list(findtreatment.read(page.rows))
    report = imports.store(records, by=None, register="findtreatment", only_ketamine=False)
    assert (len(records), report.refused, report.warnings) == (30, [], [])
    assert report.created == Provider.objects.count() == 27
    assert len(report.repeats) == 3
    twice = Location.objects.annotate(records=Count("matches")).filter(records=2)
    assert sorted(twice.values_list("street", flat=True)) == [
        "13623 James Madison Highway",
        "800 Preston Avenue",
        "9963 Spotswood Trail",
    ]
    assert set(Location.objects.values_list("geocode_quality", flat=True)) == {"street"}
