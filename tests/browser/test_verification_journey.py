"""A license from its entry to its audit: two reviewers at two desks, a lead, a clinic and a patient."""

import datetime
import re
from dataclasses import dataclass
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.test import Client
from django.utils.formats import date_format
from playwright.sync_api import expect

from providers.models import Credential, Decision, LicenceRegister, NpiRecord, User
from tests import cast, exclusion_list, factories, sign_in
from tests.factories.facts import day
from tests.mailbox import deliver

from . import serving
from .aside import aside

NPI = "1689872012"
BOARD = "https://wyomedboard.wyo.gov/consumers/lookup"
NUMBER, UNTIL = "W-4471", day(-200)


@dataclass(frozen=True)
class Clinic:
    path: str
    home: str
    place: str
    person: int


def build() -> Clinic:
    """A public listing whose prescriber says nothing of Wyoming yet; the NPI register knows the person."""
    site = factories.published_listing()
    person = factories.practitioner(name="Robin Vale", npi=NPI, taxonomy=["2084P0800X"])
    factories.role(site, person)
    NpiRecord.objects.create(
        npi=NPI, entity=1, first_name="ROBIN", last_name="VALE", credential_text="MD", state="WY",
        taxonomies=[{"code": "2084P0800X", "licence": NUMBER, "state": "WY", "primary": True}],
        updated_on=day(30),
    )  # fmt: skip
    LicenceRegister.objects.get_or_create(
        state="WY", board="medical", defaults={"name": "Wyoming Board of Medicine", "url": BOARD}
    )
    cast.owner(site.provider)
    home = f"/your-listings/{site.provider.slug}/"
    return Clinic(site.provider.get_absolute_url(), home, site.slug, person.pk)


@pytest.fixture
def clinic(site, browser):
    return aside(build)


@pytest.fixture
def seat(arrive, site):
    """Somebody at a desk of their own, signed in."""

    def sit(sign_in_as, who):
        client = Client(SERVER_NAME=serving.HOST)
        aside(lambda: sign_in_as(client, who()))
        person = arrive()
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site.url}
        person.context.add_cookies([cookie])
        return person

    return sit


def test_from_entry_to_audit(seat, arrive, clinic, tmp_path):
    office = seat(sign_in.by_password, lambda: owner_of(clinic))
    one = seat(sign_in.with_second_factor, cast.reviewer)
    other = seat(sign_in.with_second_factor, cast.other_reviewer)
    lead = seat(sign_in.with_second_factor, cast.lead_reviewer)
    patient = arrive()

    submit(office, clinic)
    aside(deliver)
    assert aside(status_of) == "source_requested"
    case = take(one)
    cannot_take(other, case)
    check_and_approve(one, case)
    line = reads(patient, clinic, "active, checked at Wyoming Board of Medicine")
    assert date_format(day(), "j M Y") in line
    the_day_passes(patient, clinic)
    load_exclusion(tmp_path)
    assert aside(status_of) == "suspended"
    reads(patient, clinic, "suspended; we do not vouch for it")
    clear(one, lead)
    restore(one, lead)
    reads(patient, clinic, "active, checked at Wyoming Board of Medicine")
    the_record_shows_it(lead)
    the_chain_holds_until_somebody_alters_it()


def owner_of(clinic):
    return User.objects.get(memberships__provider__slug=clinic.home.split("/")[2])


def licence():
    return Credential.objects.get(practitioner__npi=NPI, state="WY")


def status_of():
    return licence().status


def submit(office, clinic):
    page = office.page
    office.go(f"{clinic.home}edit/people/{clinic.place}/{clinic.person}/credentials/state_licence/")
    page.get_by_label("State", exact=True).select_option("WY")
    page.get_by_label("License number").fill(NUMBER)
    page.get_by_label("Which board issued it?").fill("Wyoming Board of Medicine")
    page.get_by_label("Good until").fill(str(UNTIL))
    page.get_by_label("I state that all of this is true").check()
    page.get_by_role("button", name="Sign and save").click()
    page.get_by_text("Saved at").wait_for()


def take(person):
    """The case of the license, from the queue."""
    page = person.page
    person.go("/staff/?kind=credential")
    line = page.locator(".queue-line", has_text="State license, WY, Robin Vale")
    link = line.get_by_role("link").get_attribute("href")
    line.get_by_role("button", name="Take").click()
    page.wait_for_url(f"**{link}")
    expect(page.get_by_text("You have this case in hand")).to_be_visible()
    return link


