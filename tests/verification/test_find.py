"""The search for a file: by name, NPI or license number; numbers stay hidden unless asked for."""

import pytest
from django.urls import reverse

from tests import cast, factories, sign_in
from tests.queue_of_cases import about_a_licence, about_a_report

pytestmark = pytest.mark.django_db
QUERIES = 9


@pytest.fixture
def reviewer(client):
    return sign_in.with_second_factor(client, cast.reviewer())


def find(client, q, **more):
    answer = client.get(reverse("staff_find"), {"q": q, **more})
    assert answer.status_code == 200
    return dict(answer.context["groups"]), answer.content.decode()


def test_a_listing_by_part_of_its_name_with_its_open_cases(client, reviewer):
    place = factories.published_listing(display_name="Clear Creek Clinic", npi="1234567893")
    case = about_a_report(place)
    groups, page = find(client, "creek")
    (found,) = groups["Listings"]
    assert (found.name, found.about, found.number) == (
        "Clear Creek Clinic",
        "Boulder, CO · Published",
        "•••893",
    )
    assert found.cases == [("Error report: Opening hours", reverse("staff_case", args=[case.pk]))]
    assert "1234567893" not in page


def test_by_npi_as_it_is_typed_on_forms(client, reviewer):
    person = factories.role(factories.published_listing(display_name="Elk Clinic")).practitioner
    person.npi = "1689872012"
    person.save()
    groups, page = find(client, "1689-872-012", numbers="1")
    (found,) = groups["People"]
    assert found.name == person.name
    assert "Elk Clinic" in found.about
    assert "1689872012" in page


def test_a_license_by_its_whole_number_in_any_case(client, reviewer):
    case = about_a_licence(number="DR.0012345", number_is_public=False)
    groups, page = find(client, "dr.0012345")
    (found,) = groups["Licenses and other credentials"]
    assert found.number == "•••345"
    ((label, url),) = found.cases
    assert (label[:26], url) == ("Credential: State license,", reverse("staff_case", args=[case.pk]))
    assert "DR.0012345" not in page
    assert find(client, "DR.001")[0] == {}


def test_a_person_shows_what_is_open_about_them(client, reviewer):
    person = factories.role(
        factories.published_listing(), factories.practitioner(name="Robin Vale")
    ).practitioner
    case = about_a_licence(practitioner=person)
    groups, _page = find(client, "vale")
    ((label, url),) = groups["People"][0].cases
    assert label == "Credential: State license, CO, Robin Vale"
    assert url == reverse("staff_case", args=[case.pk])


@pytest.mark.parametrize("q", ["", " ", "x", "%%", "'; --", "x" * 5000, "١٢٣", "<b>"])
def test_whatever_is_typed_gets_an_answer(client, reviewer, q):
    factories.published_listing()
    groups, page = find(client, q)
    assert groups == {}
    assert "<b>" not in page


def test_a_listing_that_nobody_sees_is_found_too(client, reviewer):
    factories.provider(status="suspended", display_name="Hidden Valley")
    groups, _page = find(client, "hidden")
    assert groups["Listings"][0].about == "Suspended"


def test_it_costs_the_same_for_one_and_for_three(client, reviewer, django_assert_num_queries):
    about_a_report(factories.published_listing(display_name="Clear Creek 1"))
    find(client, "clear creek")
    with django_assert_num_queries(QUERIES):
        find(client, "clear creek")
    for number in (2, 3):
        about_a_report(factories.published_listing(display_name=f"Clear Creek {number}"))
    with django_assert_num_queries(QUERIES):
        find(client, "clear creek")


def test_only_for_staff_of_the_workbench(client):
    address = reverse("staff_find")
    assert client.get(address)["Location"].startswith(reverse("account_login"))
    client.force_login(cast.stranger())
    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 405
