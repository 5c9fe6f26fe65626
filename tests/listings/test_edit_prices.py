"""The price editor: parts, amounts as people and as attackers type them, the total, two people at once."""

import datetime
import re
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from providers.models import Price, SearchCard
from providers.models.vocabulary import Basis, PriceComponent, PriceUnit
from tests import cast, factories

from .prices import address, new_row, row_of, sent

pytestmark = pytest.mark.django_db


def text_of(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def service():
    """Six IV sessions of 450 dollars, confirmed ten days ago; the consultation is not stated."""
    location = factories.published_listing()
    Price.objects.filter(component=PriceComponent.CONSULTATION).delete()
    factories.reindex(location)
    return location.services.get()


@pytest.fixture
def owner(client, service):
    person = cast.owner(service.location.provider)
    client.force_login(person)
    return person


def today():
    return timezone.localdate()


def test_page_shows_the_parts_with_who_said_them_and_the_total(client, service, owner):
    factories.price(service, PriceComponent.CONSULTATION, 200)
    text = text_of(client.get(address(service)))
    assert "stated by the clinic, 10 days ago" in text
    assert "6 × $450 $2,700" in text
    assert "First course $2,900" in text


def test_new_part_is_live_at_once_with_todays_date(client, service, owner):
    old = service.prices.get()
    visit = new_row("$1,200.50", "consultation", "course", evidence="Price list at the desk")
    response = client.post(address(service), sent(service, row_of(old), visit))
    assert response.status_code == 302
    new = service.prices.exclude(pk=old.pk).get()
    assert (new.amount_min, new.amount_max) == (Decimal("1200.50"), Decimal("1200.50"))
    assert (new.basis, new.source, new.confirmed_on) == (Basis.PROVIDER_ATTESTED, "", today())
    assert (new.confirmed_by, new.valid_from) == (owner, today())
    public = text_of(client.get(service.location.provider.get_absolute_url()))
    assert "$1,200.50 once stated by the clinic, today" in public
    card = SearchCard.objects.get(location=service.location).card
    assert card["routes"][0]["course_low"] == 3900.5


def test_unchanged_part_keeps_its_evidence(client, service, owner):
    old = service.prices.get()
    client.post(address(service), sent(service, row_of(old)))
    assert Price.objects.get() == old
    assert Price.objects.get().confirmed_on == old.confirmed_on


def test_changed_amount_leaves_the_old_part_as_history(client, service, owner):
    old = service.prices.get()
    client.post(address(service), sent(service, row_of(old, amount_min="500", amount_max="600")))
    new = service.prices.get(valid_to=None)
    assert (new.amount_min, new.amount_max, new.valid_from) == (Decimal(500), Decimal(600), today())
    old.refresh_from_db()
    assert (old.amount_min, old.valid_to) == (Decimal(450), today() - datetime.timedelta(days=1))
    public = text_of(client.get(service.location.provider.get_absolute_url()))
    assert "$500-600" in public
    assert "$450" not in public
    assert "Earlier prices" in text_of(client.get(address(service)))


def test_removed_part_is_not_counted_and_patients_are_told_what_is_missing(client, service, owner):
    response = client.post(address(service), sent(service, row_of(service.prices.get(), remove="on")))
    assert response.status_code == 302
    assert SearchCard.objects.get(location=service.location).card["routes"][0]["session_low"] is None
    public = text_of(client.get(service.location.provider.get_absolute_url()))
    assert "The total of a first course cannot be computed." in public


def test_price_older_than_a_year_asks_and_a_tick_confirms_it(client, service, owner):
    Price.objects.update(confirmed_on=factories.facts.day(400))
    price = service.prices.get()
    assert "Nobody has confirmed this price for a year." in text_of(client.get(address(service)))
    client.post(address(service), sent(service, row_of(price, still_true="on")))
    assert service.prices.get().confirmed_on == today()
    assert "for a year" not in text_of(client.get(address(service)))


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("450", "450"),
        ("$450", "450"),
        ("1,200.50", "1200.50"),
        (" $ 75.5 ", "75.50"),
        ("0", "0"),
        ("٤٥٠", "450"),
    ],
)
def test_amounts_as_people_write_them(client, service, owner, typed, stored):
    client.post(address(service), sent(service, new_row(typed, "booster")))
    assert service.prices.get(component="booster").amount_min == Decimal(stored)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("1e9", "Write the amount in digits"),
        ("-1", "A price cannot be below zero."),
        ("NaN", "Write the amount in digits"),
        ("Infinity", "Write the amount in digits"),
        ("1.200,50", "Write the amount in digits"),
        ("12,00", "Write the amount in digits"),
        ("450.555", "Write the amount in digits"),
        ("400-600", "Write one amount here."),
        ("100001", "This is above $100,000."),
        ("9" * 400, "This is above $100,000."),
        ("四百", "Write the amount in digits"),
        ("4\x0050", "Write the amount in digits"),
        ("<script>alert(1)</script>", "Write the amount in digits"),
    ],
)
def test_other_amounts_are_named_and_kept(client, service, owner, typed, says):
    before = list(Price.objects.values())
    response = client.post(address(service), sent(service, new_row(typed, "booster")))
    assert response.status_code == 422
    assert says in text_of(response)
    assert 'href="#id_part-0-amount_min"' in response.content.decode()
    assert b"<script>alert" not in response.content
    assert list(Price.objects.values()) == before


