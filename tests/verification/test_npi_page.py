"""The page on which one number is looked up: what it says, from where, and to whom."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from providers.models import Feed, FeedLoad, NpiAnswer, NpiRecord, Taxonomy
from providers.models.feed import LoadStatus

from .. import cast
from ..sign_in import with_second_factor
from ..sources.fake_npi_registry import (
    CLINIC,
    DEACTIVATED,
    PERSON,
    UNKNOWN,
    FakeRegistry,
    as_json,
    found,
    person,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def registry(httpserver, settings):
    fake = FakeRegistry(httpserver)
    settings.NPI_REGISTRY_URL = fake.address
    return fake


@pytest.fixture
def staff(client):
    with_second_factor(client, cast.operator())
    return client


def look(client, npi=PERSON):
    return client.get(reverse("staff_npi"), {"npi": npi})


def ask(client, npi=PERSON):
    return client.post(reverse("staff_npi_ask"), {"npi": npi}, follow=True)


def words(answer):
    return " ".join(answer.content.decode().split())


def whole_file(**row):
    load = FeedLoad.objects.create(
        feed=Feed.NPPES,
        status=LoadStatus.DONE,
        published_on=datetime.date(2026, 2, 8),
        finished_at=timezone.now(),
    )
    if row:
        NpiRecord.objects.create(load=load, **row)


def test_staff_may_and_nobody_else(client, registry):
    for url, send in ((reverse("staff_npi"), client.get), (reverse("staff_npi_ask"), client.post)):
        assert send(url).status_code == 302
        client.force_login(cast.stranger())
        assert send(url).status_code == 403
        client.logout()
    with_second_factor(client, cast.operator())
    assert client.get(reverse("staff_npi")).status_code == 200
    assert client.get(reverse("staff_npi_ask")).status_code == 405
    assert client.post(reverse("staff_npi")).status_code == 405
    assert registry.asked == []


def test_a_person_with_source_and_age(staff, registry):
    Taxonomy.objects.create(
        code="2084P0800X", classification="Psychiatry & Neurology", specialization="Psych"
    )

    text = words(look(staff))

    assert "JUNE M ASHGROVE, M.D." in text
    assert "Psychiatry &amp; Neurology, Psych" in text
    assert "ME12345" in text
    assert "JUNE DUNMORE" in text
    assert "In use" in text
    assert "Source: the NPI Registry’s web service, asked on" in text
    assert NpiAnswer.objects.count() == 1


def test_a_clinic_with_who_signs_for_it(staff, registry):
    text = words(look(staff, CLINIC))

    assert "BIRCH HILL CLINIC, LLC" in text
    assert "OTIS COTTERELL, OWNER" in text


@pytest.mark.parametrize("typed", ["1234 567-893", " 1234567893 "])
def test_a_number_may_be_pasted_as_people_write_it(staff, registry, typed):
    assert "NPI 1234567893" in words(look(staff, typed))


@pytest.mark.parametrize("typed", ["", "1234567890", "9" * 5000, "'; --", "１２３４５６７８９３"])
def test_what_is_no_npi_is_said_beside_the_field(staff, registry, typed):
    answer = look(staff, typed)

    assert answer.status_code == 422
    assert answer.context["form"].errors["npi"]
    assert ask(staff, typed).status_code == 422
    assert registry.asked == []


def test_a_nul_byte_is_refused(staff, registry):
    assert look(staff, "12345678\0").status_code == 400
    assert ask(staff, "12345678\0").status_code == 422
    assert registry.asked == []


def test_asking_again_asks(staff, registry):
    look(staff)
    registry.records[PERSON] = found(person(basic={"last_name": "DUNMORE", "status": "A"}))

    assert "ASHGROVE" in words(look(staff))
    assert "DUNMORE" in words(ask(staff))
    assert len(registry.asked) == 2


def test_without_an_answer_the_older_one_stands_and_says_how_old_it_is(staff, registry):
    look(staff)
    registry.faults = dict.fromkeys(range(2, 9), as_json({}, 503))
    NpiAnswer.objects.update(asked_at=timezone.now() - datetime.timedelta(hours=5))

    text = words(ask(staff))

    assert "The register did not answer. What stands below is older." in text
    assert "5 hours ago" in text.replace("\xa0", " ")


def test_the_file_answers_where_the_service_is_not_asked(staff):
    whole_file(npi=PERSON, last_name="OF THE FILE", entity=1)

    text = words(look(staff))
    assert "OF THE FILE" in text
    assert "file as loaded here, which speaks for 8 Feb 2026" in text


def test_a_number_out_of_use_says_since_when_and_what_replaced_it(staff, registry):
    whole_file(npi=DEACTIVATED, deactivated_on=datetime.date(2019, 11, 5), replacement_npi=PERSON)

    text = words(look(staff, DEACTIVATED))

    assert "Out of use since 5 Nov 2019." in text
    assert f'href="{reverse("staff_npi")}?npi={PERSON}"' in text
    assert "CMS deactivated NPI" in text
    assert "In use" not in text


def test_not_in_the_register_and_nobody_can_say_are_two_things(staff, registry, settings):
    assert "The register knows no such number." in words(look(staff, UNKNOWN))

    settings.NPI_REGISTRY_URL = ""
    NpiAnswer.objects.all().delete()
    assert "Nobody can say now" in words(look(staff, UNKNOWN))


def test_the_same_few_queries_for_one_specialty_and_for_fifteen(staff, registry, django_assert_num_queries):
    counts = []
    for number in (1, 15):
        given = [{"code": f"2084P0{800 + each}X", "state": "FL"} for each in range(number)]
        registry.records[PERSON] = found(person(taxonomies=given))
        ask(staff)
        with django_assert_num_queries(7) as counted:
            look(staff)
        counts.append(len(counted))
    assert counts[0] == counts[1]
