"""A chain's tables: taken out, checked, given back as a whole or not at all, like the forms."""

import datetime
import re
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from providers.actions import changes
from providers.listings import table_pages
from providers.models import ChangeRequest, Location, Price, Provider, SearchCard, Service
from providers.models.listing_history import changes_of

from ... import cast, factories
from ...factories.facts import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    """Two places of one practice; the first gives infusions for 450 dollars."""
    first = factories.published_listing(slug="chain", site={"slug": "boulder", "name": "Boulder"})
    factories.location(first.provider, at=factories.DENVER, slug="denver", name="Denver")
    return first.provider


@pytest.fixture
def office(client, chain):
    client.force_login(cast.editor_of(chain))
    return client


def check(client, text, slug="chain"):
    content = text if isinstance(text, bytes) else text.encode()
    return client.post(reverse("tables", args=[slug]), {"table": SimpleUploadedFile("table.csv", content)})


def take_over(client, text, slug="chain"):
    """Checks and then does it, as a person would."""
    page = check(client, text, slug)
    assert page.status_code == 200, wrong(page)
    return client.post(reverse("import_table", args=[slug]), {k: page.context[k] for k in ("key", "digest")})


def wrong(page):
    return [(one.row, one.column, one.sentence) for one in page.context["wrong"]]


def rows(page):
    return [(one.row, one.column, one.before, one.after, one.waits) for one in page.context["rows"]]


def exported(client, table, slug="chain"):
    return client.get(reverse("export_table", args=[slug, table]))


@pytest.mark.parametrize("table", ["locations", "services", "prices"])
def test_what_is_taken_out_and_given_back_changes_nothing(office, chain, table):
    site = Location.objects.get(slug="boulder")
    Location.objects.update(needs=[], email="front@example.org", booking_url="https://example.org/book")
    factories.spravato(site, monitoring=["bp", "pulse_oximetry"], emergency=[])
    factories.price(site.services.first(), "booster", "120.50", 140, includes=["drug"], valid_to=day(-30))
    answer = exported(office, table)

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="chain-{table}.csv"'
    page = check(office, answer.content)
    assert page.context["total"] == 0, rows(page)


def test_harmless_facts_are_live_and_sensitive_ones_wait(office, chain):
    text = (
        "location,new patients,days until first visit,phone\nboulder,Not accepting patients,14,303 555 0199\n"
    )
    page = check(office, text)
    assert rows(page) == [
        (2, "phone", page.context["rows"][0].before, "(303) 555-0199", True),
        (2, "new patients", "Accepting new patients", "Not accepting patients", False),
        (2, "days until first visit", "Not stated", "14", False),
    ]
    assert Location.objects.get(slug="boulder").new_patients == "newpt"

    answer = take_over(office, text)

    assert answer.status_code == 302
    row = Location.objects.get(slug="boulder")
    assert (row.new_patients, row.wait_days, row.basis) == ("nopt", 14, "provider_attested")
    assert row.phone != "+13035550199"
    assert [(one.field, one.after) for one in ChangeRequest.objects.all()] == [("phone", "+13035550199")]
    assert (
        "3 changes were taken over. 1 of them waits for our staff." in office.get(answer.url).content.decode()
    )


def test_the_same_file_twice_asks_once(office, chain):
    text = "location,phone\nboulder,303 555 0199\n"
    take_over(office, text)
    assert check(office, text).context["total"] == 0
    assert "(303) 555-0199" in exported(office, "locations").content.decode()
    assert list(ChangeRequest.objects.values_list("status", flat=True)) == ["open"]


def test_columns_and_rows_that_are_left_out_stay(office, chain):
    take_over(office, "location,email\nboulder,front@example.org\n")
    first, second = Location.objects.order_by("pk")
    assert (first.email, first.new_patients, second.email) == ("front@example.org", "newpt", "")


def test_an_empty_cell_is_not_stated(office, chain):
    take_over(office, "location,new patients\nboulder,\n")
    assert Location.objects.get(slug="boulder").new_patients is None


