"""No page scrolls sideways, controls are big enough for a thumb, and nothing jumps."""

import pytest

from .page_types import DENVER, PAGE_TYPES, show
from .visitor import DESK, PHONE

WIDTHS = (320, 390, 1280, 1920)
ZOOMED_TO_400 = {"width": 320, "height": 225}
OVERHANG = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
UNFOLD = "document.querySelectorAll('details').forEach(part => { part.open = true })"
THUMB = 44
MOST_SHIFT = 0.02

# What a finger can hit: the control with its label. Links within a sentence are excepted (WCAG 2.5.8).
SMALL_CONTROLS = """
least => {
  const inSentence = (link) => {
    const block = link.closest('p, li, dd, td, small, .help, .source, h1, h2, h3, h4');
    return link.matches('a') && block && block.innerText.trim() !== link.innerText.trim();
  };
  const reach = (control) => {
    const label = control.matches('input[type=checkbox], input[type=radio]') && control.closest('label');
    return (label || control).getBoundingClientRect();
  };
  return [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter((control) => control.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    .filter((control) => !control.closest('.skip, .not-for-people, .visually-hidden') && !inSentence(control))
    .map((control) => [control, reach(control)])
    .filter(([, box]) => box.height < least - 0.5 || box.width < least - 0.5)
    .map(([control, box]) => [Math.round(box.width), Math.round(box.height), control.outerHTML.slice(0, 99)]);
}
"""
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
def test_nothing_scrolls_sideways(arrive, site, name):
    page = show(arrive(), site.town, name)
    page.evaluate(UNFOLD)
    overhang = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        overhang[width] = page.evaluate(OVERHANG)
    assert overhang == dict.fromkeys(WIDTHS, 0)


def test_zoomed_to_400_percent_the_form_can_still_be_filled_in(arrive):
    page = arrive("/", size=ZOOMED_TO_400, device_scale_factor=4).page
    page.get_by_label("ZIP, city or state").fill("80202")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("heading", name="places, within 25 miles").wait_for()
    assert page.evaluate(OVERHANG) == 0


@pytest.mark.parametrize("name", [name for name in PAGE_TYPES if name != "style guide"])
def test_controls_are_big_enough_for_a_thumb(arrive, site, name):
    person = arrive(size=PHONE, has_touch=True, is_mobile=True)
    page = show(person, site.town, name)
    assert page.evaluate(SMALL_CONTROLS, THUMB) == []


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
