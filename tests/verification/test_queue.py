"""The queue page: what it shows and in which order, how it is narrowed, what it costs."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from providers.actions import case_holding
from providers.models import Case
from providers.models.case import CaseKind, CaseState
from providers.models.vocabulary import CredentialStatus, ReportedField
from providers.verification import queue_reading
from tests import cast, factories, sign_in
from tests.factories.facts import day
from tests.queue_of_cases import about_a_licence, about_a_listing, about_a_report

pytestmark = pytest.mark.django_db
QUERIES = 9
MONDAY = datetime.datetime(2026, 11, 16, 15, tzinfo=datetime.UTC)


@pytest.fixture
def reviewer(client):
    return sign_in.with_second_factor(client, cast.reviewer())


def queue(client, **chosen):
    answer = client.get(reverse("staff_queue"), chosen)
    assert answer.status_code == 200
    return answer


def titles(answer):
    return [line.title for line in answer.context["lines"]]


def counted(answer):
    return {choice.label: choice.count for choice in [*answer.context["who"], *answer.context["kinds"]]}


def three_of_each(place):
    about_a_report(place)
    person = factories.role(place, factories.practitioner(name="Alex Sample")).practitioner
    about_a_licence(practitioner=person, since=day(0))
    about_a_listing()


def test_the_most_pressing_comes_first(client, reviewer):
    place = factories.published_listing(display_name="Clear Creek Clinic")
    three_of_each(place)
    about_a_report(place, ReportedField.SAFETY)
    answer = queue(client)
    assert titles(answer) == [
        "Safety facts",
        "Opening hours",
        "State license, CO, Alex Sample",
        "To be published",
    ]
    line = answer.context["lines"][0]
    assert line.where == "Clear Creek Clinic · Boulder, CO · Received"
    assert (line.risk, line.risk_words, line.tone) == (60, "high", "high")
    assert "Clear Creek Clinic" in answer.content.decode()


@pytest.mark.parametrize(
    ("later", "due"),
    [
        (0, "Due in 1 business day"),
        (1, "Due today"),
        (2, "Overdue by 1 business day"),
        (7, "Overdue by 4 business days"),
    ],
)
def test_due_dates_are_in_words(client, later, due):
    with time_machine.travel(MONDAY) as clock:
        about_a_report()
        clock.move_to(MONDAY + datetime.timedelta(days=later))
        sign_in.with_second_factor(client, cast.reviewer())
        line = queue(client).context["lines"][0]
    assert (line.due, line.is_late) == (due, later >= 2)


def test_what_somebody_holds_says_who_and_until_when(client, reviewer):
    case = about_a_report()
    with time_machine.travel(timezone.now(), tick=False):
        held = case_holding.take(by=cast.other_reviewer(), case=case)
        answer = queue(client)
    (line,) = answer.context["lines"]
    assert line.hold == f"Colleague, until {held.held_until:%H:%M} UTC"
    assert not line.may_take
    assert counted(answer)["In others’ hands"] == "1"


def test_each_choice_lists_what_its_count_says(client, reviewer):
    mine = case_holding.take(by=cast.reviewer(), case=about_a_report(field=ReportedField.PHONE))
    case_holding.take(by=cast.other_reviewer(), case=about_a_report(field=ReportedField.HOURS))
    kept = about_a_report(field=ReportedField.PRICE)
    case_holding.assign(by=cast.lead_reviewer(), case=kept, to=cast.reviewer())
    late = about_a_licence(since=day(20))
    about_a_licence(CredentialStatus.DISCREPANCY, since=day(0))
    expected = {
        "": 4, "overdue": 1, "free": 2, "mine": 1, "others": 1, "assigned": 1, "waiting": 1,
    }  # fmt: skip
    for who, number in expected.items():
        answer = queue(client, who=who)
        assert len(answer.context["lines"]) == number, who
        assert [one.count for one in answer.context["who"] if one.is_chosen] == [str(number)]
    assert titles(queue(client, who="mine")) == ["Phone number"]
    assert titles(queue(client, who="overdue")) == [titles(queue(client, kind="credential"))[0]]
    assert {mine.pk, late.pk} <= set(Case.objects.values_list("pk", flat=True))


def test_narrowed_to_a_kind_the_next_one_is_of_it_too(client, reviewer):
    three_of_each(factories.published_listing())
    answer = queue(client, kind=CaseKind.LISTING)
    assert titles(answer) == ["To be published"]
    assert '<input type="hidden" name="kind" value="listing">' in answer.content.decode()
    assert counted(answer)["All kinds"] == "3"


def test_found_by_part_of_the_listings_name(client, reviewer):
    about_a_report(factories.published_listing(display_name="Clear Creek Clinic"))
    about_a_report(factories.published_listing(display_name="Élan 100% Wellness"))
    assert len(queue(client, q="creek").context["lines"]) == 1
    assert len(queue(client, q="100%").context["lines"]) == 1
    assert len(queue(client, q="élan").context["lines"]) == 1
    assert queue(client, q="_").context["lines"] == []


@pytest.mark.parametrize(
    "chosen", [{"who": "nobody"}, {"kind": "'"}, {"page": "0"}, {"page": "x"}, {"q": "x" * 500}]
)
def test_what_is_not_known_narrows_nothing(client, reviewer, chosen):
    about_a_report()
    answer = client.get(reverse("staff_queue"), chosen, follow=True)
    assert answer.status_code == 200
    assert len(answer.context["lines"]) == (0 if "q" in chosen else 1)


def test_a_page_past_the_end_leads_to_the_last(client, reviewer, monkeypatch):
    place = factories.published_listing()
    for field in ("hours", "phone", "price"):
        about_a_report(place, field)
    monkeypatch.setattr("providers.verification.queue.PER_PAGE", 2)
    monkeypatch.setattr(queue_reading, "PER_PAGE", 2)
    answer = client.get(reverse("staff_queue"), {"kind": "report", "page": "9"})
    assert (answer.status_code, answer["Location"]) == (302, "/staff/?kind=report&page=2")
    assert titles(queue(client)) + titles(queue(client, page=2)) == [
        "Opening hours",
        "Phone number",
        "Prices",
    ]


def test_counting_stops_at_a_bound_and_says_so(client, reviewer, monkeypatch):
    place = factories.published_listing()
    for field in ("hours", "phone", "price"):
        about_a_report(place, field)
    monkeypatch.setattr("providers.verification.queue.MOST", 2)
    monkeypatch.setattr(queue_reading, "MOST", 2)
    answer = queue(client)
    assert counted(answer)["Error report"] == "2+"
    assert "Cases: 2 or more" in answer.content.decode()


def test_an_empty_queue_says_so(client, reviewer):
    assert "Nothing waits for you." in queue(client).content.decode()
    assert "Show the whole queue" in queue(client, kind="claim").content.decode()


def test_made_up_listings_are_marked(client, reviewer):
    about_a_report(factories.published_listing(is_demo=True))
    assert "Made up" in queue(client).content.decode()


def test_it_costs_the_same_for_one_case_and_for_many(client, reviewer, django_assert_num_queries):
    about_a_report()
    queue(client)
    with django_assert_num_queries(QUERIES):
        queue(client)
    three_of_each(factories.published_listing())
    case_holding.take(by=cast.other_reviewer(), case=Case.objects.last())
    with django_assert_num_queries(QUERIES):
        queue(client)


def test_an_operator_sees_it_and_may_take_cases(client):
    sign_in.with_second_factor(client, cast.operator())
    about_a_report()
    assert "Take the next case" in queue(client).content.decode()


def test_who_only_sees_is_offered_nothing(client):
    person = cast._staff("visitor", "view_case")
    sign_in.with_second_factor(client, person)
    about_a_report()
    page = queue(client).content.decode()
    assert "Take" not in page
    assert Permission.objects.filter(user=person).count() == 1


@pytest.mark.parametrize("person", [cast.stranger, cast.reader])
def test_others_are_refused(client, person):
    who = person()
    if who.is_staff:
        sign_in.with_second_factor(client, who)
    else:
        client.force_login(who)
    assert client.get(reverse("staff_queue")).status_code == 403


def test_signed_out_one_is_sent_to_sign_in(client):
    answer = client.get(reverse("staff_queue"))
    assert answer["Location"].startswith(reverse("account_login"))


def test_nothing_of_it_is_kept_by_caches(client, reviewer):
    assert "no-store" in queue(client)["Cache-Control"]


def test_the_way_to_it_stands_in_the_header_for_staff_alone(client, django_assert_num_queries):
    client.force_login(cast.stranger())
    assert "Workbench" not in client.get(reverse("about")).content.decode()
    client.logout()
    sign_in.with_second_factor(client, cast.reviewer())
    page = client.get(reverse("about")).content.decode()
    assert f'<a href="{reverse("staff_queue")}">Workbench</a>' in page
    assert Case.objects.filter(state=CaseState.READY).count() == 0
