"""On every page axe finds nothing, nothing scrolls sideways, thumbs hit what they aim at; nothing jumps."""

import pytest

from .looking import OVERHANG, SMALL_CONTROLS, THUMB, TOUCHED, looked_over
from .page_types import DENVER, PAGE_TYPES, show
from .test_accessibility import UNFOLD
from .visitor import DESK, PHONE

ZOOMED_TO_400 = {"width": 320, "height": 225}
MOST_SHIFT = 0.02
SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const { value, hadRecentInput, sources } of list.getEntries()) {
    const moved = sources.map(({ node }) => node?.outerHTML?.slice(0, 80) || node?.nodeName || 'gone');
    if (!hadRecentInput) window.shifts.push([value, moved]);
  }
}).observe({ type: 'layout-shift', buffered: true });
"""


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_every_page_is_in_order(arrive, site, name):
    """The style guide shows controls smaller than a thumb beside each other, to compare them."""
    page = show(arrive(**TOUCHED), site.town, name)
    assert looked_over(page, thumbs=name != "style guide") == {}


def test_zoomed_to_400_percent_the_form_can_still_be_filled_in(arrive):
    page = arrive("/", size=ZOOMED_TO_400, device_scale_factor=4).page
    page.get_by_label("ZIP, city or state").fill("80202")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("heading", name="places, within 25 miles").wait_for()
    assert page.evaluate(OVERHANG) == 0


def test_filters_are_big_enough_for_a_thumb(arrive):
    page = arrive(DENVER, size=PHONE, has_touch=True, is_mobile=True).page
    page.get_by_role("button", name="Filters").tap()
    page.locator("#filters").evaluate(UNFOLD)
    assert page.evaluate(SMALL_CONTROLS, THUMB) == []


def test_a_closed_result_row_is_no_taller_than_a_third_of_a_phone(arrive):
    page = arrive(DENVER, size=PHONE).page
    heights = page.eval_on_selector_all(
        "#results > .results > .row", "rows => rows.map(row => row.offsetHeight)"
    )
    assert len(heights) == 20
    assert max(heights) <= PHONE["height"] / 3


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("name", ["results", "provider", "home"])
def test_nothing_jumps_while_a_page_loads(arrive, site, name, size):
    person = arrive(size=size)
    person.context.add_init_script(SHIFTS)
    page = show(person, site.town, name)
    page.wait_for_load_state("networkidle")
    shifts = page.evaluate("window.shifts")
    assert sum(value for value, _ in shifts) < MOST_SHIFT, shifts
