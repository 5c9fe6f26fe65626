"""The map is an aid: fetched when asked for, from us alone, and reachable without a mouse."""

from playwright.sync_api import expect

from .page_types import DENVER
from .results_page import ACCEPTING, ResultsPage
from .visitor import PHONE


def open_map(page) -> None:
    page.get_by_role("button", name="Map").click()
    page.locator(".map-pin").first.wait_for()


def test_nothing_of_the_map_is_fetched_before_it_is_asked_for(arrive):
    person = arrive()
    asked: list[str] = []
    person.context.on("request", lambda request: asked.append(request.url.removeprefix(person.site)))
    person.go(DENVER)
    person.page.wait_for_load_state("networkidle")
    assert not any("leaflet" in address or "/static/map/" in address for address in asked)
    open_map(person.page)
    assert any("leaflet" in address for address in asked)
    assert any("/static/map/states" in address for address in asked)


def test_each_row_has_a_pin_that_the_keyboard_reaches_and_that_leads_to_its_row(arrive):
    page = arrive(DENVER).page
    opener = page.get_by_role("button", name="Map")
    opener.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    page.locator(".map-pin").first.wait_for()
    names = ResultsPage(page).names
    pin = page.get_by_role("button", name=f"3. {names.nth(2).inner_text()}", exact=True)
    pin.focus()
    expect(page.locator(".row.is-marked")).to_contain_text(names.nth(2).inner_text())
    page.keyboard.press("Enter")
    expect(names.nth(2)).to_be_focused()
    expect(names.nth(2)).to_be_in_viewport()


def test_the_map_follows_the_filters(arrive):
    page = arrive(DENVER).page
    results = ResultsPage(page)
    open_map(page)
    assert page.locator(".map-pin").count() == 20
    results.choose("Spravato")
    results.choose(ACCEPTING)
    expect(page.locator(".map-pin")).to_have_count(results.total)


def test_the_map_of_a_phone_does_not_scroll_the_page_sideways(arrive):
    page = arrive(DENVER, size=PHONE).page
    open_map(page)
    expect(page.locator("#map-canvas")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
