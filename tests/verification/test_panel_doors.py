"""Who may do a step on a case: nobody signed out, of another role, without it in hand, or too late."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from providers.actions import cases
from providers.models import Case
from providers.models.vocabulary import ListingStatus as S
from providers.verification.panels import PANELS, VERBS

from .. import cast, claiming, factories
from ..actions.test_removals import by_phone
from ..factories.facts import day
from .test_change_panel import asked
from .test_exclusion_panel import of_a_person
from .working import case_of, do, html, in_hand, page, signed_in

pytestmark = pytest.mark.django_db
OURS = ("claim", "removal", "listing", "change", "exclusion")


def new_listing():
    site = factories.published_listing(status=S.PENDING_REVIEW, last_confirmed_on=day())
    cases.follow(site.provider)
    return site.provider


MAKERS = {
    "claim": claiming.proved,
    "removal": by_phone,
    "listing": new_listing,
    "change": lambda: asked("display_name", "New Name"),
    "exclusion": of_a_person,
}
REFUSE = {
    "claim": "refuse",
    "removal": "refuse",
    "listing": "send-back",
    "change": "refuse",
    "exclusion": "clear",
}
SAID = {"reason": "Because.", "sure": "1"}


@pytest.fixture(params=OURS)
def kind(request):
    return request.param


@pytest.fixture
def subject(kind):
    return MAKERS[kind]()


def as_it_was(subject):
    """The row as it stands now."""
    fresh = type(subject).objects.get(pk=subject.pk)
    return getattr(fresh, "status", None) or fresh.state


def deciding(kind):
    return [verb for verb in VERBS[kind] if verb != "call"]


def test_every_kind_has_its_page_and_its_steps(kind):
    assert kind in PANELS
    assert {"call", REFUSE[kind]} <= set(VERBS[kind])


def test_signed_out_and_other_roles_do_nothing(client, kind, subject):
    case, was = case_of(subject), as_it_was(subject)
    assert "/account/login/" in page(client, case)["Location"]
    for verb in deciding(kind):
        assert "/account/login/" in do(client, case, verb, **SAID)["Location"]
    in_hand(client, case, cast.operator())
    assert page(client, case).status_code == 200
    for verb in deciding(kind):
        assert do(client, case, verb, **SAID).status_code == 403
    signed_in(client, cast.checker())
    for verb in deciding(kind):
        assert do(client, case, verb, **SAID).status_code == 403
    assert as_it_was(subject) == was


def test_a_step_is_sent_and_not_looked_at(client, kind, subject):
    case = in_hand(client, case_of(subject))
    for verb in VERBS[kind]:
        assert client.get(reverse("staff_do", args=[case.pk, verb])).status_code == 405
    assert do(client, case, "no-such-step").status_code == 404


def test_bad_input_is_said_and_nothing_is_done(client, kind, subject):
    was = as_it_was(subject)
    case = in_hand(client, case_of(subject))
    for reason in ("", "  ", "a\0b", "x" * 2001):
        answer = do(client, case, REFUSE[kind], reason=reason, sure="1")
        assert (answer.status_code, "error-summary" in html(answer)) == (422, True)
    assert as_it_was(subject) == was


def test_without_it_in_hand_nothing_is_done(client, kind, subject):
    case, was = case_of(subject), as_it_was(subject)
    signed_in(client)
    answer = do(client, case, REFUSE[kind], **SAID)
    assert (answer.status_code, "Take this case first." in html(answer)) == (409, True)
    in_hand(Client(), case, cast.lead_reviewer())
    answer = do(client, case, REFUSE[kind], **SAID)
    assert (answer.status_code, "has this case in hand" in html(answer)) == (409, True)
    assert as_it_was(subject) == was


def test_after_half_an_hour_it_is_out_of_hand(client, kind, subject):
    case, was = in_hand(client, case_of(subject)), as_it_was(subject)
    Case.objects.filter(pk=case.pk).update(held_until=timezone.now() - datetime.timedelta(seconds=1))
    assert do(client, case, REFUSE[kind], **SAID).status_code == 409
    assert as_it_was(subject) == was


def test_what_was_looked_at_has_changed(client, kind, subject):
    case, was = in_hand(client, case_of(subject)), as_it_was(subject)
    answer = do(client, case, REFUSE[kind], **SAID, seen="0123456789abcdef")
    assert (answer.status_code, "has changed since you opened the page" in html(answer)) == (409, True)
    assert "Because." in html(answer)
    assert as_it_was(subject) == was


def test_done_once_and_not_twice(client, kind, subject):
    case = in_hand(client, case_of(subject))
    assert do(client, case, REFUSE[kind], **SAID).status_code == 302
    ended = as_it_was(subject)
    with time_machine.travel(timezone.now() + datetime.timedelta(seconds=5)):
        assert do(client, case, REFUSE[kind], **SAID).status_code == 409
    assert as_it_was(subject) == ended
    case.refresh_from_db()
    assert case.state == "closed"
    assert page(client, case).status_code == 200