def test_a_new_place_waits(office, chain):
    text = "location,type,street,city,state,zip,phone\n,,9 Main Street,Casper,Wyoming,82601,307 555 0100\n"
    page = check(office, text)
    assert rows(page) == [(2, "A new location", "", "9 Main Street, Casper, WY 82601, (307) 555-0100", True)]

    take_over(office, text)
    take = ChangeRequest.objects.get()
    changes.approve_change(by=cast.reviewer(), change=take)

    made = Location.objects.get(city="Casper")
    assert (made.state, made.zip, made.phone, made.location_type) == (
        "WY",
        "82601",
        "+13075550100",
        "physical",
    )
    answer = check(office, text)
    assert wrong(answer) == [(2, "location", "This place is here already: write “casper” under “location”.")]


def test_what_nobody_has_read_yet_is_taken_over_at_once(client):
    draft = factories.location(
        factories.provider(status="draft", slug="draft"), slug="boulder", phone=""
    ).provider
    client.force_login(cast.owner(draft))
    take_over(
        client,
        "location,type,street,city,state,zip,phone,extension\n"
        "boulder,,2 Pearl Street,Boulder,CO,80302,303 555 0199,12\n"
        ",,9 Main Street,Casper,WY,82601,,\n",
        "draft",
    )
    take_over(client, "location,way,setting,sessions\ncasper,iv,in_clinic_monitored,6\n", "draft")

    row = Location.objects.get(slug="boulder")
    assert (row.street, row.phone, row.phone_extension) == ("2 Pearl Street", "+13035550199", "12")
    assert Service.objects.get(location__slug="casper").sessions_first_course == 6
    assert set(ChangeRequest.objects.values_list("status", flat=True)) == {"approved"}


def test_a_service_is_changed_added_and_taken_out(office, chain):
    site = Location.objects.get(slug="boulder")
    factories.service(site, route="im")
    take_over(
        office,
        "location;way;setting;session minutes;measured;remove\n"
        'boulder;IV infusion;In the clinic, watched;55;"blood pressure; oxygen level";\n'
        "boulder;im;in_clinic_monitored;;;yes\n"
        "denver;IV infusion;In the clinic, watched;60;;\n",
    )

    kept = Service.objects.get()
    assert (kept.route, kept.session_minutes, kept.monitoring) == ("iv", 55, ["bp", "pulse_oximetry"])
    asked = ChangeRequest.objects.get()
    assert (asked.field, asked.location.slug, asked.after["session_minutes"]) == ("route", "denver", 60)


def test_a_certification_waits(office, chain):
    site = Location.objects.get(slug="boulder")
    made = factories.spravato(site, rems_status="lapsed")
    text = "location,way,setting,spravato certified\nboulder,Spravato nasal spray,in_clinic_monitored,yes\n"
    take_over(office, text)
    asked = ChangeRequest.objects.get()
    assert (asked.field, asked.subject, asked.after) == ("rems_status", str(made.pk), "claimed")
    assert check(office, text).context["total"] == 0


def test_a_new_price_ends_the_old_one(office, chain):
    take_over(
        office,
        "location,way,setting,part,paid,amount,up to,from\n"
        'boulder,IV infusion,"In the clinic, watched","Session, all in",per session,$500,550,\n',
    )

    old, new = Price.objects.filter(component="session_bundle").order_by("valid_from")
    assert (old.amount_min, old.valid_to) == (Decimal(450), day(1))
    assert (new.amount_min, new.amount_max, new.valid_from) == (Decimal(500), Decimal(550), day())
    assert "500" in str(SearchCard.objects.get(location__slug="boulder").card)


def test_a_price_is_added_and_taken_out(office, chain):
    take_over(
        office,
        "location,way,setting,part,paid,amount,remove\n"
        "boulder,iv,in_clinic_monitored,booster,session,300,\n"
        "boulder,iv,in_clinic_monitored,consultation,course,,yes\n",
    )
    assert Price.objects.get(component="booster").amount_min == Decimal(300)
    assert Price.objects.get(component="consultation").valid_to == day(1)


