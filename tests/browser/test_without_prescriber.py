"""A listing without a prescriber, and the form for a DEA number, as they stand in a real browser."""

import pytest
from django.conf import settings
from django.urls import reverse

from tests import cast, factories

from .aside import aside
from .looking import TOUCHED, looked_over
from .test_provider_pages import session_of
from .visitor import PHONE


@pytest.fixture(scope="module")
def place(site):
    def build():
        lapsed = {"expires_on": factories.facts.day(3)}
        row = factories.published_listing(display_name="Silver Lake Ketamine", licence=lapsed)
        prescriber = row.roles.get().practitioner
        over = factories.licence(prescriber, state="WY", expires_on=factories.facts.day(2))
        factories.telehealth(row, "WY", licence=over)
        factories.reindex(row)
        return row

    return aside(build)


def test_the_page_says_it_twice_and_reads_well(arrive, place):
    visitor = arrive(place.provider.get_absolute_url(), **TOUCHED)
    text = visitor.page.inner_text("main")
    assert text.count("No prescriber with a current license here") == 2
    assert "No prescriber with a current license: Wyoming." in text
    assert "IV infusion" not in text
    assert looked_over(visitor.page) == {}


def test_a_dea_number_leaves_the_page_with_the_form(arrive, place):
    owner = aside(lambda: cast.verified(cast.owner(place.provider)))
    person = aside(lambda: place.roles.get().practitioner_id)
    session = aside(lambda: session_of(owner))
    visitor = arrive(size=PHONE)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": visitor.site}
    visitor.context.add_cookies([cookie])
    url = reverse("add_credential", args=[place.provider.slug, place.slug, person, "dea_registration"])
    visitor.go(url)
    page = visitor.page
    page.get_by_label("DEA number").fill("AB4523763")
    page.get_by_label("I state that all of this is true").check()
    visitor.expected.add(422)
    page.get_by_role("button", name="Sign and save").click()
    assert "This DEA number cannot be right" in page.inner_text("main")
    assert page.get_by_label("DEA number").input_value() == ""
    assert "4523763" not in page.content()
