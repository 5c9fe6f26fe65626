"""Buttons of a case as a whole, notes, messages, assignments: who may, what is kept, what is refused."""

import pytest
from django.urls import reverse

from providers.actions import case_holding, cases
from providers.models import Case, CaseEvent, Message
from providers.models.case import CaseKind, CaseState
from providers.models.vocabulary import CredentialStatus
from tests import cast, sign_in
from tests.queue_of_cases import about_a_licence, about_a_listing, about_a_report

pytestmark = pytest.mark.django_db

VERBS = ("take", "renew", "release", "assign", "note", "message", "close")


@pytest.fixture
def reviewer(client):
    return sign_in.with_second_factor(client, cast.reviewer())


def send(client, case, verb, **data):
    return client.post(reverse(f"staff_case_{verb}", args=[case.pk]), data)


def events(case):
    return list(case.events.values_list("kind", flat=True))


def about_a_listing_with_an_owner():
    case = about_a_listing()
    cast.owner(case.provider)
    return case


def test_the_next_case_is_taken_and_shown(client, reviewer):
    case = about_a_report()
    answer = client.post(reverse("staff_take"))
    assert answer["Location"] == reverse("staff_case", args=[case.pk])
    assert Case.objects.get().held_by == cast.reviewer()


def test_the_next_of_a_kind(client, reviewer):
    about_a_report(field="safety")
    case = about_a_listing()
    answer = client.post(reverse("staff_take"), {"kind": CaseKind.LISTING})
    assert answer["Location"] == reverse("staff_case", args=[case.pk])


def test_with_nothing_free_the_queue_says_so(client, reviewer):
    answer = client.post(reverse("staff_take"), {"kind": "nonsense"}, follow=True)
    assert answer.redirect_chain == [(reverse("staff_queue"), 302)]
    assert "Nothing is free for you just now." in answer.content.decode()


def test_taken_kept_and_put_back(client, reviewer):
    case = about_a_report()
    here = reverse("staff_case", args=[case.pk])
    assert send(client, case, "take")["Location"] == here
    before = Case.objects.get().held_until
    assert send(client, case, "renew")["Location"] == here
    assert Case.objects.get().held_until > before
    assert send(client, case, "release")["Location"] == reverse("staff_queue")
    assert events(case) == ["opened", "taken", "released"]


@pytest.mark.parametrize("verb", ["take", "renew", "release"])
def test_what_another_holds_answers_409_with_the_page_as_it_is(client, reviewer, verb):
    case = about_a_report()
    case_holding.take(by=cast.other_reviewer(), case=case)
    answer = send(client, case, verb)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Colleague has this case in hand" in page or "Somebody else holds it" in page
    assert Case.objects.get().held_by == cast.other_reviewer()


def test_a_note_is_kept_with_its_writer(client, reviewer):
    case = about_a_report()
    assert send(client, case, "note", text="  The sign says noon. ").status_code == 302
    note = case.events.last()
    assert (note.kind, note.text, note.by) == ("note", "The sign says noon.", cast.reviewer())


def test_a_call_is_kept_with_what_came_of_it(client, reviewer):
    case = about_a_report()
    send(client, case, "note", text="They confirm it.", came_of="reached")
    call = case.events.last()
    assert (call.kind, call.code, call.text) == ("call", "reached", "They confirm it.")


@pytest.mark.parametrize("text", ["", "   ", "x" * 4001, "a\0b"])
def test_a_bad_note_answers_422_with_what_was_typed(client, reviewer, text):
    case = about_a_report()
    answer = send(client, case, "note", text=text)
    assert answer.status_code == 422
    assert answer.context["wrong"].errors.keys() == {"text"}
    assert events(case) == ["opened"]


def test_a_closed_case_takes_no_note(client, reviewer):
    case = about_a_report()
    cases.end(case, by=None, outcome="flagged")
    answer = send(client, case, "note", text="Too late.")
    assert answer.status_code == 409
    assert "This case is closed." in answer.content.decode()


