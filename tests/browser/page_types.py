"""Every type of page: where it is, the status that it is meant to have, and what to do to see it."""

from collections.abc import Callable
from dataclasses import asdict, dataclass

from playwright.sync_api import Page

from .town import Town
from .visitor import Visitor

DENVER = "/search/?near=80202"
FILTERED = f"{DENVER}&route=nasal_esketamine_spravato&accepting=1"
NOTHING = "/search/?near=82001&within=5"
UNREADABLE = f"{DENVER}&within=7&max_session_price=cheap"


@dataclass(frozen=True)
class PageType:
    """`path` may name a page of the town. `then` is done after opening, and ends on the page meant."""

    path: str
    status: int = 200
    then: Callable[[Page], None] | None = None
    final_status: int = 200

    def path_in(self, town: Town) -> str:
        return self.path.format(**asdict(town))


def send_empty(page: Page) -> None:
    page.locator("main form button[type=submit]").first.click()
    page.locator("#error-summary").wait_for()


PAGE_TYPES = {
    "home": PageType("/"),
    "search without a place": PageType("/search/"),
    "results": PageType(DENVER),
    "results, filtered": PageType(FILTERED),
    "results, second page": PageType(f"{DENVER}&page=2"),
    "results, page past the end": PageType(f"{DENVER}&page=9", 404),
    "results, empty": PageType(NOTHING),
    "which one": PageType("/search/?near=Springfield"),
    "unknown place": PageType("/search/?near=Denvverr+Springz", 422),
    "parameters refused": PageType(UNREADABLE, 422),
    "provider": PageType("{full}"),
    "provider from a register": PageType("{imported}"),
    "provider with two places": PageType("{chain}"),
    "provider closed": PageType("{closed}"),
    "report": PageType("{report}"),
    "report with errors": PageType("{report}", then=send_empty, final_status=422),
    "report received": PageType("{report}thanks/"),
    "claim, signed out": PageType("{imported}claim/"),
    "removal": PageType("{imported}remove/"),
    "removal with errors": PageType("{imported}remove/", then=send_empty, final_status=422),
    "add your practice, signed out": PageType("/add-your-practice/"),
    "regions": PageType("/in/"),
    "state": PageType("/in/colorado/"),
    "city": PageType("/in/colorado/denver/"),
    "county": PageType("/in/colorado/boulder-county/"),
    "questions": PageType("/questions/"),
    "question sheet": PageType("/questions/sheet/?q=1&q=2&q=3&at={denver_pk}"),
    "guide": PageType("/guide/"),
    "guide page": PageType("/guide/risks/"),
    "about": PageType("/about/"),
    "privacy": PageType("/privacy/"),
    "how ordered": PageType("/how-results-are-ordered/"),
    "sign in": PageType("/account/login/"),
    "sign in refused": PageType("/account/login/", then=send_empty, final_status=422),
    "make an account": PageType("/account/signup/"),
    "forgotten password": PageType("/account/password/reset/"),
    "sign in, in Spanish": PageType("/es/account/login/"),
    "not found": PageType("/nothing/here/", 404),
    "style guide": PageType("/styleguide/"),
    "results in Spanish": PageType(f"/es{FILTERED}"),
    "provider in Spanish": PageType("/es{full}"),
    "questions in Spanish": PageType("/es/questions/"),
}
READ_ONLY = [name for name, page in PAGE_TYPES.items() if page.then is None]


def show(person: Visitor, town: Town, name: str) -> Page:
    kind = PAGE_TYPES[name]
    person.go(kind.path_in(town), kind.status)
    if kind.then:
        person.expected.add(kind.final_status)
        kind.then(person.page)
    return person.page
