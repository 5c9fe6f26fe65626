"""What a place can be besides found: one of many, misspelt, unknown, or with nobody near."""

from playwright.sync_api import expect

from .page_types import DENVER, NOTHING
from .results_page import ResultsPage


def test_a_name_of_many_places_asks_which_one(arrive):
    page = arrive("/search/?near=Springfield&accepting=1").page
    results = ResultsPage(page)
    expect(results.heading).to_contain_text("places called “Springfield”")
    page.get_by_role("link", name="Springfield, MO").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Springfield, MO")
    expect(results.choice("Accepting new patients").get_by_role("checkbox")).to_be_checked()


def test_a_misspelt_place_is_read_and_said(arrive):
    page = arrive("/search/?near=Denvr,+CO").page
    expect(page.locator("#results")).to_contain_text("We read “Denvr, CO” as")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Denver, CO")


def test_an_unknown_place_offers_the_nearest_spellings(arrive):
    page = arrive("/search/?near=Denvverr+Springz", status=422).page
    field = page.get_by_label("ZIP, city or state")
    expect(field).to_have_value("Denvverr Springz")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(
        "For example 80218, or Denver, CO. We know no place called “Denvverr Springz”."
        " Try a ZIP code, or a city and state."
    )
    page.locator("#results .link-list a").first.click()
    expect(page.locator("#results-heading")).to_contain_text("place")


def test_a_refused_parameter_is_named_and_the_rest_of_the_form_stays(arrive):
    page = arrive(f"{DENVER}&max_session_price=cheap&accepting=1", status=422).page
    amount = page.get_by_label("Highest price of a session")
    expect(amount).to_have_value("cheap")
    expect(amount).to_have_accessible_description(
        "Highest price of a session: Give whole dollars, for example 600."
    )
    expect(page.get_by_label("ZIP, city or state")).to_have_value("80202")
    expect(ResultsPage(page).choice("Accepting new patients").get_by_role("checkbox")).to_be_checked()


def test_a_dead_end_shows_the_nearest_outside(arrive):
    page = arrive(NOTHING).page
    results = ResultsPage(page)
    assert results.total == 0
    nearest = page.locator(".nothing .row")
    expect(nearest).to_have_count(3)
    expect(nearest.filter(has_text="Poudre Ketamine")).to_contain_text("miles")
    nearest.locator(".row-name a").first.click()
    expect(page.get_by_role("heading", level=2, name="Questions to ask")).to_be_visible()


def test_a_dead_end_says_which_filter_to_leave_out_and_what_that_brings(arrive):
    page = arrive(f"{DENVER}&within=5&accepting=1&max_session_price=10").page
    results = ResultsPage(page)
    assert results.total == 0
    way_on = page.locator(".nothing .link-list li").filter(has_text="Session up to $10")
    promised = int(way_on.locator(".count").inner_text().split()[0])
    way_on.get_by_role("link").click()
    expect(results.chips).to_have_count(1)
    assert results.total == promised


def test_telehealth_stands_in_a_group_of_its_own(arrive):
    page = arrive(DENVER).page
    group = page.get_by_role("region", name="By video, licensed in Colorado")
    expect(group.get_by_role("link", name="Mile High Video")).to_be_visible()
    expect(group.locator(".row-distance")).to_have_count(0)
    assert "Mile High Video" not in ResultsPage(page).names.all_inner_texts()