def test_a_message_goes_to_the_owners_and_stays_on_the_case(client, reviewer):
    case = about_a_listing_with_an_owner()
    send(client, case, "take")
    answer = send(client, case, "message", text="Which street?\nThank you.", template_code="why")
    assert answer.status_code == 422  # that usual message is for edits
    assert send(client, case, "message", text="Which street?\nThank you.").status_code == 302
    said = case.events.get(kind="to_provider")
    assert (said.text, said.by) == ("Which street?\nThank you.", cast.reviewer())
    mail = Message.objects.get(template="case_message")
    assert mail.to == cast.owner(case.provider).email
    assert "Which street?" in mail.text
    assert "Which street?" in mail.html


def test_a_case_can_wait_for_the_answer(client, reviewer):
    case = about_a_listing_with_an_owner()
    send(client, case, "take")
    send(client, case, "message", text="Which street?", waits="on")
    case.refresh_from_db()
    assert (case.state, case.held_by) == (CaseState.WAITING, None)
    assert case.wakes_on is not None


def test_a_usual_message_without_words_comes_back_to_be_read_first(client, reviewer):
    case = about_a_listing_with_an_owner()
    send(client, case, "take")
    answer = send(client, case, "message", template_code="missing")
    assert answer.status_code == 422
    assert "still missing. The page of your listing names" in answer.content.decode()
    assert not Message.objects.filter(template="case_message").exists()


def test_only_who_holds_the_case_writes(client, reviewer):
    case = about_a_listing_with_an_owner()
    answer = send(client, case, "message", text="Which street?")
    assert answer.status_code == 409
    assert "Take this case first." in answer.content.decode()
    assert "Which street?" in answer.content.decode()
    assert not CaseEvent.objects.filter(kind="to_provider").exists()


def test_nobody_is_written_to_where_nobody_reads(client, reviewer):
    case = about_a_report()
    send(client, case, "take")
    assert "Nobody runs this listing" in send(client, case, "message", text="Hello").content.decode()


def test_a_lead_assigns(client):
    sign_in.with_second_factor(client, cast.lead_reviewer())
    case, person = about_a_report(), cast.reviewer()
    assert send(client, case, "assign", to=person.pk).status_code == 302
    assert Case.objects.get().assigned_to == person
    assert send(client, case, "assign", to="").status_code == 302
    assert Case.objects.get().assigned_to is None
    assert send(client, case, "assign", to=cast.stranger().pk).status_code == 422


def test_a_reviewer_assigns_nothing(client, reviewer):
    assert send(client, about_a_report(), "assign", to="").status_code == 403


def test_a_suspension_that_stays_is_put_aside_with_its_reason(client, reviewer):
    case = about_a_licence(CredentialStatus.SUSPENDED)
    send(client, case, "take")
    assert send(client, case, "close", outcome="stays", reason="").status_code == 422
    assert send(client, case, "close", outcome="stays", reason="Until May.").status_code == 302
    case.refresh_from_db()
    assert (case.state, case.outcome, case.closed_by) == (CaseState.CLOSED, "stays", cast.reviewer())
    assert case.credential.status == CredentialStatus.SUSPENDED


def test_what_is_still_open_is_not_put_aside(client, reviewer):
    case = about_a_report()
    send(client, case, "take")
    assert send(client, case, "close", outcome="gone", reason="Enough.").status_code == 422
    assert Case.objects.get().state == CaseState.READY


@pytest.mark.parametrize("verb", VERBS)
def test_every_button_is_a_post_for_staff_who_work_on_cases(client, verb):
    case = about_a_report()
    address = reverse(f"staff_case_{verb}", args=[case.pk])
    assert client.post(address)["Location"].startswith(reverse("account_login"))
    client.force_login(cast.stranger())
    assert client.post(address).status_code == 403
    client.logout()
    sign_in.with_second_factor(client, cast.lead_reviewer())
    assert client.get(address).status_code == 405
    assert client.post(reverse(f"staff_case_{verb}", args=[0])).status_code == 404
    assert events(case) == ["opened"]


def test_taking_the_next_is_a_post_for_staff_who_work_on_cases(client):
    address = reverse("staff_take")
    assert client.post(address)["Location"].startswith(reverse("account_login"))
    client.force_login(cast.stranger())
    assert client.post(address).status_code == 403
    client.logout()
    sign_in.with_second_factor(client, cast._staff("visitor", "view_case"))
    assert client.post(address).status_code == 403
    assert client.get(address).status_code == 405
