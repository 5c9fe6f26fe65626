"""What every test shares. The network is closed but for this machine (see addopts in pyproject.toml)."""

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from providers.actions.counts import tally
from providers.search import remembered
from tests import slot, template_database

pytest_plugins = ["tests.gazetteer", "tests.shared_database", "tests.actions.demo_listings"]


def pytest_configure() -> None:
    """Cheap password hashes, no register to ask, and hypothesis without a stopwatch: workers share cores."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.NPI_REGISTRY_URL = ""
    hypothesis_settings.register_profile("shared", deadline=None, max_examples=50)
    hypothesis_settings.load_profile("shared")


@pytest.fixture(autouse=True)
def english():
    """A request for a Spanish page leaves Spanish switched on; the next test starts in English."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def forgetful():
    """What a process keeps in mind for a minute belongs to one test's world."""
    remembered.forget()
    yield
    tally.take()


@pytest.fixture(scope="session", autouse=True)
def documents_folder(tmp_path_factory):
    """Uploads of tests stay out of the development folder."""
    folder, storage = tmp_path_factory.mktemp("documents"), storages["documents"]
    storage.base_location = storage.location = str(folder)
    return folder


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_blocker):
    """Tests that commit are swept up by emptying every table, which the append-only ones refuse otherwise."""
    usual = connection.ops.sql_flush
    connection.ops.sql_flush = lambda *args, **options: [
        "SET LOCAL session_replication_role = replica",
        *usual(*args, **options),
    ]
    with django_db_blocker.unblock(), slot.taken() as name:
        template = template_database.ensure()
        connection.settings_dict["TEST"].update(NAME=name, TEMPLATE=template)
        yield
