"""Claims, removals, new listings, edits and exclusion hits in a browser: looked over and worked by key."""

from dataclasses import asdict, dataclass

import pytest
from django.test import Client
from playwright.sync_api import expect

from providers.actions import case_holding
from providers.models import Claim, NpiRecord, RemovalRequest
from tests import cast, claiming, sign_in
from tests.actions.test_removals import by_phone
from tests.verification.test_change_panel import asked
from tests.verification.test_claim_panel import register
from tests.verification.test_exclusion_panel import of_a_person
from tests.verification.test_listing_panel import submitted
from tests.verification.working import case_of

from . import serving
from .aside import aside
from .looking import TOUCHED, looked_over

PHONE = {"phone": "+13035550142"}


@dataclass(frozen=True)
class Cases:
    """One of each, all in hand of the reviewer."""

    claim: int
    call: int
    removal: int
    listing: int
    change: int
    exclusion: int


def build() -> Cases:
    if not NpiRecord.objects.filter(npi="1234567893").exists():
        register()
    subjects = (
        claiming.with_document(claiming.unclaimed(display_name="Clear Creek Ketamine", site=PHONE)),
        claiming.called(claiming.unclaimed(site=PHONE), by=cast.invited()),
        by_phone(),
        submitted(npi="1234567893"),
        asked("display_name", "New Name"),
        of_a_person(),
    )
    taken = [case_holding.take(by=cast.reviewer(), case=case_of(row)).pk for row in subjects]
    return Cases(*taken)


def signed_in() -> str:
    client = Client(SERVER_NAME=serving.HOST)
    sign_in.with_second_factor(client, cast.reviewer())
    return client.cookies["sessionid"].value


@pytest.fixture(scope="module")
def session(site, browser):
    return aside(signed_in)


@pytest.fixture(scope="module")
def cases(site, browser):
    return aside(build)


@pytest.fixture
def at_desk(arrive, session, site):
    def sit(path, **context):
        person = arrive(**context)
        person.context.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])
        person.go(path)
        return person

    return sit


@pytest.mark.parametrize("kind", [*Cases.__dataclass_fields__, "script", "suspend", "file"])
def test_nothing_to_complain_about(at_desk, cases, kind):
    known = {name: f"/staff/cases/{pk}/" for name, pk in asdict(cases).items()}
    known["script"] = f"/staff/cases/{cases.call}/call/"
    listing = aside(lambda: Claim.objects.get(cases=cases.claim).provider.slug)
    known["suspend"] = f"/staff/listings/{listing}/suspend/"
    known["file"] = f"/staff/listings/{listing}/"
    page = at_desk(known[kind], **TOUCHED).page
    assert looked_over(page) == {}


def test_a_code_is_read_out_once_and_the_call_recorded_without_a_mouse(at_desk, cases):
    person = at_desk(f"/staff/cases/{cases.call}/")
    page, keys = person.page, person.page.keyboard
    keys.press("p")
    expect(page.get_by_role("heading", name="Read this code out now")).to_be_visible()
    expect(page.locator(".code")).to_have_text(claiming.CODE)
    page.get_by_label("Reached: they know of it and confirm it").focus()
    keys.press("Space")
    page.get_by_label("Who said what").focus()
    keys.type("The front desk")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.locator(".messages")).to_contain_text("The call is recorded.")
    expect(page.get_by_text("The front desk")).to_be_visible()


def test_a_removal_asks_twice_and_says_what_is_missing(at_desk, cases):
    person = at_desk(f"/staff/cases/{cases.removal}/", java_script_enabled=False)
    person.expected.add(409)
    page = person.page
    page.locator("summary", has_text="The practice confirmed it").click()
    page.get_by_label("I have looked twice").check()
    page.get_by_role("button", name="The practice confirmed it").click()
    expect(page.locator("#refusals")).to_contain_text("Record first that you reached the practice")
    assert aside(lambda: RemovalRequest.objects.get(cases=cases.removal).status) == "asked"
