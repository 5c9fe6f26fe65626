"""An anonymous visitor's pages: no cookie, the language in the address, and nobody else's host."""

import re

import pytest

PAGES = [
    "/",
    "/search/",
    "/questions/",
    "/guide/",
    "/about/",
    "/privacy/",
    "/in/",
    "/how-results-are-ordered/",
]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", PAGES)
def test_no_cookie_and_nothing_from_another_host(client, page):
    answer = client.get(page)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert (
        re.findall(
            r'<(?:script|link rel="stylesheet"|img|iframe)[^>]+(?:src|href)="(?:https?:)?//', answer.text
        )
        == []
    )


@pytest.mark.parametrize("page", PAGES)
def test_each_page_has_a_spanish_address(client, page):
    assert '<html lang="en">' in client.get(page).text
    assert '<html lang="es">' in client.get(f"/es{page}").text


def test_the_address_decides_the_language_and_not_the_browser(client):
    assert '<html lang="en">' in client.get("/about/", headers={"accept-language": "es"}).text


def test_an_unknown_address_is_a_whole_page_in_its_language(client):
    answer = client.get("/es/nowhere/")
    assert answer.status_code == 404
    assert '<html lang="es">' in answer.text
    assert "988" in answer.text
