"""Samples, their calls, and how sure we may be of the share that was right."""

import pytest
from django.core.exceptions import ValidationError

from providers.actions import accuracy
from providers.models import SampleCall
from providers.models.accuracy import CallOutcome

from .. import cast, factories
from ..together import at_once, kinds

pytestmark = pytest.mark.django_db


# R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3 (Wilson's score interval).
@pytest.mark.parametrize(
    ("correct", "judged", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_that_of_the_published_table(correct, judged, low, high):
    assert accuracy.wilson(correct, judged) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def listings(number):
    return [factories.published_listing(site={"phone": f"+1303555{1000 + n:04}"}) for n in range(number)]


def sample(number=12, size=10, seed=7):
    listings(number)
    return accuracy.draw(by=cast.lead_reviewer(), size=size, seed=seed)


def record(call, outcome=CallOutcome.REACHED, found=None, by=None):
    return accuracy.record(by=by or cast.operator(), call=call, outcome=outcome, found=found or {})


def test_a_draw_is_without_repetition_and_can_be_repeated():
    first = sample()
    again = accuracy.draw(by=cast.lead_reviewer(), size=10, seed=7)
    drawn = [
        list(one.calls.order_by("position").values_list("location", flat=True)) for one in (first, again)
    ]

    assert (first.size, first.population) == (10, 12)
    assert len(set(drawn[0])) == 10
    assert drawn[0] == drawn[1]


def test_what_nobody_can_call_or_find_is_not_drawn():
    shown = factories.published_listing(site={"phone": "+13035550142"})
    factories.published_listing(site={"phone": ""})
    factories.published_listing(site={"phone": "+13035550143"}, is_demo=True)
    factories.published_listing(site={"phone": "+13035550144"}, status="suspended")
    location = factories.published_listing(site={"phone": "+13035550145"})
    location.closed_on = factories.facts.day()
    location.save()

    assert list(accuracy.drawable()) == [shown]


def test_only_a_lead_draws_and_only_so_many():
    listings(1)
    with pytest.raises(ValidationError, match="Only a lead"):
        accuracy.draw(by=cast.reviewer(), size=10)
    with pytest.raises(ValidationError, match="from 10 to 500"):
        accuracy.draw(by=cast.lead_reviewer(), size=501)


@pytest.mark.parametrize(
    ("outcome", "found", "is_correct"),
    [
        (CallOutcome.REACHED, {"phone": "correct", "prices": "not_asked"}, True),
        (CallOutcome.REACHED, {"phone": "correct", "prices": "wrong"}, False),
        (CallOutcome.WRONG_NUMBER, {}, False),
        (CallOutcome.CLOSED, {}, False),
        (CallOutcome.NO_ANSWER, {}, None),
        (CallOutcome.REFUSED, {}, None),
    ],
)
def test_what_a_call_says_of_the_listing(outcome, found, is_correct):
    call = record(sample().calls.first(), outcome, found)
    assert call.is_correct is is_correct
    assert call.called_by == cast.operator()


def test_an_answered_call_judges_something_and_is_recorded_once():
    call = sample().calls.first()
    with pytest.raises(ValidationError, match="at least one fact"):
        record(call, found={"phone": "not_asked"})
    record(call, found={"phone": "correct"})
    with pytest.raises(ValidationError, match="recorded already"):
        record(call, found={"phone": "wrong"})
    assert SampleCall.objects.get(pk=call.pk).is_correct is True


def test_the_estimate_counts_what_could_be_judged():
    calls = list(sample().calls.all())
    for call in calls[:6]:
        record(call, found={"phone": "correct", "prices": "correct"})
    for call in calls[6:8]:
        record(call, found={"phone": "correct", "prices": "wrong"})
    record(calls[8], CallOutcome.NO_ANSWER)

    found = accuracy.estimate()

    assert (found.called, found.judged, found.correct, found.unreached) == (9, 8, 6, 1)
    # Wilson's interval of 6 in 8 is 0.4093 to 0.9285, by the published formula.
    assert found.percent == (75, 40, 93)
    assert accuracy.wrong_facts()[4] == ("prices", 2, 8)


def test_without_a_call_nothing_is_claimed():
    drawn = sample()
    assert accuracy.estimate().percent is None
    assert accuracy.estimates([drawn])[drawn.pk].called == 0


@pytest.mark.django_db(transaction=True)
def test_a_call_recorded_twice_at_once_counts_once():
    call = sample().calls.first()
    person = cast.operator()
    found = {"phone": "correct"}
    ended = at_once(*[lambda: record(call, found=found, by=person)] * 2)
    assert sorted(kinds(ended)) == ["SampleCall", "TransitionRefused"]
