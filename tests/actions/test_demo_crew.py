"""Big loads are written by several processes; what they write is what one process writes."""

import pytest

from providers.actions import demo, search_index
from providers.models import Location, Provider

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("all_places")]


@pytest.fixture(scope="module")
def loaded_by_two(django_db_blocker, all_places):
    """Outside the test's transaction: other processes see only what is committed."""
    told = []
    with django_db_blocker.unblock():
        demo.load(count=40, seed=9, processes=2, progress=told.append)
    yield told
    with django_db_blocker.unblock():
        demo.remove()


def test_processes_write_what_one_process_writes(loaded_by_two):
    assert loaded_by_two == [40]
    assert not search_index.drift()
    written = sorted(Location.objects.values_list("provider__slug", "street", "latitude", "phone"))
    demo.remove()
    assert not Provider.objects.exists()
    demo.load(count=40, seed=9, processes=1)
    assert sorted(Location.objects.values_list("provider__slug", "street", "latitude", "phone")) == written
