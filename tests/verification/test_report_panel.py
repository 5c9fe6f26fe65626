"""A visitor's report on the page of its case: both sides, and each step by its button."""

import pytest
from django.urls import reverse

from providers.actions import report_steps
from providers.models import CaseEvent, Report
from tests import cast, factories, mailbox, reporting

from .at_work import at, case_of, page, send, take

pytestmark = pytest.mark.django_db

# session, user, second factor, case, hold and history of the frame, and the panel's own
QUERIES = 11


@pytest.fixture
def site():
    return factories.published_listing()


def held(client, report, person=None):
    person = person or cast.reviewer()
    return at(client, person), take(person, report)


def test_both_sides_and_the_siblings_are_shown(client, site):
    reports = reporting.by_three(site, "price")
    reporting.filed(site, "phone", visitor=4, message="Another thing.")
    client, case = held(client, reports[0])
    text = page(client, case).content.decode()
    assert text.count(reporting.NUMBER_IS_DEAD) == 3
    assert "Another thing." not in text
    assert "$450" in text
    assert "stated by the clinic" in text
    assert "3 different visitors" in text
    assert "Patients see this field as reported" in text


@pytest.mark.parametrize("field", ["phone", "address", "hours", "closed", "accepting", "price", "insurance"])
def test_every_field_has_its_side(client, site, field):
    factories.opening_hours(site)
    client, case = held(client, reporting.filed(site, field))
    assert page(client, case).status_code == 200


@pytest.mark.parametrize("field", ["route", "people", "safety", "other"])
def test_every_other_field_has_its_side(client, site, field):
    client, case = held(client, reporting.filed(site, field))
    assert page(client, case).status_code == 200


def test_the_page_costs_the_same_for_one_report_and_for_many(client, site, django_assert_max_num_queries):
    first = reporting.filed(site)
    client, case = held(client, first)
    page(client, case)
    for number in (1, 2):
        with django_assert_max_num_queries(QUERIES) as queries:
            page(client, case)
        if number == 1:
            once = len(queries)
            for visitor in (2, 3, 4):
                reporting.filed(site, visitor=visitor)
    assert len(queries) == once


def test_from_reading_to_the_outcome_by_buttons(client, site):
    report = reporting.filed(site, contact="me@example.org")
    client, case = held(client, report)
    assert send(client, case, "triage").status_code == 302
    said = {"way": "phone", "whom": "front_desk", "said": "The number is new."}
    assert send(client, case, "contact", **said).status_code == 302
    assert "Front desk" in page(client, case).content.decode()
    assert send(client, case, "corrected", outcome="They have a new number.").status_code == 302

    row = Report.objects.get()
    assert (row.status, row.contact, row.outcome) == ("corrected", "", "They have a new number.")
    assert mailbox.sent()[-1].to == "me@example.org"
    codes = CaseEvent.objects.filter(kind="step").order_by("pk").values_list("code", flat=True)
    assert list(codes) == ["triaged", "contacted", "corrected"]


def test_unresolved_then_flagged(client, site):
    report = reporting.triaged(site)
    client, case = held(client, report)
    assert send(client, case, "flag", outcome="No.").status_code == 409
    assert send(client, case, "unresolved", reason="Two answers.").status_code == 302
    assert send(client, case, "flag", outcome="Nobody could say.").status_code == 302
    assert Report.objects.get().status == "flagged"


def test_the_others_are_settled_too_unless_somebody_says_no(client, site):
    first, *_others = reporting.by_three(site)
    report_steps.triage(by=cast.operator(), report=first)
    client, case = held(client, first)
    send(client, case, "as-it-stands", outcome="We called.", also="on")
    assert set(Report.objects.values_list("status", flat=True)) == {"upheld_as_is"}


def test_one_alone_is_settled_alone(client, site):
    first, *_others = reporting.by_three(site)
    report_steps.triage(by=cast.operator(), report=first)
    client, case = held(client, first)
    send(client, case, "as-it-stands", outcome="We called.")
    assert Report.objects.filter(status="received").count() == 2


def test_whoever_left_a_number_is_told_first(client, site):
    client, case = held(client, reporting.triaged(site, contact="303 555 0111"))
    answer = send(client, case, "corrected", outcome="Fixed.")
    assert answer.status_code == 422
    assert "Tell the visitor first" in answer.content.decode()
    assert send(client, case, "corrected", outcome="Fixed.", told="on").status_code == 302


@pytest.mark.parametrize(
    ("verb", "data"),
    [
        ("corrected", {"outcome": ""}),
        ("corrected", {"outcome": "   "}),
        ("corrected", {"outcome": "x" * 2001}),
        ("corrected", {"outcome": "a\0b"}),
        ("contact", {"way": "pigeon", "whom": "front_desk", "said": "Yes."}),
        ("contact", {"way": "phone", "whom": "", "said": ""}),
        ("unresolved", {"reason": ""}),
    ],
)
def test_bad_input_is_shown_again_and_changes_nothing(client, site, verb, data):
    client, case = held(client, reporting.triaged(site))
    answer = send(client, case, verb, **data)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert Report.objects.get().status == "triaged"


def test_operators_prepare_and_reviewers_settle(client, site):
    report = reporting.filed(site)
    client, case = held(client, report, cast.operator())
    assert send(client, case, "triage").status_code == 302
    assert send(client, case, "corrected", outcome="Fixed.").status_code == 403
    assert Report.objects.get().status == "triaged"


def test_strangers_and_the_signed_out_stay_out(client, site):
    case = case_of(reporting.filed(site))
    address = reverse("staff_do", args=[case.pk, "triage"])
    assert client.post(address).status_code == 302
    client.force_login(cast.stranger())
    assert client.post(address).status_code == 403
    assert client.get(address).status_code == 405


def test_a_state_that_has_moved_on_is_a_conflict(client, site):
    report = reporting.filed(site)
    client, case = held(client, report)
    report_steps.triage(by=cast.operator(), report=report)
    answer = send(client, case, "triage", note="Mine")
    assert answer.status_code == 409
    assert "This was not done" in answer.content.decode()
