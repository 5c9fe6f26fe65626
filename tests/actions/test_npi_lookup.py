"""One number looked up: from what was answered lately, the web service, or the file, and saying which."""

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from providers.actions import npi_lookup
from providers.actions.npi_lookup import Source
from providers.models import Feed, FeedLoad, NpiAnswer, NpiRecord
from providers.models.feed import LoadStatus
from providers.sources.npi_registry import Manners

from ..sources.fake_npi_registry import DEACTIVATED, PERSON, UNKNOWN, FakeRegistry, as_json

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2026, 3, 5, 12, tzinfo=datetime.UTC)
FILE_DAY = datetime.date(2026, 2, 8)
QUICK = Manners(timeout=0.5, attempts=1)


@pytest.fixture
def registry(httpserver, settings):
    fake = FakeRegistry(httpserver)
    settings.NPI_REGISTRY_URL = fake.address
    return fake


@pytest.fixture
def noon():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def file_with(*rows):
    load = FeedLoad.objects.create(
        feed=Feed.NPPES, status=LoadStatus.DONE, published_on=FILE_DAY, finished_at=timezone.now()
    )
    for row in rows:
        NpiRecord.objects.create(load=load, **row)


def look_up(npi=PERSON, **over):
    return npi_lookup.look_up(npi, manners=QUICK, **over)


def broken(registry):
    registry.faults = dict.fromkeys(range(1, 9), as_json({}, 500))


def test_the_web_service_is_asked_and_its_answer_kept(registry, noon):
    found = look_up()

    assert (found.entry.last_name, found.entry.state, found.is_active) == ("ASHGROVE", "FL", True)
    assert (found.source, found.as_of, found.asked_at) == (Source.SERVICE, NOON.date(), NOON)
    assert NpiAnswer.objects.get().payload["number"] == PERSON
    assert NpiRecord.objects.count() == 0


def test_within_a_day_nobody_is_asked_again_but_on_request(registry, noon):
    look_up()
    noon.shift(datetime.timedelta(hours=23))
    assert look_up().asked_at == NOON
    assert len(registry.asked) == 1

    assert look_up(refresh=True).asked_at == timezone.now()
    noon.shift(datetime.timedelta(hours=25))
    look_up()
    assert len(registry.asked) == 3


def test_where_the_service_is_silent_the_file_answers_and_says_so(registry, noon):
    file_with({"npi": PERSON, "last_name": "OF THE FILE"})
    broken(registry)

    found = look_up()

    assert (found.entry.last_name, found.source, found.as_of) == ("OF THE FILE", Source.FILE, FILE_DAY)
    assert "answered 500" in found.trouble
    assert NpiAnswer.objects.count() == 0


def test_an_answer_newer_than_the_file_is_better_than_the_file(registry, noon):
    file_with({"npi": PERSON, "last_name": "OF THE FILE"})
    look_up()
    noon.shift(datetime.timedelta(days=3))
    broken(registry)

    found = look_up()

    assert (found.source, found.asked_at, found.entry.last_name) == (Source.SERVICE, NOON, "ASHGROVE")
    assert found.trouble


def test_every_row_speaks_for_the_day_of_the_newest_file(settings):
    file_with({"npi": PERSON, "last_name": "UNCHANGED FOR YEARS"})
    newer = FILE_DAY + datetime.timedelta(days=7)
    FeedLoad.objects.create(
        feed=Feed.NPPES_WEEKLY, status=LoadStatus.DONE, published_on=newer, finished_at=timezone.now()
    )

    found = look_up()
    assert (found.source, found.as_of, found.trouble) == (Source.FILE, newer, "")


def test_a_number_that_nobody_has(registry, noon):
    found = look_up(UNKNOWN)

    assert (found.entry, found.source, found.is_known, found.is_active) == (
        None,
        Source.SERVICE,
        False,
        False,
    )
    assert NpiAnswer.objects.get().payload is None
    assert look_up(UNKNOWN).source == Source.SERVICE
    assert len(registry.asked) == 1


def test_a_number_out_of_service_is_known_and_the_file_says_since_when(registry, noon):
    found = look_up(DEACTIVATED)
    assert (found.entry, found.is_known, found.is_active) == (None, True, False)
    assert found.words.startswith("CMS deactivated NPI")

    file_with({"npi": DEACTIVATED, "deactivated_on": datetime.date(2019, 11, 5)})
    assert look_up(DEACTIVATED).entry.deactivated_on == datetime.date(2019, 11, 5)


def test_absence_from_the_file_means_something_only_once_there_is_a_whole_one():
    assert look_up(UNKNOWN).source is None

    file_with()
    found = look_up(UNKNOWN)
    assert (found.source, found.entry, found.as_of) == (Source.FILE, None, FILE_DAY)


@pytest.mark.parametrize(
    "text", ["", "1234567890", "3234567899", "12345678\0", "１２３４５６７８９３", "x" * 5000]
)
def test_what_cannot_be_an_npi_is_not_asked_about(registry, text):
    with pytest.raises(ValidationError):
        look_up(text)
    assert registry.asked == []
