"""The care editors in a browser: prices typed with and without scripts, and every page looked over."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest
from django.test import Client
from django.urls import reverse

from tests import cast, factories

from .aside import aside
from .looking import OVERHANG
from .test_accessibility import COLOURS, UNFOLD, violations
from .test_html import errors_in, in_older_words
from .visitor import DESK, PHONE, Visitor

WIDTHS = (320, 390, 1280)


@dataclass(frozen=True)
class Clinic:
    """Whose editor comes, and the addresses of the pages by name."""

    session: str
    pages: dict[str, str]


def build() -> Clinic:
    """Two locations; the first gives IV at 450 dollars a session, and Spravato."""
    place = factories.published_listing(display_name="Bear Peak Ketamine")
    spravato = factories.spravato(place, drug_basis="fda_approved_for_indication", conditions=["trd"])
    second = factories.location(place.provider, at=factories.FORT_COLLINS)
    factories.reindex(place, second)
    iv = place.services.exclude(pk=spravato.pk).get()
    client = Client()
    client.force_login(cast.owner(place.provider))
    here = [place.provider.slug, place.slug]
    return Clinic(
        client.cookies["sessionid"].value,
        {
            "services": reverse("edit_services", args=here),
            "new service": reverse("add_service", args=here),
            "service": reverse("edit_service", args=[*here, iv.pk]),
            "Spravato": reverse("edit_service", args=[*here, spravato.pk]),
            "safety": reverse("edit_safety", args=here),
            "prices": reverse("edit_price", args=[*here, iv.pk]),
            "no prices": reverse("edit_price", args=[*here, spravato.pk]),
            "nothing to price": reverse("edit_prices", args=[here[0], second.slug]),
            "insurance": reverse("edit_insurance", args=here),
            "copy": reverse("copy", args=here[:1]),
        },
    )


PAGES = (
    *("services", "new service", "service", "Spravato", "safety", "prices", "no prices"),
    *("nothing to price", "insurance", "copy"),
)


@pytest.fixture(scope="module")
def clinic(site, browser) -> Clinic:
    return aside(build)


@pytest.fixture
def editor(browser, site, clinic) -> Iterator[Visitor]:
    person = come(browser, site, clinic)
    yield person
    person.leave()


def come(browser, site, clinic, **context) -> Visitor:
    person = Visitor(browser, site.url, PHONE, reduced_motion="reduce", **context)
    person.context.add_cookies([{"name": "sessionid", "value": clinic.session, "url": site.url}])
    return person


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(editor, clinic, name):
    editor.go(clinic.pages[name])
    editor.page.evaluate(UNFOLD)
    found = {"phone": violations(editor.page)}
    editor.page.emulate_media(color_scheme="dark")
    found["phone, dark"] = violations(editor.page, COLOURS)
    for width in WIDTHS:
        editor.page.set_viewport_size({**DESK, "width": width})
        found[f"overhang at {width}"] = editor.page.evaluate(OVERHANG)
    editor.page.emulate_media(color_scheme="light")
    found["desk"] = violations(editor.page)
    assert {which: said for which, said in found.items() if said} == {}


def test_every_page_is_valid(site, clinic, tmp_path):
    for name, path in clinic.pages.items():
        page = httpx.get(site.url + path, cookies={"sessionid": clinic.session})
        (tmp_path / f"{name.replace(' ', '_')}.html").write_bytes(in_older_words(page.content))
    assert errors_in(sorted(tmp_path.glob("*.html"))) == []


def test_total_follows_what_is_typed(editor, clinic):
    editor.go(clinic.pages["prices"])
    editor.page.get_by_label("Amount in dollars").nth(1).fill("600")
    editor.page.locator("#total").get_by_text("6 × $600").wait_for()
    editor.page.locator("#total").get_by_text("$3,800").wait_for()


def test_new_part_gets_the_focus_and_keeps_the_rest(editor, clinic):
    editor.go(clinic.pages["prices"])
    editor.page.get_by_label("Amount in dollars").first.fill("275")
    editor.page.get_by_role("button", name="Add another part").click()
    editor.page.locator("#id_part-2-component").wait_for()
    assert editor.page.evaluate("document.activeElement.id") == "id_part-2-component"
    assert editor.page.get_by_label("Amount in dollars").first.input_value() == "275"


def test_errors_are_found_from_the_summary(editor, clinic):
    editor.expected.add(422)
    editor.go(clinic.pages["prices"])
    editor.page.get_by_label("Amount in dollars").first.fill("1e9")
    editor.page.get_by_role("button", name="Save", exact=True).click()
    editor.page.locator("#error-summary a").first.click()
    assert editor.page.evaluate("document.activeElement.id") == "id_part-0-amount_min"
    assert violations(editor.page) == []


def test_prices_are_edited_without_scripts(browser, site, clinic):
    person = come(browser, site, clinic, java_script_enabled=False)
    page = person.page
    person.go(clinic.pages["no prices"])
    amounts = page.get_by_label("Amount in dollars")
    assert amounts.count() == 3
    amounts.nth(0).fill("200")
    amounts.nth(1).fill("700")
    page.get_by_role("button", name="Add another part").click()
    assert amounts.count() == 4
    assert amounts.nth(1).input_value() == "700"
    amounts.nth(2).fill("150")
    page.get_by_role("button", name="Work out the total").click()
    page.locator("#total").get_by_text("$5,300").wait_for()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Saved at").wait_for()
    person.leave()


def test_copy_shows_first(editor, clinic):
    editor.go(clinic.pages["copy"])
    page = editor.page
    page.locator("#id_targets input").nth(1).check()
    page.get_by_label("Insurance").check()
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_text("Medicaid: not stated → In network").wait_for()
    assert violations(page) == []
    page.get_by_role("button", name="Copy now").click()
    page.get_by_text("Saved at").wait_for()
