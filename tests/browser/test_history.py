"""The address bar tells the whole state: going back, reloading and sending it all show the same page."""

from playwright.sync_api import expect

from .page_types import DENVER
from .results_page import ACCEPTING, SPRAVATO, ResultsPage


def is_whole(page) -> None:
    expect(page.get_by_role("navigation", name="Main")).to_have_count(1)
    expect(page.locator("#search-form")).to_have_count(1)
    expect(page.locator("link[rel=stylesheet]").first).to_be_attached()


def test_back_after_swaps_shows_each_earlier_page_whole(arrive):
    page = arrive(DENVER).page
    results = ResultsPage(page)
    totals = [results.total]
    for label in (SPRAVATO, ACCEPTING):
        results.choose(label)
        totals.append(results.total)
    for chips in (1, 0):
        page.go_back()
        expect(results.chips).to_have_count(chips)
        is_whole(page)
        assert results.total == totals[chips]
        expect(results.choice(ACCEPTING).get_by_role("checkbox")).not_to_be_checked()
        assert results.choice(SPRAVATO).get_by_role("checkbox").is_checked() == (chips == 1)


def test_back_from_a_provider_shows_the_filtered_page(arrive):
    page = arrive(DENVER).page
    results = ResultsPage(page)
    results.choose(SPRAVATO)
    total = results.total
    results.names.first.click()
    page.get_by_role("link", name="Print all of them as a sheet").wait_for()
    page.go_back()
    expect(results.chips).to_have_count(1)
    is_whole(page)
    assert results.total == total


def test_an_address_made_by_swaps_is_the_same_page_for_someone_else(arrive):
    page = arrive(DENVER).page
    results = ResultsPage(page)
    results.choose(SPRAVATO)
    results.choose(ACCEPTING)
    other = arrive(page.url, java_script_enabled=False).page
    assert ResultsPage(other).names.all_inner_texts() == results.names.all_inner_texts()
    assert other.locator("#filter-groups").inner_text() == page.locator("#filter-groups").inner_text()
    assert page.url.endswith("/search/?near=80202&within=25&accepting=1&route=nasal_esketamine_spravato")