WAY, PART = "location,way,setting", "location,way,setting,part,paid,amount"
IV, BOOSTER = "boulder,iv,in_clinic_monitored", "boulder,iv,in_clinic_monitored,booster,session"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("location,new patients\nboulder,Maybe\n", ["2 new patients “Maybe” is none of these: Not accept"]),
        ("location,email\nnowhere,a@example.org\n", ["2 location This listing has no open location “now"]),
        ("location,email\nboulder,\n\nboulder,\n", ["4  Row 2 is about the same."]),
        ("location,zip\nboulder,123456\n", ["2 zip A ZIP code has five digits."]),
        ("location,phone,email\nboulder,12,x\n", ["2 phone Give a US number", "2 email Enter a valid"]),
        ("location,booking page\nboulder,javascript:alert(1)\n", ["2 booking page "]),
        ("location,extension\ndenver,12,too,many\n", ["2  This row has more cells"]),
        ("location,city,state\n,Casper,WY\n", ["2 street A new place needs this.", "2 zip A new place"]),
        ("location,type\nboulder,Telehealth only\n", ["2 type What kind of place"]),
        (f"{WAY},youngest,oldest\n{IV},65,18\n", ["2 oldest The lowest age comes before"]),
        (f"{WAY},drug\n{IV},FDA-approved for this use\n", ["2 drug Only Spravato"]),
        (f"{WAY}\nboulder,,\n", ["2 way Say which way"]),
        (f"{WAY}\nboulder,Spravato nasal spray,in_clinic_self\n", ["2 setting Spravato is given only"]),
        (f"{WAY},spravato certified\n{IV},yes\n", ["2 spravato certified Only Spravato"]),
        (f"{PART}\n{BOOSTER},9\n".replace("boulder", "denver"), ["2 way This location does not list"]),
        (f"{PART}\n{BOOSTER},-9\n", ["2 amount A price cannot be below zero."]),
        (f"{PART}\n{BOOSTER},\n", ["2 amount Write the amount"]),
        (f"{PART},up to\n{BOOSTER},9,8\n", ["2 up to The lower amount"]),
        (f"{PART},from,until\n{BOOSTER},9,2026-03-02,2026-03-01\n", ["2 until The price ends after it"]),
        (f"{PART}\n{BOOSTER},9\n{BOOSTER},8\n", ["3  Row 2 is about the same.", "3 part This part is here"]),
    ],
)
def test_every_mistake_is_named_with_its_row_and_column(office, chain, text, problems):
    page = check(office, text)

    assert page.status_code == 422
    found = [f"{row} {column} {sentence}" for row, column, sentence in wrong(page)]
    starts = [one[: len(start)] for one, start in zip(found, problems, strict=True)]
    assert starts == problems
    assert not ChangeRequest.objects.exists()


def test_one_mistake_and_nothing_is_taken_over(office, chain):
    before = Location.objects.values_list("email", flat=True)[0]
    page = check(office, "location,email\nboulder,front@example.org\nnowhere,front@example.org\n")
    assert wrong(page)[0][0] == 3
    assert not Location.objects.filter(email="front@example.org").exists()
    assert before == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The submitted file is empty."),
        ("\n \n", "This file is empty."),
        ("location,email\n", "There is nothing below the first row."),
        ("location,email,salary\nboulder,,\n", "We do not know the column “salary”."),
        ("location,email,email\nboulder,,\n", "The column “email” is here twice."),
        ("email,name,street\nx,,\n", "The column “location” is missing."),
        ("one,two\n1,2\n", "The first row must hold the names of the columns"),
        (b"PK\x03\x04xxxx", "This is a workbook."),
        (b"x" * (5 * 1024 * 1024 + 1), "At most 5 MB at once."),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(office, chain, text, sentence):
    page = check(office, text)
    assert page.status_code == 422
    assert sentence in page.content.decode()


def test_markup_in_a_file_stays_text(office, chain):
    page = check(office, "location,name\nboulder,<script>alert(1)</script>\n")
    assert "<script>alert(1)" not in page.content.decode()
    take_over(office, "location,name\nboulder,<script>alert(1)</script>\n")
    assert Location.objects.get(slug="boulder").name == "<script>alert(1)</script>"


def test_a_formula_in_a_name_is_defused_going_out_and_whole_coming_back(office, chain):
    Location.objects.filter(slug="boulder").update(name="=HYPERLINK(1)")
    content = exported(office, "locations").content
    assert b""","'=HYPERLINK(1)",""" in content
    assert check(office, content).context["total"] == 0


