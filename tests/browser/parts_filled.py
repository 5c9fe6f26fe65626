"""What a clinic fills in, part by part, and the words that patients then read."""

from playwright.sync_api import expect

from .imported_clinic import DOMAIN
from .test_accounts import press


def about(page):
    page.get_by_label("What kind of practice is it?").select_option("Clinic")
    page.get_by_label("About the practice, in your own words").fill("Two rooms and a garden.")


def location(page):
    page.get_by_label("E-mail for patients").fill(f"desk@{DOMAIN}")
    page.get_by_label("Days until a first visit").fill("9")


def hours(page):
    page.get_by_label("Monday: opens at").first.fill("08:30")
    page.get_by_label("Monday: closes at").first.fill("17:00")
    press(page, "Copy Monday to every day")


def people(page):
    page.get_by_role("link", name="Add a person").click()
    page.get_by_label("Name", exact=True).fill("Alex Sample")
    page.get_by_label("Profession").select_option("MD, physician")
    page.get_by_label("prescribes", exact=True).check()


def ways(page):
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Where it is given").select_option(index=1)
    page.get_by_label("Sessions in a usual first course").fill("6")


def safety(page):
    page.get_by_label("Minutes watched after the dose").fill("75")


def prices(page):
    page.get_by_label("Amount in dollars").nth(0).fill("200")
    page.get_by_label("Amount in dollars").nth(1).fill("475")
    expect(page.locator("#total")).to_contain_text("$3,050")


def insurance(page):
    page.get_by_label("Refunds").fill("What was not given is paid back within a week.")


def access(page):
    page.get_by_role("group", name="Step-free entrance").get_by_label("Yes").check()
    page.get_by_label("Language 1").fill("French")


def answers(page):
    page.locator("textarea").first.fill("Doctor Sample, who holds the license of the state.")


# Each part of the listing once: how it is filled in, and the words that patients then read.
EDITS = {
    "About the practice": (about, "Two rooms and a garden."),
    "Place and contact": (location, f"desk@{DOMAIN}"),
    "Opening hours": (hours, "8:30 a.m. - 5 p.m."),
    "People and credentials": (people, "Alex Sample"),
    "Ways of giving ketamine": (ways, "6 sessions"),
    "Safety": (safety, "75 minutes"),
    "Prices": (prices, "$475"),
    "Insurance and paying": (insurance, "What was not given is paid back within a week."),
    "Access and languages": (access, "French"),
    "Answers to patients’ questions": (answers, "Doctor Sample, who holds the license of the state."),
}
