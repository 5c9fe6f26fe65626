"""The sections' own pages: what each field refuses, what waits, hostile words, places that come and go."""

import pytest
from django.urls import reverse

from providers.models import ChangeRequest, Location, OpeningHours, Provider
from tests import cast, factories

from .drawn import form_of, text_of

pytestmark = pytest.mark.django_db
SECTIONS = ("about", "location", "hours", "telehealth", "access", "answers")
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{ 7|add:7 }}"


@pytest.fixture
def site():
    return factories.published_listing(display_name="Clear Creek Clinic")


@pytest.fixture
def owner(client, site):
    person = cast.owner(site.provider)
    client.force_login(person)
    return person


def url(site, section="about", *more):
    return reverse(f"edit_{section}", args=[site.provider.slug, *more])


def post(client, site, section="about", **typed):
    return client.post(url(site, section), form_of(client.get(url(site, section)), **typed))


@pytest.mark.parametrize(
    ("section", "field", "value"),
    [
        ("about", "display_name", ""),
        ("about", "display_name", "x" * 201),
        ("about", "display_name", "Two\r\nBcc: lines@example.org"),
        ("about", "legal_name", "Clear\u202eCreek"),
        ("about", "npi", "1245319590"),
        ("about", "npi", "12453"),
        ("about", "website", "http://clearcreek.example/"),
        ("about", "website", "javascript:alert(1)"),
        ("about", "website", "https://"),
        ("about", "kind", "spaceship"),
        ("about", "other_names", "\n".join(f"Name {n}" for n in range(11))),
        ("about", "about", "x" * 2001),
        ("location", "street", ""),
        ("location", "city", ""),
        ("location", "state", "Colorado"),
        ("location", "zip", "8030"),
        ("location", "phone", "555"),
        ("location", "phone", "+44 20 7946 0958"),
        ("location", "phone", "303 555 0142 ext. 7"),
        ("location", "phone_extension", "7a"),
        ("location", "email", "nobody"),
        ("location", "booking_url", "http://book.example/"),
        ("location", "booking_url", "data:text/html,x"),
        ("location", "wait_days", "-1"),
        ("location", "wait_days", "soon"),
        ("location", "needs", ["none_of_these", "labs"]),
        ("location", "timezone", "Mars/Olympus"),
        ("telehealth", "states", ["XX"]),
        ("telehealth", "offers", "maybe"),
        ("access", "parking", "perhaps"),
        ("access", "language_0", "Klingonish"),
        ("access", "language_0", "English"),
        ("access", "spoken_by_0", "staff"),
        ("answers", "answer_1", "x" * 1001),
    ],
)
def test_bad_input_is_told_at_its_field_and_kept(client, site, owner, section, field, value):
    factories.question(1)
    answer = post(client, site, section, **{field: value})
    assert answer.status_code == 422
    at = "language_0" if field == "spoken_by_0" else field
    assert list(answer.context["form"].errors) == [at]
    assert answer.context["form"][field].data == value
    assert 'id="error-summary"' in answer.content.decode()
    assert not ChangeRequest.objects.exists()


def test_hostile_words_are_only_words_wherever_they_are_read(client, site, owner):
    factories.question(1)
    post(client, site, "about", about=HOSTILE, other_names=HOSTILE, legal_name=HOSTILE)
    post(client, site, "about", display_name=HOSTILE)
    post(client, site, "location", name=HOSTILE[:100], street=HOSTILE, city=HOSTILE[:100], street2=HOSTILE)
    post(client, site, "answers", answer_1=HOSTILE)
    Provider.objects.update(display_name=HOSTILE, legal_name=HOSTILE)
    Location.objects.update(street=HOSTILE, city=HOSTILE[:100])
    other = factories.location(site.provider, name=HOSTILE, street="2 Elm Street")
    for address in (
        site.provider.get_absolute_url(),
        *(url(site, section) for section in SECTIONS),
        url(site, "hours", other.slug),
        reverse("close_location", args=[site.provider.slug, other.slug]),
    ):
        html = client.get(address, follow=True).content.decode()
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "{{ 7|add:7 }}" in html


def test_what_waits_is_shown_with_the_live_value_and_can_be_taken_back(client, site, owner):
    post(client, site, display_name="Clear Creek Ketamine")
    words = text_of(client.get(url(site)))
    assert "In review since" in words
    assert "Patients still see: “Clear Creek Clinic”" in words
    change = ChangeRequest.objects.get()
    back = reverse("take_back_change", args=[site.provider.slug, change.pk])
    assert client.post(back, {"next": url(site)})["Location"] == url(site)
    assert "In review since" not in text_of(client.get(url(site)))
    assert client.post(back).status_code == 409


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_taking_back_never_leads_elsewhere(client, site, owner, address):
    post(client, site, display_name="Clear Creek Ketamine")
    back = reverse("take_back_change", args=[site.provider.slug, ChangeRequest.objects.get().pk])
    assert client.post(back, {"next": address})["Location"] == site.provider.get_absolute_url()