def cannot_take(person, case):
    person.go(case)
    expect(person.page.locator(".case-hold")).to_contain_text("has this case in hand")
    assert person.page.get_by_role("button", name="Take this case").count() == 0


def check_and_approve(person, case):
    page, keys = person.page, person.page.keyboard
    keys.press("r")
    for label, words in (
        ("Name, as the register has it", "Vale, Robin"),
        ("Number, as the register has it", NUMBER),
        ("State", "WY"),
    ):
        page.get_by_label(re.compile(f"^{label}")).fill(words)
    page.get_by_label("In which state").select_option(label="Active, nothing against it")
    page.get_by_label("Good until").fill(str(UNTIL))
    page.locator("form").get_by_role("button", name="Record a check").click()
    expect(page.locator(".messages")).to_contain_text("Check recorded.")
    assert page.locator(".sides .is-different").count() == 0
    page.keyboard.press("a")
    expect(page.locator(".messages")).to_contain_text("Approved.")
    assert aside(status_of) == "active"


def reads(patient, clinic, words):
    patient.go(clinic.path)
    line = patient.page.get_by_text("State license, Wyoming").filter(has_text=words).first
    expect(line).to_be_attached()
    return line.text_content()


def the_day_passes(patient, clinic):
    """No job runs: the page alone knows what day it is."""
    after = datetime.datetime.combine(UNTIL, datetime.time(12), datetime.UTC) + datetime.timedelta(days=1)
    with time_machine.travel(after, tick=True):
        reads(patient, clinic, f"expired {date_format(UNTIL, 'j M Y')}")
    assert aside(status_of) == "active"


def load_exclusion(folder):
    """A list on which this NPI stands, under a name of its own."""
    path = folder / "UPDATED.csv"
    path.write_bytes(exclusion_list.text(exclusion_list.row("MADEUP", "MORGAN", NPI=NPI, STATE="WY")))
    aside(lambda: call_command("import_leie", path, stdout=StringIO(), stderr=StringIO()))


def act(person, button, reason):
    page = person.page
    page.locator("summary", has_text=button).click()
    page.locator("details[open]").get_by_label("Reason").fill(reason)
    page.locator("details[open]").get_by_role("button", name=button).click()


def open_case(person, kind):
    page = person.page
    person.go(f"/staff/?kind={kind}")
    page.locator(".queue-line", has_text="Robin Vale").get_by_role("button", name="Take").click()
    expect(page.get_by_text("You have this case in hand")).to_be_visible()


def clear(one, lead):
    """Another name, another person: two people say so."""
    open_case(one, "exclusion")
    act(one, "It is somebody else: first of two people", "Another name and another day of birth.")
    open_case(lead, "exclusion")
    act(lead, "It is somebody else: clear it", "OIG's own search shows another person.")
    expect(lead.page.locator(".messages")).to_contain_text("Cleared")


def restore(one, lead):
    open_case(lead, "credential")
    act(lead, "Back into review", "The hit was somebody else.")
    expect(lead.page.locator(".messages")).to_contain_text("It is in review again.")
    lead.page.get_by_role("button", name="Put back").click()
    open_case(one, "credential")
    act(one, "Endorse, as the first of two", "The license stands as it was.")
    open_case(lead, "credential")
    lead.page.keyboard.press("a")
    expect(lead.page.locator(".messages")).to_contain_text("Approved.")
    assert aside(status_of) == "active"


def the_record_shows_it(lead):
    key = aside(lambda: licence().pk)
    lead.go(f"/staff/credentials/{key}/")
    page = lead.page
    for word in ("suspend", "endorse", "approve"):
        expect(page.get_by_text(word).first).to_be_attached()


def the_chain_holds_until_somebody_alters_it():
    aside(lambda: call_command("verify_audit", stdout=StringIO(), stderr=StringIO()))
    aside(alter)
    with pytest.raises((CommandError, SystemExit)):
        aside(lambda: call_command("verify_audit", stdout=StringIO(), stderr=StringIO()))


def alter():
    """As somebody does who has the database and no good intention."""
    decision = Decision.objects.filter(credential=licence(), event="suspend").get()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE providers_decision SET reason = '' WHERE id = %s", [decision.pk])
