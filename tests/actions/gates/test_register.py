"""Where the gates' answer about an NPI comes from: the file that is loaded, else the web service."""

import pytest

from providers.actions.gates import npi_register, register, run
from providers.models.vocabulary import CheckMethod, CheckResult, Gate
from providers.sources.npi_registry import Manners
from tests import factories
from tests.factories.facts import day
from tests.sources.fake_npi_registry import DEACTIVATED, PERSON, UNKNOWN, FakeRegistry, as_json

from .entries import NPI, WRONG_DIGIT, entry, whole_file

pytestmark = pytest.mark.django_db
QUICK = Manners(timeout=0.5, attempts=1)


@pytest.fixture
def service(httpserver, settings):
    fake = FakeRegistry(httpserver)
    settings.NPI_REGISTRY_URL = fake.address
    return fake


def claimed(npi):
    return npi_register.Claimed(npi, ("Somebody Else",), frozenset({"CO"}), "MD")


def looked(npi):
    return npi_register.look(claimed(npi), register.ask(npi, manners=QUICK))


def test_the_file_goes_first_and_speaks_for_its_own_day(service):
    entry()
    answer = register.ask(NPI, manners=QUICK)
    assert (answer.method, answer.source_date) == (CheckMethod.REGISTER_FILE, day(5))
    assert answer.entry.last_name == "SAMPLE"


def test_what_the_file_does_not_have_the_service_is_asked_today(service):
    whole_file()
    look = looked(PERSON)
    assert (look.method, look.source_date) == (CheckMethod.REGISTER_API, day())
    assert "ASHGROVE" in look.found["name"]


def test_a_number_that_neither_knows_is_not_found(service):
    assert looked(UNKNOWN).result == CheckResult.NOT_FOUND


def test_a_number_out_of_service_is_so_in_the_register_s_own_words(service):
    look = looked(DEACTIVATED)
    assert (look.result, [one["field"] for one in look.differs]) == (CheckResult.DIFFERS, ["active"])


def test_silence_of_the_service_is_an_answer_that_says_nothing(service):
    service.faults = dict.fromkeys(range(1, 9), as_json({}, 500))
    look = looked(PERSON)
    assert (look.result, look.was_asked, look.differs) == (CheckResult.NO_ANSWER, True, [])


def test_without_file_and_service_nobody_is_asked():
    assert register.ask(PERSON) is None
    assert looked(PERSON).was_asked is False


@pytest.mark.parametrize("npi", ["", WRONG_DIGIT, "12345"])
def test_what_cannot_be_a_number_is_never_asked_about(npi, service):
    assert register.ask(npi) is None


def test_a_person_is_looked_at_by_way_of_the_service(service):
    person = factories.practitioner(name="Somebody Else", npi=PERSON)
    run.on_person(person.pk)
    check = person.checks.get(gate=Gate.NPI_REGISTER)
    assert (check.result, check.method) == (CheckResult.DIFFERS, CheckMethod.REGISTER_API)
