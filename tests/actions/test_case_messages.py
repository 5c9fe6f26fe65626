"""Both sides of a conversation stay on the case; an answer wakes it."""

import pytest

from providers.actions import case_messages, cases, claims
from providers.actions.refusals import TransitionRefused
from providers.actions.throttle import TooMany
from providers.models import Case, Message
from providers.models.case import CaseState
from tests import cast, factories
from tests.queue_of_cases import about_a_listing, about_a_report

pytestmark = pytest.mark.django_db


def asked(**over):
    case = about_a_listing()
    cast.owner(case.provider)
    case_messages.tell_provider(by=cast.reviewer(), case=case, text="Which street?", **over)
    return Case.objects.get(pk=case.pk)


def claim_case():
    place = factories.unclaimed_listing()
    claim = claims.start(by=cast.claimant(), provider=place.provider)
    claims.ask_for_call(by=cast.claimant(), claim=claim, phone=place.phone)
    return Case.objects.get(claim=claim)


def test_both_sides_are_kept_in_order():
    case = asked()
    case_messages.answer(by=cast.owner(case.provider), case=case, text=" Pearl Street. ")
    said = case_messages.conversation(case).values_list("kind", "text", "by__email")
    assert list(said) == [
        ("to_provider", "Which street?", "reviewer@example.org"),
        ("from_provider", "Pearl Street.", cast.owner(case.provider).email),
    ]


def test_an_answer_wakes_a_case_that_waits():
    case = asked(waits=True)
    assert case.state == CaseState.WAITING
    case_messages.answer(by=cast.editor_of(case.provider), case=case, text="Pearl Street.")
    case.refresh_from_db()
    assert (case.state, case.wakes_on) == (CaseState.READY, None)


def test_a_claimant_is_written_to_and_answers_and_the_owner_is_not():
    case = claim_case()
    owner = cast.owner(case.provider)
    case_messages.tell_provider(by=cast.reviewer(), case=case, text="When may we call?")
    assert Message.objects.get(template="case_message").to == cast.claimant().email
    with pytest.raises(TransitionRefused, match="not about a listing of yours"):
        case_messages.answer(by=owner, case=case, text="Never.")
    assert case_messages.answer(by=cast.claimant(), case=case, text="At noon.").kind == "from_provider"


def test_strangers_answer_nothing():
    case = asked()
    for person in (cast.stranger(), cast.other_owner(), cast.reviewer()):
        with pytest.raises(TransitionRefused, match="not about a listing of yours"):
            case_messages.answer(by=person, case=case, text="Me.")


@pytest.mark.parametrize(("text", "why"), [(" ", "Write something"), ("x" * 4001, "at most 4,000")])
def test_an_answer_has_words_and_an_end(text, why):
    case = asked()
    with pytest.raises(TransitionRefused, match=why):
        case_messages.answer(by=cast.owner(case.provider), case=case, text=text)


def test_a_closed_case_takes_no_answer():
    case = asked()
    cases.end(case, by=None, outcome="published")
    with pytest.raises(TransitionRefused, match="closed"):
        case_messages.answer(by=cast.owner(case.provider), case=case, text="Pearl Street.")


def test_nobody_floods_a_case(monkeypatch):
    monkeypatch.setattr(case_messages, "ANSWERS_PER_DAY", 1)
    case = asked()
    case_messages.answer(by=cast.owner(case.provider), case=case, text="Pearl Street.")
    with pytest.raises(TooMany):
        case_messages.answer(by=cast.owner(case.provider), case=case, text="Pearl Street.")


def test_only_staff_who_work_on_cases_write():
    case = about_a_report()
    cast.owner(case.provider)
    with pytest.raises(TransitionRefused, match="may not work on cases"):
        case_messages.tell_provider(by=cast.stranger(), case=case, text="Hello.")
    assert not Message.objects.exists()
