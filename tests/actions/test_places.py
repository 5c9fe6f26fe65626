"""Loading the table of places."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command
from psycopg import DataError

from providers.actions.places import load_places
from providers.models import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def some(records):
    return [record for record in records if record.state in ("CO", "AE")]


def test_load_places_stores_every_record_and_counts_by_kind(some):
    counts = load_places(records=some)
    assert counts["zip"] == 645 + 346
    assert counts["state"] == 2
    assert Place.objects.count() == counts.total() == len(some)
    boulder = Place.objects.at_path("colorado", "boulder").get()
    assert (boulder.name, boulder.county, boulder.timezone) == ("Boulder", "Boulder County", "America/Denver")
    assert boulder.population > 100_000


def test_load_places_again_changes_nothing(some):
    load_places(records=some)
    before = list(Place.objects.order_by("pk").values_list())
    load_places(records=some)
    assert list(Place.objects.order_by("pk").values_list()) == before


def test_load_places_replaces_what_was_there(some):
    load_places(records=some)
    load_places(records=some[:10])
    assert list(Place.objects.order_by("pk").values_list("code", flat=True)) == [r.code for r in some[:10]]


def test_load_places_keeps_the_old_rows_when_a_record_is_refused(some):
    load_places(records=some[:5])
    with pytest.raises(DataError):
        load_places(records=[*some, replace(some[0], state="too long", code="x")])
    assert Place.objects.count() == 5


def test_a_new_place_gets_a_key_that_is_free_after_loading(some):
    load_places(records=some[:5])
    fresh = Place.objects.create(kind="state", code="ZZ", name="Z", state="ZZ", slug="z", search_key="z")
    assert fresh.pk == 6


def test_the_command_loads_everything_and_says_how_much():
    said = StringIO()
    call_command("load_places", verbosity=0, stdout=said)
    assert "41,706 of kind zip" in said.getvalue()
    assert Place.objects.filter(kind="zip").count() == 41_706
