"""The style guide shows each component in each state, with nothing left for the reader to imagine."""

import re

import pytest
from django.test import RequestFactory

from directory.env import BASE_DIR
from providers.models.vocabulary import Basis, Standing
from providers.search.styleguide import ICONS, styleguide
from providers.search.styleguide_samples import OTHER_STATES, sample_rows


def drawn(state: str = "") -> str:
    return styleguide(RequestFactory().get("/styleguide/"), state).content.decode()


def test_every_standing_is_a_word_an_icon_and_a_line():
    page = drawn()
    for standing in Standing:
        assert f'class="standing is-{standing.value}"' in page
        assert f"icons.svg#{standing.value}" in page
        assert str(standing.label) in page
    assert "expired 12 Mar 2026" in page


def test_every_basis_and_the_missing_one_are_shown():
    page = drawn()
    assert all(f'class="basis is-{basis.value}"' in page for basis in Basis)
    assert 'class="basis is-not_stated"' in page


def test_every_icon_that_a_template_names_is_in_the_sprite():
    sprite = set(re.findall(r'id="(\w+)"', (BASE_DIR / "static/img/icons.svg").read_text()))
    pages = "".join(path.read_text() for path in (BASE_DIR / "templates").rglob("*.html"))
    named = set(re.findall(r'icons\.svg\' %}#(\w+)|icon\.html" with name="(\w+)"', pages))
    assert set(ICONS) == sprite
    assert {one or other for one, other in named} <= sprite


def test_a_wrong_form_ties_each_error_to_its_field():
    page = drawn()
    assert 'role="alert"' in page
    assert '<a href="#id_contact">Your e-mail: Enter a valid email address.</a>' in page
    assert re.search(
        r'name="contact"[^>]*aria-invalid="true"[^>]*aria-describedby="[^"]*id_contact_error', page
    )


@pytest.mark.parametrize("state", ["full", *OTHER_STATES])
def test_each_state_of_the_result_page_has_one_heading_and_a_way_on(state):
    page = drawn(state)
    assert len(re.findall("<h1", page)) == 1
    assert page.count('id="results-heading"') == 1
    assert "tel:988" in page
    assert "sms:988" in page


def test_rows_say_what_is_not_known_as_plainly_as_what_is():
    page = drawn("full")
    assert all(row.name in page for row in sample_rows())
    assert "Who treats you: not stated" in page
    assert "Not confirmed by the clinic; from SAMHSA&#x27;s 2022 directory" in page


def test_an_empty_page_offers_filters_to_drop_and_farther_places():
    page = drawn("empty")
    assert "Without “TRICARE”" in page
    assert "3 places" in page
    assert "The nearest ones farther away" in page
