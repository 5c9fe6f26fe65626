"""From a ZIP code to a printed sheet of questions: with JavaScript, and with none."""

import re

import pytest
from playwright.sync_api import expect

from .page_types import DENVER
from .results_page import ACCEPTING, SPRAVATO, ResultsPage
from .visitor import DESK, PHONE

WITH_SCRIPT_AND_WITHOUT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


@WITH_SCRIPT_AND_WITHOUT
def test_a_zip_code_finds_the_nearest_first(arrive, script):
    page = arrive("/", java_script_enabled=script).page
    page.get_by_label("ZIP, city or state").fill("80202")
    page.get_by_role("button", name="Search").click()
    results = ResultsPage(page, has_script=script)
    assert results.total >= 22
    expect(results.names).to_have_count(20)
    distances = [
        float(text.split()[0]) for text in page.locator("#results > .results .row-distance").all_inner_texts()
    ]
    assert distances == sorted(distances)
    assert distances[0] < 1


@WITH_SCRIPT_AND_WITHOUT
def test_two_filters_leave_what_their_counts_promise(arrive, script):
    page = arrive(DENVER, java_script_enabled=script).page
    results = ResultsPage(page, has_script=script)
    for label, parameter in ((SPRAVATO, "route=nasal_esketamine_spravato"), (ACCEPTING, "accepting=1")):
        promised = results.count_of(label)
        assert 0 < promised < results.total
        results.choose(label)
        assert results.total == promised
        assert parameter in page.url
    expect(results.names).to_have_count(promised)
    for row in page.locator("#results > .results > .row").all():
        expect(row).to_contain_text("Spravato")
        expect(row).to_contain_text("Accepting new patients")


@WITH_SCRIPT_AND_WITHOUT
def test_a_filter_taken_away_brings_the_others_back(arrive, script):
    page = arrive(f"{DENVER}&accepting=1", java_script_enabled=script).page
    results = ResultsPage(page, has_script=script)
    before = results.total
    page.get_by_role("link", name=f"Remove the filter {ACCEPTING}").click()
    expect(results.chips).to_have_count(0)
    assert results.total > before
    expect(results.choice(ACCEPTING).get_by_role("checkbox")).not_to_be_checked()
    assert "accepting" not in page.url


@WITH_SCRIPT_AND_WITHOUT
def test_a_provider_leads_to_a_sheet_of_the_chosen_questions(arrive, site, script):
    page = arrive(DENVER, java_script_enabled=script).page
    first = ResultsPage(page).names.first
    name = first.inner_text()
    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    page.get_by_role("link", name="Print all of them as a sheet").click()
    page.get_by_role("link", name="Choose other questions").click()
    chosen = [page.locator(".question-choice").nth(number) for number in (0, 1, 4)]
    texts = [choice.inner_text().strip() for choice in chosen]
    for choice in chosen:
        choice.get_by_role("checkbox").check()
    page.get_by_role("button", name="Make my sheet").click()
    expect(page.locator(".sheet .question-text")).to_have_text(texts)
    expect(page.get_by_role("main")).to_contain_text(name)
    expect(page.locator(".sheet .answer")).to_have_count(3)


@WITH_SCRIPT_AND_WITHOUT
def test_the_sheet_prints_with_its_address_and_room_to_write(arrive, site, script):
    person = arrive(f"/questions/sheet/?q=1&q=2&q=3&at={site.town.denver_pk}", java_script_enabled=script)
    page = person.page
    expect(page.locator(".print-note")).to_be_hidden()
    page.emulate_media(media="print", color_scheme="light")
    expect(page.locator(".print-note")).to_contain_text(f"{site.url}/questions/sheet/?q=1")
    expect(page.locator(".print-note")).to_have_text(re.compile(r" · \d{1,2} [A-Z][a-z]{2} 20\d\d$"))
    expect(page.locator(".write-line")).to_have_count(3)
    for left_out in (page.locator(".site-nav"), page.get_by_role("link", name="Choose other questions")):
        expect(left_out).to_be_hidden()
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 1


@pytest.mark.parametrize(("name", "most"), [("full", 10), ("imported", 3), ("chain", 4)])
def test_a_listing_prints_in_black_and_white_with_its_address(arrive, site, name, most):
    page = arrive(getattr(site.town, name), reduced_motion="reduce").page
    page.emulate_media(media="print", color_scheme="light")
    expect(page.locator(".print-note")).to_contain_text(site.url)
    for left_out in (".site-nav", ".site-footer", ".provider-head .button", ".crumbs"):
        expect(page.locator(left_out).first).to_be_hidden()
    colours = page.evaluate(
        "[...document.querySelectorAll('main *')].filter((part) => part.checkVisibility())"
        ".map((part) => getComputedStyle(part).color)"
    )
    assert [colour for colour in colours if len(set(re.findall(r"\d+", colour)[:3])) > 1] == []
    assert 1 <= pages_of(page.pdf(prefer_css_page_size=True)) <= most


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_evidence_line_is_one_tap_away(arrive, size):
    page = arrive(DENVER, size=size).page
    closed = page.locator(".row .evidence").first
    expect(closed.locator("p")).to_be_hidden()
    closed.locator("summary").click()
    expect(closed.locator("p")).to_contain_text("next check by")


def pages_of(pdf: bytes) -> int:
    assert pdf.startswith(b"%PDF")
    return len(re.findall(rb"/Type\s*/Page\b", pdf))
