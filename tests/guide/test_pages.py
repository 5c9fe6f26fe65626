"""The guide, the questions and the sheet, as a patient meets them."""

import re

import pytest
from django.urls import reverse

from providers.guide.pages import pages
from tests import factories

pytestmark = pytest.mark.django_db


def text_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def three():
    return [
        factories.question(number=1, text="Who prescribes?", is_from_article=True, position=1),
        factories.question(number=4, text="Who stays with me?", position=5),
        factories.question(number=24, text="What is the price?", group="money", position=24),
    ]


def test_questions_are_grouped_with_the_articles_first(client, three):
    text = text_of(client.get(reverse("questions")))
    order = [
        "Start with these three",
        "Who prescribes?",
        "Training and people",
        "Who stays with me?",
        "Money",
    ]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)
    assert "A warning sign" in text


def test_chosen_questions_stay_chosen(client, three):
    html = client.get(reverse("questions"), {"q": ["4"]}).content.decode()
    assert re.findall(r'value="(\d+)" checked', html) == ["4"]


def test_sheet_shows_the_chosen_ones_with_room_to_write(client, three):
    response = client.get(reverse("question_sheet"), {"q": ["1", "24"]})
    text = text_of(response)
    assert "Who prescribes?" in text
    assert "What is the price?" in text
    assert "Who stays with me?" not in text
    assert response.content.decode().count('class="write-line"') == 2
    assert "q=1&amp;q=24" in response.content.decode()


@pytest.mark.parametrize("chosen", [[], ["999"], ["-1", "x", "1e9", "٣"], ["9" * 40]])
def test_sheet_without_a_known_choice_shows_all(client, three, chosen):
    response = client.get(reverse("question_sheet"), {"q": chosen})
    assert response.content.decode().count('class="write-line"') == 3


def test_sheet_answers_for_up_to_three_listings(client, three):
    sites = [factories.published_listing(display_name=f"Clinic {name}") for name in "ABCD"]
    factories.answer(sites[0].provider, three[1], text="Nurse A stays.")
    text = text_of(client.get(reverse("question_sheet"), {"q": "4", "at": [site.pk for site in sites]}))
    assert "Clinic A: Nurse A stays. stated by the clinic" in text
    assert "Clinic B: Not stated" in text
    assert "Clinic D" not in text


def test_sheet_of_a_withheld_listing_shows_no_answer(client, three):
    site = factories.published_listing(status="suspended")
    factories.answer(site.provider, three[0], text="Secret.")
    assert "Secret." not in text_of(client.get(reverse("question_sheet"), {"at": [site.pk]}))


def test_every_guide_page_shows_its_sources_questions_and_search(client, three):
    for page in pages("en"):
        html = client.get(reverse("guide_page", args=[page.slug])).content.decode()
        assert f"<h1>{page.title}</h1>" in html
        assert 'class="sources"' in html
        assert reverse("questions") in html


def test_spanish_guide_is_spanish(client):
    page = pages("es")[0]
    html = client.get(f"/es/guide/{page.slug}/").content.decode()
    assert '<html lang="es">' in html
    assert page.title in html


def test_unknown_page_is_404_with_a_search_box(client):
    response = client.get(reverse("guide_page", args=["miracle"]))
    assert response.status_code == 404
    assert 'name="near"' in response.content.decode()


@pytest.mark.parametrize("name", ["about", "privacy", "questions", "guide", "question_sheet"])
def test_crisis_line_stands_on_every_page(client, name):
    html = client.get(reverse(name)).content.decode()
    assert 'href="tel:988"' in html
    assert not client.cookies