def test_only_the_listings_people_take_back_and_only_by_a_button(client, site, owner):
    post(client, site, display_name="Clear Creek Ketamine")
    change = ChangeRequest.objects.get()
    assert client.get(reverse("take_back_change", args=[site.provider.slug, change.pk])).status_code == 405
    mine = cast.other_owner()
    client.force_login(mine)
    own = mine.memberships.get().provider
    for slug in (site.provider.slug, own.slug):
        assert client.post(reverse("take_back_change", args=[slug, change.pk])).status_code == 404
    assert ChangeRequest.objects.get().status == "open"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"opens_1_0": ""}, "opens_1_0"),
        ({"opens_1_0": "18:00"}, "closes_1_0"),
        ({"closed_1": "on"}, "closed_1"),
        ({"opens_1_0": "", "closes_1_0": ""}, "opens_1_0"),
        ({"opens_1_1": "16:00", "closes_1_1": "18:00"}, "opens_1_1"),
        ({"opens_1_0": "half past"}, "opens_1_0"),
        ({"opens_1_0": "25:00"}, "opens_1_0"),
    ],
)
def test_hours_that_cannot_be_are_told_at_their_day(client, site, owner, typed, field):
    for weekday in range(5):
        factories.opening_hours(site, weekday)
    answer = post(client, site, "hours", **typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert OpeningHours.objects.count() == 5


def test_a_week_of_closed_days_is_refused_and_an_empty_one_is_not_stated(client, site, owner):
    closed = {f"closed_{day}": "on" for day in range(7)}
    assert post(client, site, "hours", **closed).status_code == 422
    factories.opening_hours(site, 0)
    empty = {f"closed_{day}": None for day in range(7)} | {"opens_0_0": "", "closes_0_0": ""}
    assert post(client, site, "hours", **empty).status_code == 302
    assert not OpeningHours.objects.exists()


def test_monday_is_copied_without_saving_and_without_scolding(client, site, owner):
    monday = {"opens_0_0": "08:00", "closes_0_0": "12:00", "opens_0_1": "13:00", "closes_0_1": "17:00"}
    page = post(client, site, "hours", **monday, copy="workdays")
    assert page.status_code == 200
    assert "error-summary" not in page.content.decode()
    form = form_of(page)
    assert [form[f"opens_{day}_1"] for day in range(7)] == [["13:00"]] * 5 + [[""]] * 2
    assert not OpeningHours.objects.exists()
    answer = client.post(url(site, "hours"), {**form, "closed_5": "on", "closed_6": "on"})
    assert answer.status_code == 302
    assert OpeningHours.objects.count() == 10


def test_the_zone_of_the_place_is_said(client, site, owner):
    assert "Mountain (Denver)" in text_of(client.get(url(site, "hours")))


def test_a_language_may_be_a_name_or_a_code(client, site, owner):
    typed = {"language_0": "american sign language", "language_1": "es-MX", "language_2": "Spanish"}
    assert post(client, site, "access", **typed).status_code == 302
    assert set(site.languages.values_list("tag", flat=True)) == {"ase", "es-MX", "es"}


@pytest.mark.parametrize("tags", [["ypk", "oj"], ["es", "es-MX"], ["cs", "zh-Hant"]])
def test_every_language_comes_back_from_the_form_as_it_was(client, site, owner, tags):
    for tag in tags:
        factories.language(site, tag)
    assert post(client, site, "access", parking="yes").status_code == 302
    assert sorted(site.languages.values_list("tag", flat=True)) == sorted(tags)


def test_the_same_language_twice_is_told(client, site, owner):
    answer = post(client, site, "access", language_0="Spanish", language_1="es")
    assert answer.context["form"].errors == {"language_1": ["This language stands here twice."]}


def test_a_state_without_a_license_is_warned_about(client, site, owner):
    post(client, site, "telehealth", states=["CO", "WY"])
    words = text_of(client.get(url(site, "telehealth")))
    assert "No prescriber has an active license in WY." in words
    assert "No prescriber has an active license in CO." not in words


def test_what_the_facts_answer_is_said_before_the_clinic_writes(client, site, owner):
    factories.question(1)
    assert "Your listing’s facts already say:" in text_of(client.get(url(site, "answers")))
    assert "answers 1 of 1 now" in text_of(client.get(url(site, "answers")))


def test_a_location_is_asked_for_and_seen_to_wait(client, site, owner):
    address = reverse("add_location", args=[site.provider.slug])
    data = form_of(client.get(address), city="Denver", state="CO", phone="303 555 0150")
    answer = client.post(address, data)
    assert set(answer.context["form"].errors) == {"street", "zip"}
    answer = client.post(
        address, {**data, "street": "1 Broadway", "zip": "80202", "provider": 1, "slug": "x"}
    )
    assert answer.status_code == 302
    change = ChangeRequest.objects.get()
    assert (change.field, change.after["phone"]) == ("location", "+13035550150")
    assert "1 Broadway, Denver, CO 80202" in text_of(client.get(url(site, "location")))
    assert site.provider.locations.count() == 1


def test_owners_close_and_reopen_a_location(client, site, owner):
    other = factories.location(site.provider, at=factories.DENVER)
    address = reverse("close_location", args=[site.provider.slug, other.slug])
    assert client.post(address, {"closed_on": "2999-01-01"}).status_code == 422
    assert client.post(address, {"closed_on": "2026-01-02"}).status_code == 302
    assert client.get(url(site, "hours", other.slug)).status_code == 404
    assert client.get(address).status_code == 404
    again = reverse("reopen_location", args=[site.provider.slug, other.slug])
    assert client.get(again).status_code == 405
    assert client.post(again).status_code == 302
    assert client.post(again).status_code == 409


def test_an_editor_does_not_close_a_location_and_a_stranger_does_not_find_it(client, site):
    other = factories.location(site.provider)
    for person, status in ((cast.editor_of(site.provider), 403), (cast.other_owner(), 404)):
        client.force_login(person)
        for name in ("close_location", "reopen_location"):
            address = reverse(name, args=[site.provider.slug, other.slug])
            assert client.post(address, {"closed_on": "2026-01-02"}).status_code == status
    other.refresh_from_db()
    assert other.closed_on is None


def test_the_only_location_is_not_closed_alone(client, site, owner):
    address = reverse("close_location", args=[site.provider.slug, site.slug])
    answer = client.post(address, {"closed_on": "2026-01-02"})
    assert answer.status_code == 422
    assert "Close the whole listing instead" in text_of(answer)
