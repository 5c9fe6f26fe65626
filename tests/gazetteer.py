"""All the places that ship with the project, for tests that look something up. A pytest plugin."""

import pytest

from providers.actions.places import load_places
from providers.models import Place
from providers.sources import gazetteer


@pytest.fixture(scope="session")
def records() -> list:
    return gazetteer.places()


@pytest.fixture(scope="module")
def all_places(django_db_setup, django_db_blocker, records):
    """Loaded once for a module and taken away after it."""
    with django_db_blocker.unblock():
        load_places(records=records)
    yield
    with django_db_blocker.unblock():
        Place.objects.all().delete()