@pytest.mark.parametrize(
    ("over", "says"),
    [
        ({"amount_max": "400"}, "The lower amount comes before the higher."),
        ({"component": "gift"}, "Select a valid choice."),
        ({"per": ""}, "This field is required."),
        ({"valid_from": "soon"}, "Enter a valid date."),
        ({"valid_from": "0001-01-01"}, "between 2000 and 2100"),
        ({"valid_to": "2026-01-01", "valid_from": "2026-02-01"}, "The price ends after it starts."),
        ({"includes": ["drug", "yacht"]}, "Select a valid choice."),
        ({"evidence": "x" * 301}, "at most 300 characters"),
        ({"evidence": "An FDA-approved infusion"}, "the FDA has approved only Spravato"),
        ({"pk": "abc"}, "Enter a whole number."),
        ({"pk": "-1"}, "greater than or equal to 1"),
    ],
)
def test_bad_fields_are_named_and_nothing_is_stored(client, service, owner, over, says):
    before = list(Price.objects.values())
    response = client.post(address(service), sent(service, {**new_row("450", "booster"), **over}))
    assert response.status_code == 422
    assert says in text_of(response)
    assert list(Price.objects.values()) == before


def test_two_equal_parts_are_named(client, service, owner):
    rows = [new_row("100", "booster"), new_row("150", "booster")]
    response = client.post(address(service), sent(service, *rows))
    assert response.status_code == 422
    assert "This part is here twice." in text_of(response)
    assert service.prices.count() == 1


@pytest.mark.parametrize("total", ["1000", "31", "x", "", "9" * 30])
def test_any_count_of_rows_is_survived(client, service, owner, total):
    data = sent(
        service, new_row("100", "booster"), **{"part-TOTAL_FORMS": total, "part-INITIAL_FORMS": total}
    )
    response = client.post(address(service), data)
    assert response.status_code == 422
    assert service.prices.count() == 1


def test_price_of_another_listing_is_not_found_and_not_touched(client, service, owner):
    theirs = factories.price(factories.published_listing().services.get(), PriceComponent.BOOSTER, 450)
    response = client.post(address(service), sent(service, row_of(theirs, amount_min="1")))
    assert response.status_code == 404
    theirs.refresh_from_db()
    assert theirs.amount_min == Decimal(450)
    assert service.prices.count() == 1


def test_service_of_another_listing_is_not_found(client, service, owner):
    other = factories.published_listing(session=None).services.get()
    mine = service.location
    url = reverse("edit_price", args=[mine.provider.slug, mine.slug, other.pk])
    assert client.get(url).status_code == 404
    assert client.post(url, sent(other, new_row("1"))).status_code == 404
    assert not other.prices.filter(amount_min=1).exists()


def test_fields_that_the_form_does_not_have_change_nothing(client, service, owner):
    other = factories.service(service.location, route="im")
    row = new_row("100", "booster", service=other.pk, basis="verified_source", currency="EUR", confirmed_by=1)
    client.post(address(service), sent(service, row))
    new = service.prices.get(component="booster")
    assert (new.service, new.basis, new.currency) == (service, Basis.PROVIDER_ATTESTED, "USD")
    assert new.confirmed_by == owner