def test_an_edit_between_check_and_import_shows_the_new_check(office, chain):
    text = "location,new patients,email\nboulder,Not accepting patients,front@example.org\n"
    page = check(office, text)
    Location.objects.filter(slug="boulder").update(new_patients="nopt")

    answer = office.post(
        reverse("import_table", args=["chain"]), {k: page.context[k] for k in ("key", "digest")}
    )

    assert answer.status_code == 409
    assert [row[1] for row in rows(answer)] == ["email"]
    assert Location.objects.get(slug="boulder").email == ""
    again = {k: answer.context[k] for k in ("key", "digest")}
    assert office.post(reverse("import_table", args=["chain"]), again).status_code == 302


@pytest.mark.parametrize("key", ["", "x", "\0", "../../x", "a" * 22, "é" * 22])
def test_a_key_that_is_not_there(office, chain, key):
    answer = office.post(reverse("import_table", args=["chain"]), {"key": key, "digest": "x"})
    assert answer.status_code == 409
    assert "Choose the file again." in answer.content.decode()


def test_a_check_is_for_one_person_and_done_once(office, chain, client):
    page = check(office, "location,email\nboulder,front@example.org\n")
    sent = {k: page.context[k] for k in ("key", "digest")}
    office.force_login(cast.owner(chain))
    assert office.post(reverse("import_table", args=["chain"]), sent).status_code == 409

    office.force_login(cast.editor_of(chain))
    assert office.post(reverse("import_table", args=["chain"]), sent).status_code == 302
    assert office.post(reverse("import_table", args=["chain"]), sent).status_code == 409
    cache.clear()


def test_it_is_told_in_the_history(office, chain):
    take_over(office, "location,email\nboulder,front@example.org\n")
    one = next(one for one in changes_of(chain, start=0, length=9) if one.kind == "location")
    assert (one.context["event"], one.changed["email"]) == ("import_table", ("", "front@example.org"))


def test_days_may_be_written_as_excel_writes_them(office, chain):
    take_over(
        office,
        "location,way,setting,part,paid,amount,from\n"
        "boulder,iv,in_clinic_monitored,booster,session,300,3/12/2030\n",
    )
    assert Price.objects.get(component="booster").valid_from == datetime.date(2030, 3, 12)


def test_the_page_explains_every_column(office, chain):
    text = office.get(reverse("tables", args=["chain"])).content.decode()
    assert set(re.findall(r"<code>([^<]+)</code>", text)) >= {"location", "way", "part", "spravato certified"}
    assert "Accepting new patients; " in text


def test_the_same_queries_for_one_place_and_for_many(office, chain, django_assert_num_queries):
    for table, queries in (("locations", 5), ("services", 5), ("prices", 5)):
        with django_assert_num_queries(queries):
            exported(office, table)
    for _number in range(3):
        factories.priced_service(factories.location(chain))
    for table, queries in (("locations", 5), ("services", 5), ("prices", 5)):
        with django_assert_num_queries(queries):
            exported(office, table)


@pytest.mark.parametrize(("person", "status"), [("stranger", 404), ("other_owner", 404), (None, 302)])
def test_others_do_not_get_in(client, chain, person, status):
    if person:
        client.force_login(getattr(cast, person)())
    assert check(client, "location,email\nboulder,x@example.org\n").status_code == status
    assert exported(client, "locations").status_code == status
    assert client.post(reverse("import_table", args=["chain"]), {}).status_code == status
    assert client.get(reverse("tables", args=["chain"])).status_code == status


def test_methods(office, chain):
    assert office.get(reverse("import_table", args=["chain"])).status_code == 405
    assert office.post(reverse("export_table", args=["chain", "prices"])).status_code == 405
    assert exported(office, "passwords").status_code == 404
    assert office.put(reverse("tables", args=["chain"])).status_code == 405


def test_rows_of_another_listing_cannot_be_named(office, chain):
    other = factories.published_listing(slug="other", site={"slug": "elsewhere"})
    page = check(office, "location,email\nelsewhere,x@example.org\n")
    assert wrong(page)[0][:2] == (2, "location")
    assert Provider.objects.get(slug="other").locations.get().email == other.email


def test_so_many_checks_a_day(office, chain, monkeypatch):
    monkeypatch.setattr(table_pages, "CHECKS_PER_DAY", 1)
    table = exported(office, "locations").content
    assert check(office, table).status_code == 200
    again = check(office, table)
    assert (again.status_code, "Too many today" in again.content.decode()) == (429, True)
