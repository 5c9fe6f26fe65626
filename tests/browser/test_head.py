"""What each page says of itself, and what it leaves with a visitor: nothing."""

import re
from html.parser import HTMLParser

import httpx
import pytest

from .page_types import PAGE_TYPES, READ_ONLY

BEGINS = {
    "results": "80202 Denver, CO: ",
    "results in Spanish": "80202 Denver, CO: ",
    "provider": "{name}",
    "provider from a register": "Boulder County Clinic, Boulder, CO",
    "provider with two places": "Flatirons Ketamine, Fort Collins, CO",
    "provider closed": "Gone Clinic, Boulder, CO",
    "claim, signed out": "Boulder County Clinic: ",
    "removal": "Boulder County Clinic: ",
    "state": "Colorado",
    "city": "Denver, CO",
    "county": "Boulder County, CO",
}
SETS_A_COOKIE = {
    *("forgotten password", "make an account", "removal", "report"),
    *("sign in", "sign in, in Spanish"),
}


class Head(HTMLParser):
    """The tags of a page, and the text of its title and headings."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.links: dict[str, str] = {}
        self.texts: dict[str, list[str]] = {"title": [], "h1": []}
        self.inside = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if tag == "meta":
            self.meta[values.get("name") or values.get("property") or ""] = values.get("content") or ""
        elif tag == "link":
            self.links.setdefault(values["rel"], values["href"])
        elif tag in self.texts:
            self.inside = tag
            self.texts[tag].append("")

    def handle_data(self, data):
        if self.inside:
            self.texts[self.inside][-1] += data

    def handle_endtag(self, tag):
        if tag == self.inside:
            self.inside = ""


def fetch(site, name) -> httpx.Response:
    kind = PAGE_TYPES[name]
    answer = httpx.get(site.url + kind.path_in(site.town))
    assert answer.status_code == kind.status
    return answer


@pytest.mark.parametrize("name", READ_ONLY)
def test_each_page_says_what_it_is(site, name):
    head = Head(fetch(site, name).text)
    assert [len(texts) for texts in head.texts.values()] == [1, 1]
    assert len(head.texts["title"][0].split(" · ")[0]) > 3
    assert head.links["canonical"].startswith(site.url)
    assert head.meta["og:url"] == head.links["canonical"]
    assert head.texts["title"][0].startswith(head.meta["og:title"])
    assert head.meta["og:site_name"]
    assert len(head.meta["description"]) > 30
    assert head.meta["og:description"] == head.meta["description"]


@pytest.mark.parametrize("name", BEGINS)
def test_a_title_begins_with_the_place_or_the_provider(site, name):
    head = Head(fetch(site, name).text)
    heading = re.sub(r"\s+", " ", head.texts["h1"][0]).strip()
    assert head.texts["title"][0].startswith(BEGINS[name].format(name=heading))


@pytest.mark.parametrize("name", READ_ONLY)
def test_help_in_a_crisis_is_on_the_page_and_no_cookie_is_set(site, name):
    answer = fetch(site, name)
    assert 'href="tel:988"' in answer.text
    assert 'href="sms:988"' in answer.text
    assert ("set-cookie" in answer.headers) == (name in SETS_A_COOKIE)
