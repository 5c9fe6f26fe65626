"""The other language is the same page at another address."""

import pytest
from playwright.sync_api import expect

from .page_types import FILTERED
from .results_page import ResultsPage
from .visitor import DESK, PHONE


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_changing_the_language_keeps_the_page_and_its_filters(arrive, site, size):
    page = arrive(FILTERED, size=size).page
    names = ResultsPage(page).names.all_inner_texts()
    if size == PHONE:
        page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Español").click()
    page.wait_for_url(f"{site.url}/es{FILTERED}")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    assert page.locator("#results > .results .row-name a").all_inner_texts() == names
    expect(page.locator("#results .chip:not(.is-clear)")).to_have_count(2)


def test_links_stay_in_the_chosen_language_and_lead_back(arrive, site):
    page = arrive(f"/es{site.town.full}").page
    expect(page.locator("html")).to_have_attribute("lang", "es")
    page.locator(".crumbs a").first.click()
    assert page.url.startswith(f"{site.url}/es/search/")
    page.get_by_role("link", name="English").click()
    assert page.url.startswith(f"{site.url}/search/")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_no_language_is_guessed_from_the_browser(arrive):
    page = arrive("/", locale="es-MX").page
    expect(page.locator("html")).to_have_attribute("lang", "en")
