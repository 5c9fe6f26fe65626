"""Distances against values published elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from providers.models.geography import (
    bounding_box,
    cosine_of_miles,
    great_circle_miles,
    unit_vector,
)

DENVER = (39.7392, -104.9903)
ADAK = (51.8800, -176.6581)
SHEMYA = (52.7122, 174.1136)
latitudes = st.floats(-89, 89)
longitudes = st.floats(-180, 180)


@pytest.mark.parametrize(
    ("start", "end", "miles"),
    [
        ((40.639751, -73.778925), (33.942536, -118.408075), 2475),  # JFK to LAX
        ((41.978603, -87.904842), (33.942536, -118.408075), 1744),  # ORD to LAX
        ((18.439417, -66.001833), (40.639751, -73.778925), 1598),  # SJU to JFK
    ],
)
def test_great_circle_miles_agree_with_airport_distances(start, end, miles):
    assert great_circle_miles(*start, *end) == pytest.approx(miles, rel=0.005)


def test_distance_across_the_antimeridian_is_the_short_way():
    assert great_circle_miles(*ADAK, *SHEMYA) == pytest.approx(395, abs=10)


def test_box_around_adak_holds_the_islands_beyond_the_antimeridian():
    box = bounding_box(*ADAK, 450)
    assert box.west > box.east
    assert len(box.longitude_spans()) == 2
    assert box.contains(*SHEMYA)
    assert not box.contains(*DENVER)


def test_box_near_the_pole_goes_all_the_way_round():
    box = bounding_box(89.5, 10, 100)
    assert (box.north, box.west, box.east) == (90, -180, 180)


@given(latitudes, longitudes, latitudes, longitudes, st.sampled_from([5, 25, 250]))
def test_what_is_within_the_miles_is_within_the_box(lat, lng, other_lat, other_lng, miles):
    if great_circle_miles(lat, lng, other_lat, other_lng) < miles - 0.001:
        assert bounding_box(lat, lng, miles).contains(other_lat, other_lng)


@given(latitudes, longitudes, latitudes, longitudes)
def test_dot_product_and_haversine_agree(lat, lng, other_lat, other_lng):
    miles = great_circle_miles(lat, lng, other_lat, other_lng)
    here, there = unit_vector(lat, lng), unit_vector(other_lat, other_lng)
    dot = sum(a * b for a, b in zip(here, there, strict=True))
    assert dot == pytest.approx(cosine_of_miles(miles), abs=1e-9)
