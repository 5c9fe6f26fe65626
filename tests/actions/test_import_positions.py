"""Where an imported listing is put on the map: positions are checked against the ZIP code."""

import pytest

from providers.models import Location
from tests import factories

from .registers import ZIP_80302, boulder, stated, store

pytestmark = pytest.mark.django_db

PEARL_STREET = (40.0176, -105.2797)
COLORADO_SPRINGS = (38.8339, -104.8214)
ALBUQUERQUE = (35.0844, -106.6504)


@pytest.fixture(autouse=True)
def places():
    return boulder()


def placed(**over):
    report = store(stated(**over))
    location = Location.objects.get()
    point = None if location.latitude is None else (location.latitude, location.longitude)
    return point, location.geocode_quality, [note.reason for note in report.warnings]


def test_a_position_near_the_zip_code_is_taken():
    assert placed(latitude=PEARL_STREET[0], longitude=PEARL_STREET[1]) == (PEARL_STREET, "street", [])


def test_swapped_coordinates_are_put_right():
    point, quality, warnings = placed(latitude=PEARL_STREET[1], longitude=PEARL_STREET[0])
    assert (point, quality) == (PEARL_STREET, "street")
    assert warnings == ["its latitude and longitude were swapped; put right"]


@pytest.mark.parametrize(
    ("wrong", "miles"), [(COLORADO_SPRINGS, "8"), (ALBUQUERQUE, "34"), ((0.1, 0.1), "7,0")]
)
def test_a_position_far_from_the_zip_code_is_not_believed(wrong, miles):
    point, quality, (warning,) = placed(latitude=wrong[0], longitude=wrong[1])
    assert (point, quality) == (ZIP_80302, "zip_centroid")
    assert warning.startswith(f"its position is {miles}")


def test_without_a_position_the_middle_of_the_zip_code_is_used_and_said():
    assert placed() == (ZIP_80302, "zip_centroid", [])


def test_without_a_zip_code_there_is_no_position():
    assert placed(zip="", latitude=PEARL_STREET[0], longitude=PEARL_STREET[1]) == (None, None, [])


def test_a_zip_code_of_another_state_is_not_believed():
    factories.place("zip", "Casper", "WY", code="82601", latitude=42.8501, longitude=-106.3252)
    point, _, warnings = placed(zip="82601")
    assert point is None
    assert warnings == ["its ZIP code 82601 is in WY, not CO"]
    assert Location.objects.get().county == ""


def test_a_military_zip_code_has_no_position():
    factories.place("zip", "APO", "AE", code="09012")
    assert placed(state="AE", city="APO", zip="09012")[0] is None


def test_the_time_zone_is_that_of_the_nearest_town():
    factories.place("city", "Kanab", "UT", latitude=37.05, longitude=-112.53, timezone="America/Denver")
    factories.place("city", "Fredonia", "AZ", latitude=36.95, longitude=-112.53, timezone="America/Phoenix")
    factories.place("zip", "Fredonia", "AZ", code="86022", latitude=36.96, longitude=-112.5)
    placed(state="AZ", city="Fredonia", zip="86022")
    assert Location.objects.get().timezone == "America/Phoenix"
