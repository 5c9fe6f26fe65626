"""A clinic's whole way, on a phone: it signs up, claims, edits every part, is published, confirms, closes."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from providers.actions import credentials, reminders
from providers.models import Credential, Provider
from tests import cast, claiming, sign_in, uploads
from tests.actions.claims import seen
from tests.factories.facts import day

from . import letters, post
from .aside import aside
from .imported_clinic import DOMAIN, Imported, imported
from .looking import OVERHANG, SMALL_CONTROLS, THUMB
from .parts_filled import EDITS
from .serving import HOST, NAME
from .test_accounts import AUTHENTICATOR, PASSWORD, add_passkey, press
from .visitor import DESK, PHONE, Visitor

EMAIL, OFFICE = "dana@home.example", f"office@{DOMAIN}"
RECORDS = "Dana Office, (303) 555-0142, until 2035"


@pytest.fixture
def clinic(site, browser) -> Imported:
    return aside(imported)


@pytest.fixture
def mail(site, tmp_path):
    with post.delivered(tmp_path) as delivered:
        yield delivered


@pytest.fixture
def office(browser, site):
    """Somebody with a phone that keeps passkeys, at the site by its name."""
    name = site.url.replace(HOST, NAME)
    person = Visitor(browser, name, PHONE, has_touch=True, reduced_motion="reduce")
    session = person.context.new_cdp_session(person.page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield person
    person.leave()


def test_from_finding_the_listing_to_its_tombstone(office, arrive, mail, clinic):
    patient, staff = arrive(size=PHONE), arrive(size=DESK)
    sign_up(office, mail, clinic)
    add_passkey(office)
    claim(office, mail, clinic)
    approve_claim(staff, mail, clinic)

    office.go(clinic.home)
    for part, (fill, words) in EDITS.items():
        edit(office, part, fill)
        patient.go(clinic.path)
        expect(patient.page.get_by_text(words).first).to_be_visible()
    add_license(office, patient)
    treat_by_video(office, patient, clinic)
    the_name_waits(office, patient, clinic)

    submit(office, clinic)
    publish(staff, mail, clinic)
    accept_the_name(staff, patient, mail, clinic)
    confirm_by_link(patient, office, mail, clinic)
    close_for_good(office, patient, clinic)


def sign_up(office, mail, clinic):
    """From the listing's own page, and back to it."""
    page = office.page
    office.go(clinic.path)
    page.get_by_role("link", name="Claim this listing").click()
    page.get_by_role("link", name="Make an account", exact=True).click()
    page.get_by_label("Your name").fill("Dana Office")
    page.get_by_label("E-mail address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Make the account")
    page.get_by_label("Code").fill(letters.CODE.search(mail.text(EMAIL, "Your code"))[0])
    press(page, "Go on")
    page.wait_for_url(f"**{clinic.path}claim/")


def claim(office, mail, clinic):
    page = office.page
    office.go(f"{clinic.path}claim/")
    page.get_by_label("What do you do at this practice?").fill("Office manager")
    press(page, "Start the claim")
    page.get_by_label("Your e-mail address there").fill(OFFICE)
    press(page, "Send the code")
    page.get_by_label("Code").fill(claiming.CODE.search(mail.text(OFFICE, "Your code"))[0])
    press(page, "Check the code")
    expect(page.get_by_role("heading", name="Your claim")).to_be_visible()


def approve_claim(staff, mail, clinic):
    """In the workbench, by its key."""
    page = staff.page
    staff.go("/staff/?kind=claim")
    page.get_by_label("E-mail address").fill(clinic.staff)
    page.get_by_label("Password").fill(sign_in.PASSWORD)
    press(page, "Sign in")
    page.get_by_label("Code").fill(sign_in.code_of(clinic.secret))
    press(page, "Sign in")
    decide(staff, "claim", clinic.name, "Approved.")
    assert mail.path(EMAIL, "You now run the listing") == clinic.home


def decide(staff, kind, name, done):
    """Takes the case of this listing and agrees to what it asks."""
    page = staff.page
    staff.go(f"/staff/?kind={kind}")
    page.locator(".queue-line", has_text=name).get_by_role("button", name="Take").click()
    expect(page.get_by_text("You have this case in hand")).to_be_visible()
    button = page.locator("[data-key=a]")
    button.click()
    if button.evaluate("element => element.matches('summary')"):
        page.locator("details[open]").get_by_role("button").click()
    expect(page.locator(".messages")).to_contain_text(done)


def edit(office, part, fill):
    go_to(office.page, part)
    fill(office.page)
    save(office)


def go_to(page, part):
    """On a phone the parts are folded away while one of them is edited."""
    page.wait_for_load_state()
    folded = page.locator(".editing-menu:not([open]) > summary")
    if folded.is_visible():
        folded.click()
    page.locator("main").get_by_role("link", name=part, exact=True).first.click()


