"""A clinic edits its listing in a browser: both sizes and schemes, keyboard, no scripts, two at once."""

import pytest
from django.conf import settings

from .looking import TOUCHED, looked_over
from .test_accessibility import violations

SECTIONS = ("about", "location", "hours", "telehealth", "access", "answers")
SAVE = "Save"


@pytest.fixture
def member(arrive, site):
    """Brings an owner to a section of the listing; each time in a browser of their own."""

    def come(section, **context):
        person = arrive(**context)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": site.town.session, "url": site.url}
        person.context.add_cookies([cookie])
        person.go(f"/your-listings/{site.town.owned}/edit/{section}/")
        return person

    return come


def save(person, status=200):
    person.expected.add(status)
    with person.page.expect_navigation():
        person.page.get_by_role("button", name=SAVE, exact=True).click()


@pytest.mark.parametrize("section", SECTIONS)
def test_axe_finds_nothing_in_a_section(member, section):
    assert looked_over(member(section, **TOUCHED).page) == {}


def test_axe_finds_nothing_in_errors_conflicts_and_previews(member):
    person = member("about", reduced_motion="reduce")
    page = person.page
    page.get_by_label("Name of the practice").fill("")
    save(person, 422)
    assert page.locator(":focus").get_attribute("id") == "error-summary"
    assert violations(page) == []
    page.get_by_label("Name of the practice").fill("Platte River Ketamine")
    page.get_by_role("button", name="Preview").click()
    page.locator(".editing-preview.is-after").wait_for()
    assert violations(page) == []
    page.locator("[name=version]").evaluate("field => { field.value = 'old' }")
    save(person, 409)
    assert page.locator(":focus").get_attribute("id") == "conflict"
    assert violations(page) == []


def test_leaving_with_unsaved_changes_is_asked_about_and_saving_is_not(member):
    person = member("about")
    page, asked = person.page, []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_label("Other names").fill("The River Room")
    assert page.get_by_text("You have changes that are not saved.").is_visible()
    page.get_by_role("link", name="Opening hours").click()
    page.wait_for_url("**/edit/hours/")
    assert asked == ["beforeunload"]
    page.get_by_role("button", name=SAVE, exact=True).click()
    page.get_by_text("Saved at").wait_for()
    assert asked == ["beforeunload"]
    assert "saved=" not in page.url


def test_hours_are_copied_and_saved_without_scripts_and_patients_see_them(member, site):
    person = member("hours", java_script_enabled=False)
    page = person.page
    page.get_by_label("Monday: opens at").first.fill("08:30")
    page.get_by_role("button", name="Copy Monday to Tuesday through Friday").click()
    assert page.get_by_label("Friday: opens at").first.input_value() == "08:30"
    save(person)
    assert page.get_by_text("Saved at").is_visible()
    page.get_by_role("link", name="See the page as patients do").first.click()
    assert page.get_by_text("8:30 a.m. - 5 p.m.").count() == 5
    assert page.get_by_text("stated by the clinic, today").first.is_visible()


def test_a_whole_edit_by_keyboard(member):
    page = member("access").page
    page.get_by_role("group", name="Step-free entrance").get_by_label("Not stated").focus()
    page.keyboard.press("ArrowDown")
    assert page.get_by_role("group", name="Step-free entrance").get_by_label("Yes").is_checked()
    page.get_by_label("Language 1").focus()
    page.keyboard.type("French")
    page.keyboard.press("Enter")
    page.get_by_text("Saved at").wait_for()
    assert page.locator(".editing-preview").get_by_text("French").is_visible()


def test_two_people_at_once_and_both_keep_their_words(member):
    first, second = member("answers"), member("answers")
    boxes = [person.page.locator("textarea") for person in (first, second)]
    boxes[0].nth(0).fill("Dr. River prescribes.")
    save(first)
    boxes[1].nth(1).fill("Board-certified in psychiatry.")
    save(second, 409)
    assert second.page.get_by_text("you had not changed it").is_visible()
    save(second)
    assert second.page.locator("textarea").nth(0).input_value() == "Dr. River prescribes."
    assert second.page.locator("textarea").nth(1).input_value() == "Board-certified in psychiatry."
