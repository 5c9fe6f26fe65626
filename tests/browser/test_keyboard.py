"""The main journey without a mouse: every stop can be seen, focus lands where the eye is, nothing traps."""

import re

from playwright.sync_api import Locator, Page, expect

from .page_types import DENVER
from .results_page import ACCEPTING, SPRAVATO, ResultsPage
from .visitor import PHONE

FOCUS_IS_VISIBLE = """
() => {
  const marked = (part) => parseFloat(getComputedStyle(part).outlineWidth) >= 3
    && getComputedStyle(part).outlineStyle !== 'none';
  const at = document.activeElement;
  return at === document.body || marked(at) || [...at.children].some(marked);
}
"""
WHERE = """
() => {
  const at = document.activeElement;
  const all = [...document.querySelectorAll('*')];
  return at === document.body ? null : all.indexOf(at);
}
"""


def tab_to(page: Page, wanted: Locator, *, key: str = "Tab", most: int = 120) -> None:
    """Presses Tab until it is focused; every stop on the way must show its focus."""
    goal = wanted.element_handle()
    for _ in range(most):
        page.keyboard.press(key)
        assert page.evaluate(FOCUS_IS_VISIBLE), page.evaluate("document.activeElement.outerHTML")
        if page.evaluate("goal => document.activeElement === goal", goal):
            return
    raise AssertionError(f"{most} times {key} do not reach {wanted}")


def test_the_first_stop_skips_to_the_main_part(arrive):
    page = arrive(DENVER).page
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the main part")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("ZIP, city or state")).to_be_focused()


def test_the_whole_journey_by_keyboard(arrive):
    page = arrive("/").page
    tab_to(page, page.get_by_label("ZIP, city or state"))
    page.keyboard.type("80202")
    page.keyboard.press("Enter")
    results = ResultsPage(page)
    expect(results.heading).to_contain_text("places")
    for label in (SPRAVATO, ACCEPTING):
        box = results.choice(label).get_by_role("checkbox")
        tab_to(page, box)
        chips = results.chips.count()
        page.keyboard.press("Space")
        expect(results.chips).to_have_count(chips + 1)
        expect(box).to_be_focused()
    tab_to(page, results.names.first)
    page.keyboard.press("Enter")
    sheet = page.get_by_role("link", name="Print all of them as a sheet")
    sheet.wait_for()
    tab_to(page, sheet)
    page.keyboard.press("Enter")
    other = page.get_by_role("link", name="Choose other questions")
    other.wait_for()
    tab_to(page, other)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Make my sheet").wait_for()
    for number in (0, 3):
        tab_to(page, page.get_by_role("checkbox").nth(number))
        page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Make my sheet"))
    page.keyboard.press("Enter")
    expect(page.locator(".sheet .question")).to_have_count(2)


def test_nothing_traps_the_focus(arrive):
    page = arrive(DENVER).page
    stops = []
    for _ in range(400):
        page.keyboard.press("Tab")
        stop = page.evaluate(WHERE)
        if stop is None or stop in stops:
            break
        stops.append(stop)
    assert len(stops) > 60
    assert stops == sorted(stops)
    last = page.get_by_role("contentinfo").get_by_role("link").last
    assert stops[-1] == last.evaluate("part => [...document.querySelectorAll('*')].indexOf(part)")


def test_suggestions_by_arrows_and_escape(arrive):
    page = arrive("/").page
    field = page.get_by_role("combobox", name="ZIP, city or state")
    field.press_sequentially("Bould")
    options = page.get_by_role("option")
    expect(options.filter(has_text="Boulder, CO").first).to_be_visible()
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowDown")
    first = options.first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", first.get_attribute("id"))
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("Bould")
    expect(field).to_be_focused()
    assert field.get_attribute("aria-activedescendant") is None


def test_a_suggestion_chosen_with_enter_is_searched_with_the_next(arrive):
    page = arrive("/").page
    field = page.get_by_role("combobox", name="ZIP, city or state")
    field.press_sequentially("Fort Coll")
    chosen = page.get_by_role("option").first
    expect(chosen).to_contain_text("Fort Collins, CO")
    field.press("ArrowDown")
    field.press("Enter")
    expect(field).to_have_value(re.compile("^Fort Collins, .*CO$"))
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Fort Collins, CO")


def test_after_a_swap_the_focus_is_at_the_new_count_or_where_it_was(arrive):
    page = arrive(DENVER).page
    results = ResultsPage(page)
    page.get_by_role("link", name="Next").press("Enter")
    expect(page.locator(".pager")).to_contain_text("Page 2 of")
    expect(results.heading).to_be_focused()
    expect(results.heading).to_be_in_viewport()
    results.choice(ACCEPTING).get_by_role("checkbox").press("Space")
    expect(results.chips).to_have_count(1)
    expect(results.choice(ACCEPTING).get_by_role("checkbox")).to_be_focused()
    expect(page.locator("#announce")).to_have_text(results.heading.inner_text())
    page.get_by_role("link", name="Clear all").press("Enter")
    expect(results.chips).to_have_count(0)
    expect(results.heading).to_be_focused()


def test_the_order_is_changed_with_arrows(arrive):
    page = arrive(DENVER).page
    order = page.get_by_label("Order")
    order.press("ArrowDown")
    expect(page.locator("#results")).not_to_have_attribute("aria-busy", "true")
    page.wait_for_url("**sort=course_price**")
    expect(order).to_be_focused()
    assert ResultsPage(page).names.first.inner_text().startswith("Clear Creek Clinic")


def test_the_filter_sheet_of_a_phone_opens_closes_and_gives_the_focus_back(arrive):
    page = arrive(DENVER, size=PHONE).page
    results = ResultsPage(page)
    opener = page.get_by_role("button", name="Filters")
    opener.press("Enter")
    expect(page.locator("#filters")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#filters")).to_be_hidden()
    expect(opener).to_be_focused()
    opener.press("Enter")
    results.choice(ACCEPTING).get_by_role("checkbox").press("Space")
    expect(results.chips).to_have_count(1)
    expect(page.locator("#filters")).to_be_visible()
    page.get_by_role("button", name="Show the results").press("Enter")
    expect(page.locator("#filters")).to_be_hidden()
    expect(results.heading).to_be_focused()


def test_the_menu_of_a_phone_opens_and_closes_with_the_keyboard(arrive):
    page = arrive("/", size=PHONE).page
    opener = page.get_by_role("button", name="Menu")
    opener.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("navigation", name="Main").get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(opener).to_be_focused()
