"""From signing up to signing in by passkey, on a phone; and every page that only the signed-in see."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from . import letters
from .conftest import Site
from .looking import OVERHANG, SMALL_CONTROLS, THUMB
from .serving import HOST, NAME
from .test_accessibility import COLOURS, violations
from .visitor import DESK, PHONE, Visitor

PASSWORD = "a good phrase of mine"
NARROW = {"width": 320, "height": 800}
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
PAGES = [
    "/account/",
    "/account/name/",
    "/account/email/",
    "/account/password/change/",
    "/account/logout/",
    "/account/sessions/",
    "/account/2fa/",
    "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/",
    "/account/2fa/webauthn/add/",
    "/account/2fa/recovery-codes/",
    "/account/2fa/recovery-codes/generate/",
    "/account/download/",
    "/account/delete/",
]


@pytest.fixture
def provider(browser, site: Site):
    """Somebody with a phone that keeps passkeys, at the site by its name."""
    person = Visitor(browser, site.url.replace(HOST, NAME), PHONE, has_touch=True, reduced_motion="reduce")
    session = person.context.new_cdp_session(person.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield person
    person.leave()


def press(page, name):
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def sign_up(person, email):
    page = person.page
    person.go("/account/login/")
    page.locator("main").get_by_role("link", name="Make an account").click()
    page.get_by_label("Your name").fill("Ana Ruiz")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Make the account")
    page.get_by_label("Code").fill(letters.code_to(email))
    press(page, "Go on")
    page.wait_for_url("**/your-listings/")


def show_who_it_is(page):
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Go on")


def add_passkey(person):
    page = person.page
    person.go("/account/")
    page.get_by_role("link", name="Add a passkey").click()
    show_who_it_is(page)
    page.get_by_label("Name").fill("My phone")
    press(page, "Add the passkey")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def test_from_signing_up_to_signing_in_by_passkey(provider):
    sign_up(provider, "journey@clinic.example")
    add_passkey(provider)
    assert "A passkey was added to your account" in letters.last_to("journey@clinic.example")

    page = provider.page
    provider.go("/account/")
    expect(page.get_by_text("My phone")).to_be_visible()
    press(page, "Sign out")
    page.wait_for_url(provider.site + "/")
    provider.go("/account/login/?next=/account/")
    press(page, "Sign in with a passkey")

    page.wait_for_url("**/account/")
    expect(page.get_by_text("journey@clinic.example")).to_be_visible()


def test_a_passkey_also_stands_beside_the_password(provider):
    sign_up(provider, "both@clinic.example")
    add_passkey(provider)
    page = provider.page
    provider.go("/account/")
    press(page, "Sign out")
    provider.go("/account/login/")
    page.get_by_label("E-mail address").fill("both@clinic.example")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    assert violations(page) == []
    press(page, "Use a passkey")
    page.wait_for_url("**/your-listings/")


def test_no_passkey_is_said_and_the_password_still_works(provider):
    provider.go("/account/login/")
    press(provider.page, "Sign in with a passkey")
    expect(provider.page.get_by_role("alert")).to_contain_text("The passkey was not used.")
    expect(provider.page.get_by_role("button", name="Sign in with a passkey")).to_be_enabled()


def test_every_page_of_an_account_is_open_to_everybody(provider):
    """axe, thumbs, and no scrolling sideways, on a phone and a desk, in light and dark."""
    sign_up(provider, "pages@clinic.example")
    add_passkey(provider)
    page, found = provider.page, {}
    for path in PAGES:
        provider.go(path)
        page.set_viewport_size(PHONE)
        found[path, "thumbs"] = page.evaluate(SMALL_CONTROLS, THUMB)
        for size in (PHONE, NARROW, DESK):
            page.set_viewport_size(size)
            found[path, size["width"], "sideways"] = page.evaluate(OVERHANG)
            if size != NARROW:
                found[path, size["width"], "light"] = violations(page)
            keep_picture(page, path, size)
        page.emulate_media(color_scheme="dark")
        found[path, "dark"] = violations(page, COLOURS)
        page.emulate_media(color_scheme="light")
    assert {which: said for which, said in found.items() if said} == {}


def test_without_script_one_signs_up_and_in(arrive):
    person = arrive(size=PHONE, java_script_enabled=False)
    sign_up(person, "plain@clinic.example")
    person.go("/account/")
    press(person.page, "Sign out")
    person.go("/account/login/")
    expect(person.page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()
    person.page.get_by_label("E-mail address").fill("plain@clinic.example")
    person.page.get_by_label("Password").fill(PASSWORD)
    press(person.page, "Sign in")
    person.page.wait_for_url("**/your-listings/")


def keep_picture(page, path, size):
    if folder := os.environ.get("PICTURES"):
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            name = path.strip("/").replace("/", "_") + f"_{size['width']}_{scheme}.png"
            page.screenshot(path=str(Path(folder) / name), full_page=True)
