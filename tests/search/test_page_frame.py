"""What every page has around its content: crisis line, languages, titles, and nothing from elsewhere."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from directory.env import BASE_DIR

PAGES = ("400.html", "403.html", "404.html", "422.html", "500.html")


def frame(address: str = "/privacy/?a=1&b=2", **context: object) -> str:
    return render_to_string("404.html", context, request=RequestFactory().get(address))


@pytest.mark.parametrize("name", PAGES)
def test_error_pages_need_neither_request_nor_database(name):
    page = render_to_string(name)
    assert 'href="tel:988"' in page
    assert 'href="sms:988"' in page
    assert len(re.findall("<h1", page)) == 1
    assert '<main id="main"' in page


def test_crisis_line_reads_as_one_sentence():
    strip = re.search(r'<section class="crisis".*?</section>', frame(), re.S)
    words = " ".join(re.sub(r"<[^>]*>", "", strip[0]).split())
    assert words == "In crisis? Call or text 988"


def test_language_switch_leads_to_the_same_page():
    assert 'href="/es/privacy/?a=1&amp;b=2" lang="es"' in frame()
    with override("es"):
        assert 'href="/privacy/?a=1&amp;b=2" lang="en"' in frame("/es/privacy/?a=1&b=2")


def test_titles_are_escaped_once_and_stand_in_open_graph():
    page = render_to_string(
        "base.html",
        {"title": "Rest & Co", "description": 'Says "yes"', "canonical": "https://x.example.org/?a=1&b=2"},
        request=RequestFactory().get("/"),
    )
    assert "<title>Rest &amp; Co · Ketamine Provider Directory</title>" in page
    assert '<meta property="og:title" content="Rest &amp; Co">' in page
    assert '<meta name="description" content="Says &quot;yes&quot;">' in page
    assert '<link rel="canonical" href="https://x.example.org/?a=1&amp;b=2">' in page


def test_nothing_is_fetched_from_another_host():
    page = frame()
    fetched = re.findall(r'(?:src|<link[^>]*rel="(?:stylesheet|icon)"[^>]*href)="([^"]*)"', page)
    assert len(fetched) > 5
    assert all(address.startswith("/static/") for address in fetched)
    sheets = "".join(path.read_text() for path in (BASE_DIR / "static").rglob("*.css"))
    assert "://" not in sheets


def test_skip_link_comes_first_and_leads_to_main():
    page = frame()
    body = page[page.index("<body") :]
    assert re.search(r"<(?:a|button|input)\b[^>]*", body)[0] == '<a class="skip" href="#main"'
