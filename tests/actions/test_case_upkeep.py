"""The queue looked over as a whole: what is missing is opened, what is done is closed, nothing twice."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone

from providers.actions import case_holding, case_upkeep, cases, credentials
from providers.models import Case, CaseEvent, ChangeRequest, Credential, Provider, Report
from providers.models.case import CaseKind, CaseState
from providers.models.vocabulary import CredentialStatus, ListingStatus
from tests import cast, factories, queue_of_cases
from tests.factories.facts import day

pytestmark = pytest.mark.django_db


def everything():
    fields = ("kind", "state", "risk", "due_on", "provider", "held_by", "outcome")
    return list(Case.objects.order_by("pk").values_list(*fields))


def test_a_missing_case_is_opened_once():
    held = factories.licence(status=CredentialStatus.CLAIMED, since=day(3))
    assert case_upkeep.follow_all() == {"opened": 1}
    assert case_upkeep.follow_all() == {}
    case = Case.objects.get()
    assert (case.credential, case.kind, case.risk) == (held, CaseKind.CREDENTIAL, 40)
    assert list(CaseEvent.objects.values_list("kind", "by")) == [("opened", None)]


def test_the_case_names_the_first_real_place_of_the_person():
    person = factories.role(factories.published_listing(is_demo=True)).practitioner
    real = factories.published_listing()
    factories.role(real, person)
    factories.licence(person, status=CredentialStatus.CLAIMED)
    case_upkeep.follow_all()
    assert Case.objects.get().provider == real.provider


def test_every_kind_of_row_is_looked_at():
    place = factories.published_listing(status=ListingStatus.PENDING_REVIEW)
    factories.licence(status=CredentialStatus.IN_REVIEW)
    Report.objects.create(location=place, field="hours", message="Wrong.")
    Report.objects.create(location=place, field="hours", message="Wrong indeed.")
    ChangeRequest.objects.create(
        provider=place.provider, field="phone", location=place, before="", after="", asked_by=cast.stranger()
    )
    case_upkeep.follow_all()
    found = Case.objects.order_by("kind", "pk").values_list("kind", "risk")
    assert list(found) == [
        *(("change", 30), ("credential", 40), ("listing", 30)),
        *(("report", 45), ("report", 45)),
    ]


def test_what_is_done_is_closed():
    case = queue_of_cases.about_a_listing()
    Provider.objects.update(status=ListingStatus.CLAIMED_DRAFT)
    assert case_upkeep.follow_all() == {"closed": 1}
    case.refresh_from_db()
    assert (case.state, case.outcome) == (CaseState.CLOSED, "claimed_draft")


def test_a_look_that_is_due_again_opens_by_the_day_alone_and_presses_once_late():
    factories.licence(checked_on=day(0), decided_on=day(0))
    assert case_upkeep.follow_all() == {}
    with time_machine.travel(timezone.now() + datetime.timedelta(days=77)):
        assert case_upkeep.follow_all() == {"opened": 1}
        assert Case.objects.get().risk == 20
    with time_machine.travel(timezone.now() + datetime.timedelta(days=91)):
        assert case_upkeep.follow_all() == {"changed": 1}
        assert Case.objects.get().risk == 60


def suspended():
    case = queue_of_cases.about_a_licence(CredentialStatus.SUSPENDED, since=day(1))
    case_holding.take(by=cast.reviewer(), case=case)
    case_holding.close(by=cast.reviewer(), case=case, outcome="stays", reason="The board says so.")
    return case


def test_a_suspension_that_staff_put_aside_stays_aside():
    suspended()
    assert case_upkeep.follow_all() == {}
    assert not Case.objects.open().exists()


def test_it_comes_back_with_the_next_step():
    case = suspended()
    credentials.reopen(by=cast.reviewer(), credential=case.credential, reason="The board lifted it.")
    assert Case.objects.open().get().credential == case.credential


def test_a_new_suspension_is_a_new_case():
    case = suspended()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=2)):
        Credential.objects.filter(pk=case.credential_id).update(since=timezone.localdate())
        assert case_upkeep.follow_all() == {"opened": 1}


def test_what_somebody_has_in_hand_stays_in_hand():
    case = queue_of_cases.about_a_report()
    case_holding.take(by=cast.reviewer(), case=case)
    Case.objects.update(risk=1)
    assert case_upkeep.follow_all() == {"changed": 1}
    case.refresh_from_db()
    assert (case.risk, case.held_by) == (30, cast.reviewer())


def test_a_case_that_an_answer_woke_is_not_put_back_to_sleep():
    case = queue_of_cases.about_a_licence(CredentialStatus.DISCREPANCY, since=day(0))
    assert case.state == CaseState.WAITING
    Case.objects.update(state=CaseState.READY, wakes_on=None)
    assert case_upkeep.follow_all() == {}
    assert Case.objects.get().state == CaseState.READY


def test_a_waiting_case_wakes_on_its_day_and_not_before():
    case = queue_of_cases.about_a_licence(CredentialStatus.DISCREPANCY, since=day(0))
    assert cases.wake(day=case.wakes_on - datetime.timedelta(days=1)) == 0
    assert cases.wake(day=case.wakes_on) == 1
    case.refresh_from_db()
    assert (case.state, case.wakes_on) == (CaseState.READY, None)
    assert case.events.last().kind == "woke"


def test_the_number_of_queries_does_not_grow_with_the_rows(django_assert_num_queries):
    factories.licence(status=CredentialStatus.CLAIMED)
    case_upkeep.follow_all()
    for _one in range(5):
        factories.licence(status=CredentialStatus.CLAIMED)
    with django_assert_num_queries(25):
        case_upkeep.follow_all()


def test_the_command_says_what_it_did(capsys):
    queue_of_cases.about_a_report()
    Case.objects.update(risk=2)
    call_command("follow_cases")
    assert capsys.readouterr().out == "Cases: 0 opened, 1 changed, 0 closed, 0 woken.\n"
    assert everything()[0][2] == 30
