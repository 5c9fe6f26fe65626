"""Reports and duplicates in a browser: what patients see, and the staff's pages, by key and looked over."""

from dataclasses import dataclass

import pytest
from django.test import Client
from playwright.sync_api import expect

from providers.actions import case_holding, duplicate_finder, duplicates
from providers.models import Case, DuplicatePair, Provider, Report
from tests import cast, factories, reporting, sign_in

from . import serving
from .aside import aside
from .looking import TOUCHED, looked_over

HERE = {"street": "77 Aspen Street", "phone": "+13035550177"}
WORDS = "Reported as wrong by three or more visitors; we are checking. Ask the clinic."


@dataclass(frozen=True)
class Upkeep:
    """Addresses: a listing whose prices are in doubt, the cases of a report and a pair, a merge's record."""

    listing: str
    report: str
    pair: str
    merge: str
    record: str


def build() -> Upkeep:
    reviewer = cast.reviewer()
    site = factories.published_listing(display_name="Aspen Grove Ketamine")
    reports = reporting.by_three(site, "price")
    report = case_holding.take(by=reviewer, case=Case.objects.get(report=reports[0]))
    case = _pair(reviewer, "Quaking Aspen")
    done = DuplicatePair.objects.get(cases=_pair(reviewer, "Silver Birch"))
    merge = duplicates.join(by=reviewer, pair=done, goes=done.other, reason="One desk.")
    return Upkeep(
        site.provider.get_absolute_url(),
        f"/staff/cases/{report.pk}/",
        f"/staff/cases/{case.pk}/",
        f"/staff/cases/{case.pk}/merge/",
        f"/staff/merges/{merge.pk}/",
    )


def _pair(reviewer, name):
    number = next(factories.facts.numbers)
    here = {**HERE, "street": f"{number} Aspen Street"}
    one = factories.published_listing(display_name=name, site=here)
    other = factories.unclaimed_listing(display_name=f"{name} Ketamine", site=here)
    factories.opening_hours(other)
    factories.location(other.provider, at=factories.DENVER)
    duplicate_finder.find_for(other.provider)
    return case_holding.take(
        by=reviewer, case=Case.objects.get(duplicate__one=one.provider, duplicate__other=other.provider)
    )


def signed_in() -> str:
    client = Client(SERVER_NAME=serving.HOST)
    sign_in.with_second_factor(client, cast.reviewer())
    return client.cookies["sessionid"].value


@pytest.fixture(scope="module")
def session(site, browser):
    return aside(signed_in)


@pytest.fixture(scope="module")
def upkeep(site, browser):
    return aside(build)


@pytest.fixture
def at_desk(arrive, session, site):
    def sit(path, **context):
        person = arrive(**context)
        person.context.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])
        person.go(path)
        return person

    return sit


@pytest.mark.parametrize("which", [*Upkeep.__dataclass_fields__, "merges", "preview"])
def test_every_page_is_looked_over(at_desk, upkeep, which):
    places = {"merges": "/staff/merges/", "preview": upkeep.merge}
    person = at_desk(places.get(which) or getattr(upkeep, which), **TOUCHED)
    if which == "preview":
        person.page.get_by_label("Why are they one practice?").fill("One desk.")
        person.page.get_by_role("button", name="Preview").click()
        expect(person.page.get_by_role("heading", name="What will come of it")).to_be_visible()
    assert looked_over(person.page) == {}


def test_a_patient_reads_what_is_in_doubt(arrive, upkeep):
    person = arrive()
    person.go(upkeep.listing)
    expect(person.page.get_by_text(WORDS)).to_be_visible()
    person.go("/search/?near=Boulder,+CO&q=Aspen+Grove")
    expect(person.page.get_by_text("Visitors report as wrong: Prices.")).to_be_visible()


def test_a_report_by_keyboard_alone(at_desk):
    def made():
        site = factories.published_listing()
        case = Case.objects.get(report=reporting.filed(site, contact="me@example.org"))
        return case_holding.take(by=cast.reviewer(), case=case).pk

    pk = aside(made)
    page = at_desk(f"/staff/cases/{pk}/").page
    page.keyboard.press("r")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("Triaged.")
    page.keyboard.press("c")
    box = page.locator("#id_corrected_outcome")
    expect(box).to_be_focused()
    page.keyboard.type("They have a new number.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("Settled: corrected.")
    assert aside(lambda: Report.objects.get(cases=pk).contact) == ""


def test_two_listings_are_joined_and_parted_by_keyboard(at_desk):
    pk = aside(lambda: _pair(cast.reviewer(), "Blue Spruce").pk)
    page = at_desk(f"/staff/cases/{pk}/").page
    page.keyboard.press("j")
    page.wait_for_url(f"**/staff/cases/{pk}/merge/")
    page.get_by_label("Why are they one practice?").focus()
    page.keyboard.type("One desk.")
    for button in ("Preview", "Join them"):
        page.get_by_role("button", name=button, exact=True).focus()
        page.keyboard.press("Enter")
        page.wait_for_load_state()
    expect(page.locator(".messages")).to_contain_text("They are one listing now.")
    assert aside(lambda: Provider.objects.get(display_name="Blue Spruce Ketamine").status) == "merged"
    page.get_by_role("button", name="Undo this merge").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("two listings again")
    assert aside(lambda: Provider.objects.get(display_name="Blue Spruce Ketamine").status) != "merged"


def test_without_javascript_the_choices_are_a_form(at_desk):
    pk = aside(lambda: _pair(cast.reviewer(), "Lone Pine").pk)
    page = at_desk(f"/staff/cases/{pk}/merge/", java_script_enabled=False).page
    page.get_by_label("Lone Pine Ketamine").check()
    page.get_by_label("Why are they one practice?").fill("One desk.")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="What will come of it")).to_be_visible()
    expect(page.locator(".merge-preview")).to_contain_text("Lone Pine Ketamine")
