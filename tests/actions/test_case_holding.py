"""One case in one person's hands: taken, renewed, put back, assigned, closed; and who may not."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from providers.actions import case_holding, cases, credentials
from providers.actions.refusals import TransitionRefused
from providers.models import Case, Check, Credential
from providers.models.case import CaseKind, CaseState
from providers.models.vocabulary import CheckMethod, CheckResult, CredentialStatus, ReportedField
from tests import cast
from tests.queue_of_cases import about_a_licence, about_a_listing, about_a_report

pytestmark = pytest.mark.django_db
HALF_AN_HOUR = datetime.timedelta(minutes=30)


def runs(provider, person):
    cast.owner(provider)
    provider.memberships.create(user=person, role="editor")


def taken(case=None):
    return case_holding.take(by=cast.reviewer(), case=case or about_a_report())


def test_the_most_pressing_case_comes_first():
    about_a_report()
    grave = about_a_report(field=ReportedField.SAFETY)
    case = case_holding.take_next(by=cast.reviewer())
    assert (case, case.held_by) == (grave, cast.reviewer())
    assert case.held_until - timezone.now() <= HALF_AN_HOUR
    assert case.events.last().kind == "taken"


def test_a_week_earlier_outweighs_a_graver_case():
    grave = about_a_report(field=ReportedField.SAFETY)
    old = about_a_report()
    Case.objects.filter(pk=old.pk).update(due_on=grave.due_on - datetime.timedelta(days=7))
    assert case_holding.take_next(by=cast.reviewer()) == old


def test_only_of_one_kind():
    about_a_report(field=ReportedField.SAFETY)
    listing = about_a_listing()
    assert case_holding.take_next(by=cast.reviewer(), kind=CaseKind.LISTING) == listing
    assert case_holding.take_next(by=cast.reviewer(), kind=CaseKind.LISTING) is None


def test_what_another_holds_is_passed_over_until_the_half_hour_is_over():
    case = taken()
    assert case_holding.take_next(by=cast.other_reviewer()) is None
    with time_machine.travel(timezone.now() + HALF_AN_HOUR, tick=False):
        assert case_holding.take_next(by=cast.other_reviewer()) == case


def test_who_holds_it_is_named_to_others():
    case = taken()
    with pytest.raises(TransitionRefused, match="Reviewer has this case in hand"):
        case_holding.take(by=cast.other_reviewer(), case=case)
    with pytest.raises(TransitionRefused, match="Reviewer has this case in hand"):
        case_holding.in_hand(by=cast.other_reviewer(), case=case)


def test_nobody_works_on_a_case_that_they_have_not_taken():
    with pytest.raises(TransitionRefused, match="Take this case first"):
        case_holding.in_hand(by=cast.reviewer(), case=about_a_report())


def test_taking_twice_is_taking_once():
    case = taken()
    taken(case)
    assert list(case.events.values_list("kind", flat=True)) == ["opened", "taken"]


def test_renewed_before_it_is_over_and_not_after():
    case = taken()
    with time_machine.travel(timezone.now() + HALF_AN_HOUR / 2, tick=False):
        assert case_holding.renew(by=cast.reviewer(), case=case).held_until == timezone.now() + HALF_AN_HOUR
    with (
        time_machine.travel(timezone.now() + 2 * HALF_AN_HOUR),
        pytest.raises(TransitionRefused, match="Take this case first"),
    ):
        case_holding.renew(by=cast.reviewer(), case=case)


def test_put_back_by_who_holds_it_or_by_a_lead():
    case = taken()
    with pytest.raises(TransitionRefused, match="Somebody else holds it"):
        case_holding.release(by=cast.other_reviewer(), case=case)
    assert case_holding.release(by=cast.lead_reviewer(), case=case).held_by is None
    with pytest.raises(TransitionRefused, match="Nobody has this case in hand"):
        case_holding.release(by=cast.lead_reviewer(), case=case)


@pytest.mark.parametrize("person", [cast.stranger, cast.checker])
def test_without_the_right_nobody_takes_a_case(person):
    case = about_a_report()
    with pytest.raises(TransitionRefused, match="You may not work on cases"):
        case_holding.take_next(by=person())
    with pytest.raises(TransitionRefused, match="You may not work on cases"):
        case_holding.take(by=person(), case=case)


def test_nobody_gets_what_they_sent():
    case = about_a_licence()
    Credential.objects.filter(pk=case.credential_id).update(confirmed_by=cast.reviewer())
    assert case_holding.take_next(by=cast.reviewer()) is None
    with pytest.raises(TransitionRefused, match="no part in this"):
        case_holding.take(by=cast.reviewer(), case=case)
    assert case_holding.take_next(by=cast.other_reviewer()) == case


def test_nobody_gets_a_case_of_a_listing_that_they_run():
    case = about_a_report()
    runs(case.provider, cast.reviewer())
    assert case_holding.take_next(by=cast.reviewer()) is None
    assert case_holding.take_next(by=cast.operator()) == case


def in_review(*, adverse):
    case = about_a_licence(CredentialStatus.IN_REVIEW)
    result = CheckResult.DIFFERS if adverse else CheckResult.AGREES
    Check.objects.create(
        credential=case.credential,
        source="the register",
        source_date=timezone.localdate(),
        checked_at=timezone.now(),
        method=CheckMethod.REGISTER_WEB,
        result=result,
        by=cast.reviewer(),
    )
    return case


def test_who_entered_something_adverse_makes_room_for_another():
    case = in_review(adverse=True)
    assert case_holding.take_next(by=cast.reviewer()) is None
    assert case_holding.take_next(by=cast.other_reviewer()) == case


def test_who_entered_a_clean_check_may_go_on():
    case = in_review(adverse=False)
    assert case_holding.take_next(by=cast.reviewer()) == case


def test_who_endorsed_makes_room_for_another():
    case = about_a_licence(CredentialStatus.IN_REVIEW)
    credentials.endorse(by=cast.reviewer(), credential=case.credential, reason="The board wrote to us.")
    assert case_holding.take_next(by=cast.reviewer()) is None
    assert case_holding.take_next(by=cast.lead_reviewer()) == case


def test_assigned_by_a_lead_to_one_person_and_to_everybody_again():
    case = about_a_report()
    case_holding.assign(by=cast.lead_reviewer(), case=case, to=cast.reviewer())
    assert case_holding.take_next(by=cast.other_reviewer()) is None
    with pytest.raises(TransitionRefused, match="assigned to Reviewer"):
        case_holding.take(by=cast.other_reviewer(), case=case)
    case_holding.assign(by=cast.lead_reviewer(), case=case, to=None)
    assert case_holding.take_next(by=cast.other_reviewer()) == case


def test_assigning_takes_it_out_of_the_hands_of_others():
    case = taken()
    row = case_holding.assign(by=cast.lead_reviewer(), case=case, to=cast.other_reviewer())
    assert (row.held_by, row.assigned_to) == (None, cast.other_reviewer())
    assert row.events.last().text == "Colleague"


def test_only_a_lead_assigns_and_only_to_those_who_may():
    case = about_a_report()
    with pytest.raises(TransitionRefused, match="Only a lead"):
        case_holding.assign(by=cast.reviewer(), case=case, to=cast.reviewer())
    with pytest.raises(TransitionRefused, match="does not work on cases"):
        case_holding.assign(by=cast.lead_reviewer(), case=case, to=cast.stranger())
    runs(case.provider, cast.reviewer())
    with pytest.raises(TransitionRefused, match="no part in this"):
        case_holding.assign(by=cast.lead_reviewer(), case=case, to=cast.reviewer())


def test_closed_by_hand_only_where_nothing_is_left_to_decide():
    with pytest.raises(TransitionRefused, match="still open"):
        case_holding.close(by=cast.reviewer(), case=taken(), outcome="gone", reason="Done.")
    case = taken(about_a_licence(CredentialStatus.SUSPENDED))
    with pytest.raises(TransitionRefused, match="Give the reason"):
        case_holding.close(by=cast.reviewer(), case=case, outcome="stays", reason=" ")
    row = case_holding.close(by=cast.reviewer(), case=case, outcome="stays", reason="For a year.")
    assert (row.state, row.outcome, row.closed_by, row.held_by) == ("closed", "stays", cast.reviewer(), None)


def test_an_operator_closes_nothing():
    case = about_a_licence(CredentialStatus.SUSPENDED)
    case_holding.take(by=cast.operator(), case=case)
    with pytest.raises(TransitionRefused, match="may not decide"):
        case_holding.close(by=cast.operator(), case=case, outcome="stays", reason="For a year.")


def test_nothing_is_done_on_a_closed_case():
    case = taken()
    cases.end(case, by=None, outcome="flagged")
    for act in (case_holding.take, case_holding.renew, case_holding.release):
        with pytest.raises(TransitionRefused, match="This case is closed"):
            act(by=cast.reviewer(), case=case)
    assert Case.objects.get().state == CaseState.CLOSED
