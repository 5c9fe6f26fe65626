"""A call about any case: what to say by its kind, the listed number alone, and what came of it."""

import pytest
from django.urls import reverse

from providers.actions import business_days, cases
from providers.actions.clock import today
from providers.models import Case
from providers.models.vocabulary import ListingStatus as S

from .. import cast, claiming, factories
from ..actions.test_removals import by_phone
from ..factories.facts import day
from .test_exclusion_panel import of_a_firm
from .working import case_of, do, html, in_hand, signed_in, steps

pytestmark = pytest.mark.django_db
PHONE = {"phone": "+13035550142"}
REACHED = {"outcome": "reached", "number": "+13035550142", "text": "The manager."}


def claim():
    return case_of(claiming.called(claiming.unclaimed(site=PHONE)))


def removal():
    return case_of(by_phone())


def new_listing():
    site = factories.published_listing(status=S.PENDING_REVIEW, last_confirmed_on=day(), site=PHONE)
    return cases.follow(site.provider)


def exclusion():
    return case_of(of_a_firm(site=PHONE))


EVERY = [claim, removal, new_listing, exclusion]


def at(case):
    return reverse("staff_case_call", args=[case.pk])


@pytest.mark.parametrize("make", EVERY)
def test_an_operator_reads_the_script_and_records_the_outcome(client, make):
    case = in_hand(client, make(), cast.operator())
    shown = html(client.get(at(case)))
    assert "This is the Ketamine Provider Directory." in shown
    assert "(303)\u00a0555-0142" in shown
    assert client.post(at(case), REACHED)["Location"] == reverse("staff_case", args=[case.pk])
    kind, code, text = steps(case)[-1]
    assert (kind, code, text) == ("call", "reached", "The manager.")
    assert case.events.get(kind="call").data == {"number": "+13035550142"}


def test_nobody_hears_of_the_list_on_the_telephone(client):
    case = in_hand(client, exclusion())
    said = [line.text for line in client.get(at(case)).context["script"] if line.is_said]
    assert not any("exclu" in line or "LEIE" in line for line in said)


def test_without_an_answer_the_case_comes_back_on_the_next_business_day(client):
    case = in_hand(client, claim())
    client.post(at(case), {**REACHED, "outcome": "no_answer"})
    case.refresh_from_db()
    assert (case.state, case.wakes_on) == ("waiting", business_days.add(today(), 1))
    assert Case.objects.ready().count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"outcome": ""}, {"outcome": "yes"}, {"number": "+13035550199"}, {"text": "x" * 2001}, {"text": "\0"},
    ],
)  # fmt: skip
def test_bad_input_records_nothing(client, wrong):
    case = in_hand(client, claim())
    assert client.post(at(case), {**REACHED, **wrong}).status_code == 422
    assert do(client, case, "call", **{**REACHED, **wrong}).status_code == 422
    assert "call" not in [kind for kind, _code, _text in steps(case)]


def test_a_case_that_is_not_in_hand_or_closed(client):
    case = claim()
    signed_in(client)
    answer = client.post(at(case), REACHED)
    assert (answer.status_code, "Take this case first." in html(answer)) == (409, True)
    cases.end(case, by=None, outcome="gone")
    assert client.get(at(case)).status_code == 200
    assert client.post(at(case), REACHED).status_code == 409


def test_a_listing_without_a_number_cannot_be_called(client):
    listing = claiming.unclaimed()
    listing.locations.update(phone="")
    case = in_hand(client, case_of(claiming.proved(listing)))
    assert "names no telephone number" in html(client.get(at(case)))


def test_who_may_not(client):
    case = claim()
    assert "/account/login/" in client.get(at(case))["Location"]
    signed_in(client, cast.checker())
    assert client.get(at(case)).status_code == 403
    assert client.post(at(case), REACHED).status_code == 403
    signed_in(client)
    assert client.get(reverse("staff_case_call", args=[999_999])).status_code == 404
