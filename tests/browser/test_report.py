"""A visitor reports a wrong fact, with JavaScript or without."""

import pytest
from playwright.sync_api import expect

MESSAGE = "The clinic moved to Larimer Street in March."


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_report_is_sent_and_acknowledged(arrive, site, script):
    page = arrive(site.town.chain, java_script_enabled=script).page
    page.get_by_role("link", name="Report a problem").click()
    page.get_by_label("What is wrong?").select_option(index=1)
    page.get_by_label("What is the right information").fill(MESSAGE)
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Your report is with our staff.")
    page.get_by_role("link", name="Back to the listing").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Flatirons Ketamine")


def test_errors_are_summarised_with_links_to_the_fields_and_what_was_typed_stays(arrive, site):
    person = arrive(site.town.report)
    person.expected.add(422)
    page = person.page
    page.get_by_label("E-mail or phone").fill("ana@example.org")
    page.get_by_role("button", name="Send the report").click()
    summary = page.get_by_role("alert")
    expect(summary.get_by_role("link")).to_have_count(2)
    summary.get_by_role("link").last.click()
    field = page.get_by_label("What is the right information")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("E-mail or phone")).to_have_value("ana@example.org")


def test_the_trap_for_robots_is_out_of_sight_and_out_of_the_order_of_tabs(arrive, site):
    page = arrive(site.town.report).page
    trap = page.locator("[name=website]")
    expect(trap).not_to_be_in_viewport()
    expect(trap).to_have_attribute("tabindex", "-1")
    assert page.get_by_role("textbox").count() == 2
