"""A reviewer at a case in a browser: by keyboard alone, without JavaScript, looked over by axe."""

from dataclasses import dataclass

import pytest
from django.test import Client
from playwright.sync_api import expect

from providers.actions import case_holding, credentials, documents
from providers.models import Case, Credential, LicenceRegister
from providers.models.vocabulary import CredentialType
from tests import cast, factories, sign_in, uploads
from tests.actions.claims import seen
from tests.factories.facts import day

from . import serving
from .aside import aside
from .looking import TOUCHED, looked_over

REGISTER = "https://apps2.colorado.gov/dora/licensing/lookup/licenselookup.aspx"


@dataclass(frozen=True)
class Desk:
    """Two cases, the first in hand: one new, one where the register said something else."""

    new: int
    differs: int
    picture: str
    paper: str


def build() -> Desk:
    site = factories.published_listing()
    owner, reviewer = cast.owner(site.provider), cast.reviewer()
    LicenceRegister.objects.get_or_create(
        state="CO", board="medical", defaults={"name": "Colorado DORA license lookup", "url": REGISTER}
    )
    new, other = (_claimed(site, owner, number) for number in ("DR.0012345", "DR.0067890"))
    picture = uploads.upload(uploads.picture(), "license.jpg")
    picture, paper = (
        documents.store(by=owner, upload=upload, provider=site.provider, credential=new).public_id
        for upload in (picture, uploads.upload(uploads.pdf(2)))
    )
    other = credentials.match_identity(by=None, credential=other)
    other = credentials.request_source(by=None, credential=other)
    found = {"differs": [{"field": "number", "claim": "DR.0067890", "source": "DR.0067899"}]}
    credentials.record_check(
        by=cast.checker(),
        credential=other,
        seen=seen(result="differs", found={"number": "DR.0067899", **found}),
    )
    cases = [Case.objects.open().get(credential=row) for row in (new, other)]
    case_holding.take(by=reviewer, case=cases[0])
    return Desk(cases[0].pk, cases[1].pk, f"/staff/documents/{picture}/", f"/staff/documents/{paper}/")


def signed_in() -> str:
    client = Client(SERVER_NAME=serving.HOST)
    sign_in.with_second_factor(client, cast.reviewer())
    return client.cookies["sessionid"].value


def _claimed(site, owner, number):
    person = factories.practitioner(name="Alex Sample", npi="1234567893")
    factories.role(site, person)
    row = credentials.claim(
        by=owner,
        holder=person,
        type=CredentialType.STATE_LICENCE,
        state="CO",
        number=number,
        issuer="Colorado Medical Board",
        expires_on=day(-300),
    )
    return credentials.attest(by=owner, credential=row)


@pytest.fixture(scope="module")
def session(site, browser):
    return aside(signed_in)


@pytest.fixture
def desk(site, browser):
    return aside(build)


@pytest.fixture
def at_desk(arrive, session, site):
    def sit(path, **context):
        person = arrive(**context)
        person.context.add_cookies([{"name": "sessionid", "value": session, "url": site.url}])
        person.go(path)
        return person

    return sit


def test_the_whole_case_by_keyboard_alone(at_desk, desk):
    person = at_desk(f"/staff/cases/{desk.new}/")
    page, keys = person.page, person.page.keyboard
    keys.press("r")
    expect(page.get_by_label("Name, as the register has it")).to_be_focused()
    for words in ("Sample, Alex", "DR-0012345", "CO"):
        keys.type(words)
        keys.press("Tab")
    keys.type("Active, nothing")
    keys.press("Tab")
    page.get_by_label("The register shows no day of expiry").focus()
    keys.press("Space")
    keys.press("Enter")

    expect(page.locator(".messages")).to_contain_text("Check recorded.")
    expect(page.locator(".messages")).to_be_focused()
    assert page.locator(".sides .is-same").count() >= 4
    keys.press("a")

    expect(page.locator(".messages")).to_contain_text("Approved.")
    row = aside(lambda: Credential.objects.get(cases=desk.new))
    assert row.status == "active"


def test_a_letter_in_a_field_is_a_letter(at_desk, desk):
    page = at_desk(f"/staff/cases/{desk.new}/").page
    page.keyboard.press("i")
    box = page.get_by_label("Anything else to ask")
    expect(box).to_be_focused()
    page.keyboard.type("war")
    expect(box).to_have_value("war")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(page.locator("summary", has_text="Request information")).to_be_focused()


def test_the_question_mark_shows_the_keys_and_they_can_be_switched_off(at_desk, desk):
    page = at_desk(f"/staff/cases/{desk.new}/").page
    page.keyboard.press("?")
    expect(page.locator("#keys dd", has_text="Record a check")).to_be_visible()
    page.get_by_label("Use single letters as keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    expect(page.get_by_label("Name, as the register has it")).to_be_hidden()


def test_without_javascript_every_action_is_a_form(at_desk, desk):
    page = at_desk(f"/staff/cases/{desk.new}/", java_script_enabled=False).page
    page.locator("summary", has_text="Request information").click()
    page.get_by_label("Anything else to ask").fill("Which board?")
    page.locator("form").get_by_role("button", name="Request information").click()
    expect(page.get_by_text("The provider is asked.")).to_be_visible()


@pytest.mark.parametrize("which", ["new", "differs"])
def test_nothing_to_complain_about(at_desk, desk, which):
    page = at_desk(f"/staff/cases/{getattr(desk, which)}/", **TOUCHED).page
    assert looked_over(page) == {}


def test_a_picture_grows_and_turns_by_keyboard(at_desk, desk):
    person = at_desk(f"{desk.picture}?case={desk.new}", **TOUCHED)
    page = person.page
    picture = page.locator("img[data-paper]")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    page.keyboard.press("+")
    expect(page.locator("[data-zoom]")).to_have_text("150 %")
    page.keyboard.press("r")
    assert "rotate(90deg)" in picture.get_attribute("style")
    page.keyboard.press("0")
    assert looked_over(page) == {}


def test_a_pdf_is_shown_and_grows_by_keyboard(at_desk, desk):
    page = at_desk(desk.paper, **TOUCHED).page
    with page.expect_response(lambda answer: answer.url.endswith("/file/")) as shown:
        page.keyboard.press("+")
    assert shown.value.status == 200
    assert page.locator("[data-paper]").get_attribute("src").endswith("#zoom=150")