def test_second_save_is_a_conflict_that_shows_both(client, service, owner):
    old = service.prices.get()
    mine = sent(service, row_of(old, amount_min="500"))
    client.post(address(service), sent(service, row_of(old, amount_min="475")))
    response = client.post(address(service), mine)
    assert response.status_code == 409
    html = response.content.decode()
    assert 'value="500"' in html
    assert "475" in text_of(response)
    assert not service.prices.filter(amount_min=500).exists()
    version = re.search(r'name="version" value="(\w+)"', html)[1]
    twin = re.search(r'name="part-0-pk" value="(\d+)"', html)[1]
    again = sent(
        service, row_of(old, pk=twin, amount_min="500", valid_from=today().isoformat()), version=version
    )
    assert client.post(address(service), again).status_code == 302
    assert service.prices.get(valid_to=None).amount_min == Decimal(500)


def test_row_that_somebody_removed_becomes_a_new_one(client, service, owner):
    booster = factories.price(service, PriceComponent.BOOSTER, 300)
    mine = sent(service, row_of(booster, amount_min="350"))
    booster.delete()
    response = client.post(address(service), mine)
    assert response.status_code == 409
    assert 'name="part-0-pk" value=' not in response.content.decode()


def test_another_row_keeps_what_was_typed_and_judges_nothing(client, service, owner):
    response = client.post(address(service), sent(service, new_row("four hundred"), another="1"))
    html = response.content.decode()
    assert response.status_code == 200
    assert 'value="four hundred"' in html
    assert 'name="part-1-component"' in html
    assert "error-summary" not in html
    assert service.prices.count() == 1


def test_button_works_out_the_total_without_saving(client, service, owner):
    rows = [row_of(service.prices.get()), new_row("150", "consultation", "course", amount_max="300")]
    response = client.post(address(service), sent(service, *rows, total="1"))
    assert response.status_code == 200
    assert "First course $2,850-3,000" in text_of(response)
    assert service.prices.count() == 1


def test_total_while_typing_is_only_the_sum(client, service, owner):
    typed = row_of(service.prices.get(), amount_min="590")
    data = sent(service, typed, new_row("150", "consultation", "course"), total="1")
    answer = client.post(address(service), data, headers={"HX-Request": "true"})
    assert "6 × $590 $3,540" in text_of(answer)
    assert "First course $3,690" in text_of(answer)
    assert "<form" not in answer.content.decode()
    bad = sent(service, {**typed, "amount_min": "5x90"}, total="1")
    answer = client.post(address(service), bad, headers={"HX-Request": "true"})
    assert "once every amount above can be read" in text_of(answer)


def test_preview_shows_the_page_as_it_will_be_and_saves_nothing(client, service, owner):
    rows = [row_of(service.prices.get(), amount_min="500"), new_row("150", "consultation", "course")]
    response = client.post(address(service), sent(service, *rows, preview="1"))
    assert response.status_code == 200
    assert "First course $3,150" in text_of(response)
    assert service.prices.get().amount_min == Decimal(450)


def test_nothing_stated_shows_what_patients_read(client, owner, service):
    service.prices.all().delete()
    text = text_of(client.get(address(service)))
    assert "Not stated: session, all in, first visit and evaluation." in text
    empty = [new_row("", "consultation", "course"), new_row("", "session_bundle")]
    assert client.post(address(service), sent(service, *empty)).status_code == 302
    assert service.prices.count() == 0


def test_who_may_come_in(client, service):
    url = address(service)
    assert client.get(url)["Location"].startswith("/")
    assert client.post(url, {}).status_code == 302
    for person in (cast.stranger(), cast.other_owner()):
        client.force_login(person)
        assert client.get(url).status_code == 404
        assert client.post(url, sent(service, new_row("1", "booster"))).status_code == 404
    client.force_login(cast.editor_of(service.location.provider))
    assert client.get(url).status_code == 200
    assert client.put(url).status_code == 405
    assert service.prices.count() == 1


def test_page_costs_the_same_for_one_part_and_for_many(client, service, owner):
    client.get(address(service))
    with CaptureQueriesContext(connection) as few:
        client.get(address(service))
    for component in PriceComponent:
        factories.price(service, component, 100, per=PriceUnit.MONTH)
    with CaptureQueriesContext(connection) as many:
        client.get(address(service))
    assert len(many) == len(few)
    assert len(few) < 40