def save(office, button="Save"):
    """On the way, every control is big enough for a thumb and nothing hangs over."""
    page = office.page
    office.complaints += [f"{page.url}: {found}" for found in page.evaluate(SMALL_CONTROLS, THUMB)]
    assert page.evaluate(OVERHANG) == 0
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_text("Saved at").wait_for()


def add_license(office, patient):
    """Its document is the office's own and the staff's; patients are asked to sign in."""
    page = office.page
    go_to(page, "People and credentials")
    page.get_by_role("link", name="Add a license or other credential").click()
    page.get_by_role("link", name="State license", exact=True).click()
    page.get_by_label("License number").fill("MD 12345")
    page.get_by_label("Which board issued it?").fill("The state's medical board")
    page.get_by_label("Good until").fill(str(day(-300)))
    file = {"name": "license.pdf", "mimeType": "application/pdf", "buffer": uploads.pdf()}
    page.get_by_label("Document").set_input_files(file)
    page.get_by_label("I state that all of this is true").check()
    save(office, "Sign and save")
    page.locator("main").get_by_role("link", name="State license").click()
    document = page.get_by_role("link", name="license.pdf").get_attribute("href")
    assert page.request.get(document).body().startswith(b"%PDF")
    assert "/account/login/" in patient.page.request.get(document).url


def treat_by_video(office, patient, clinic):
    """In the state of the license."""
    page = office.page
    go_to(page, "Telehealth states")
    page.get_by_label("Yes", exact=True).check()
    page.get_by_label(clinic.state, exact=True).check()
    save(office)
    patient.go(clinic.path)
    expect(patient.page.get_by_role("region", name="Telehealth")).to_contain_text(clinic.state)


def the_name_waits(office, patient, clinic):
    page = office.page
    go_to(page, "About the practice")
    page.get_by_label("Name of the practice").fill(f"{clinic.name} North")
    save(office)
    expect(page.get_by_text("In review since")).to_be_visible()
    patient.go(clinic.path)
    expect(patient.page.get_by_role("heading", level=1)).to_have_text(clinic.name)


def submit(office, clinic):
    page = office.page
    office.go(f"{clinic.home}still-true/")
    press(page, "Yes, all of it is true")
    page.get_by_role("link", name="Submit for review").click()
    press(page, "Submit for review")
    expect(page.get_by_text("Submitted. Our staff look at it")).to_be_visible()


def publish(staff, mail, clinic):
    aside(lambda: check_license(clinic))
    decide(staff, "listing", clinic.name, "Published.")
    mail.text(EMAIL, "Patients can now find your listing")


def check_license(clinic):
    """What staff do at the board's own register."""
    row = Credential.objects.get(practitioner__roles__location__provider=clinic.pk)
    row = credentials.match_identity(by=None, credential=row)
    row = credentials.request_source(by=None, credential=row)
    row = credentials.record_check(by=cast.checker(), credential=row, seen=seen())
    row = credentials.send_to_review(by=None, credential=row)
    credentials.approve(by=cast.reviewer(), credential=row)


def accept_the_name(staff, patient, mail, clinic):
    decide(staff, "change", clinic.name, "Approved: patients see the new value.")
    mail.text(EMAIL, "Your change is live")
    patient.go(clinic.path)
    expect(patient.page.get_by_role("heading", level=1)).to_have_text(f"{clinic.name} North")


def confirm_by_link(patient, office, mail, clinic):
    """Whoever holds the mail; nobody is signed in."""
    aside(lambda: let_eighty_days_pass(clinic))
    page = patient.page
    patient.go(mail.path(EMAIL, "Is everything still true?"))
    press(page, "Yes, all of it is true")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert "sessionid" not in {cookie["name"] for cookie in patient.context.cookies()}
    office.go(clinic.home)
    today = timezone.localdate()
    expect(office.page.get_by_text(f"you confirmed it on {today.day} {today:%b %Y}")).to_be_visible()


def let_eighty_days_pass(clinic):
    Provider.objects.filter(pk=clinic.pk).update(last_confirmed_on=day(80))
    reminders.send_due(timezone.localdate())


def close_for_good(office, patient, clinic):
    page = office.page
    page.get_by_role("link", name="Close for good").click()
    page.get_by_label("Where do patients get their records?").fill(RECORDS)
    page.get_by_label("I understand that patients are told").check()
    press(page, "Close for good")
    expect(page.get_by_text("The listing is closed.")).to_be_visible()
    patient.go(clinic.path)
    expect(patient.page.get_by_text("This clinic closed.")).to_be_visible()
    expect(patient.page.get_by_text(RECORDS)).to_be_visible()
