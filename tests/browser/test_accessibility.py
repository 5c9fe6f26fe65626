"""How axe is asked, that it finds what is wrong, and what opens over a page; each page: test_layout."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from .page_types import DENVER
from .visitor import PHONE

# Without preload: axe would ask for the style sheets that another one imports at a wrong address.
PLAIN = {"resultTypes": ["violations"], "preload": False}
EVERY_RULE = {**PLAIN, "rules": {"target-size": {"enabled": True}}}
COLOURS = {**PLAIN, "runOnly": {"type": "rule", "values": ["color-contrast"]}}
UNFOLD = "document.querySelectorAll('details').forEach(part => { part.open = true })"


def violations(page, options=EVERY_RULE) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['html'][:200]} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def test_axe_finds_what_is_wrong(arrive):
    page = arrive("/about/").page
    page.locator("main a").first.evaluate("link => { link.textContent = ''; link.style.color = '#bbb' }")
    page.locator("h1").evaluate("heading => { heading.style.color = '#ccc' }")
    assert {said.split(":")[0] for said in violations(page)} == {"link-name", "color-contrast"}


@pytest.mark.parametrize("opener", [".sheet-open", ".menu-open"])
def test_axe_finds_nothing_in_what_opens_over_the_page(arrive, opener):
    page = arrive(DENVER, size=PHONE, reduced_motion="reduce").page
    page.locator(opener).click()
    assert page.locator(":popover-open").count() == 1
    assert violations(page) == []


def test_axe_finds_nothing_in_the_suggestions(arrive):
    page = arrive("/", reduced_motion="reduce").page
    page.get_by_role("combobox", name="ZIP, city or state").press_sequentially("Denv")
    page.get_by_role("option").first.wait_for()
    assert violations(page) == []


def test_axe_finds_nothing_on_the_map(arrive):
    page = arrive(DENVER, reduced_motion="reduce").page
    page.get_by_role("button", name="Map").click()
    page.locator(".map-pin").first.wait_for()
    assert violations(page) == []
