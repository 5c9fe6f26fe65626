"""The page of results as a person uses it, with JavaScript or without."""

import re

from playwright.sync_api import Locator, Page, expect

SPRAVATO = "Spravato"
ACCEPTING = "Accepting new patients"


class ResultsPage:
    def __init__(self, page: Page, *, has_script: bool = True) -> None:
        self.page = page
        self.has_script = has_script
        self.heading = page.locator("#results-heading")
        self.names = page.locator("#results > .results .row-name a")
        self.chips = page.get_by_role("list", name="Filters in use").locator(".chip:not(.is-clear)")

    @property
    def total(self) -> int:
        told = re.match(r"([\d,]+) places?, ", self.heading.inner_text())
        assert told, self.heading.inner_text()
        return int(told[1].replace(",", ""))

    def choice(self, label: str) -> Locator:
        return self.page.locator("#filters label.choice", has_text=label)

    def count_of(self, label: str) -> int:
        return int(self.choice(label).locator(".count").inner_text())

    def choose(self, label: str) -> None:
        """Ticks a filter, sends the form where nothing else does, and waits for the answer."""
        chips = self.chips.count()
        self.choice(label).get_by_role("checkbox").check()
        if not self.has_script:
            self.page.get_by_role("button", name="Apply filters").click()
        expect(self.chips).to_have_count(chips + 1)
        expect(self.page.locator("#results[aria-busy]")).to_have_count(0)
