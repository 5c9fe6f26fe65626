"""The board, the samples with their calls, and the public page that shows the same figures."""

import pytest
from django.urls import reverse

from providers.actions import accuracy
from providers.models import Sample, SampleCall
from providers.models.accuracy import CallOutcome

from .. import cast, factories
from ..sign_in import with_second_factor

pytestmark = pytest.mark.django_db
PAGES = ("staff_board", "staff_accuracy")


def sample(size=10):
    for number in range(size):
        factories.published_listing(site={"phone": f"+1303555{2000 + number}"})
    return accuracy.draw(by=cast.lead_reviewer(), size=size, seed=1)


def call_url(call):
    return reverse("staff_sample_call", args=[call.pk])


@pytest.mark.parametrize("page", PAGES)
def test_staff_read_it_and_nobody_else(client, page):
    assert client.get(reverse(page)).status_code == 302
    client.force_login(cast.stranger())
    assert client.get(reverse(page)).status_code == 403
    client.logout()
    with_second_factor(client, cast.operator())
    answer = client.get(reverse(page))
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_board_says_in_numbers_what_it_draws(client):
    drawn = sample()
    accuracy.record(
        by=cast.operator(), call=drawn.calls.first(), outcome="reached", found={"phone": "correct"}
    )
    with_second_factor(client, cast.operator())

    page = client.get(reverse("staff_board"))

    assert page.context["measures"][0].share.whole == 10
    # One of one is right: Wilson's interval goes from 21 % up.
    assert "<strong>100 %</strong>" in page.content.decode()
    assert "between 20 % and 100 %" in page.content.decode()
    assert "never read" in page.content.decode()


def test_a_lead_draws_and_comes_to_the_calls(client):
    for number in range(3):
        factories.published_listing(site={"phone": f"+1303555{2000 + number}"})
    with_second_factor(client, cast.lead_reviewer())
    answer = client.post(reverse("staff_sample_draw"), {"size": "10"})
    drawn = Sample.objects.get()
    assert answer.headers["Location"] == reverse("staff_sample", args=[drawn.pk])
    assert drawn.calls.count() == 3


@pytest.mark.parametrize("size", ["", "9", "501", "ten", "9" * 40, "1.5"])
def test_a_bad_size_is_named(client, size):
    with_second_factor(client, cast.lead_reviewer())
    answer = client.post(reverse("staff_sample_draw"), {"size": size})
    assert answer.status_code == 422
    assert answer.context["form"].errors["size"]
    assert not Sample.objects.exists()


def test_a_draw_from_nothing_is_refused_in_a_sentence(client):
    with_second_factor(client, cast.lead_reviewer())
    answer = client.post(reverse("staff_sample_draw"), {"size": "10"})
    assert answer.status_code == 409
    assert "no public location" in answer.content.decode()


def test_only_a_lead_draws(client):
    with_second_factor(client, cast.reviewer())
    assert client.post(reverse("staff_sample_draw"), {"size": "10"}).status_code == 403
    assert client.get(reverse("staff_sample_draw")).status_code == 405


def test_a_call_is_recorded_and_the_next_one_comes(client):
    first, second = sample().calls.all()[:2]
    with_second_factor(client, cast.operator())
    assert "Is this the number that new patients should call?" in client.get(call_url(first)).content.decode()

    answer = client.post(
        call_url(first),
        {"outcome": "reached", "fact_phone": "correct", "fact_prices": "wrong", "note": "$500"},
    )

    first.refresh_from_db()
    assert answer.headers["Location"] == call_url(second)
    assert (first.is_correct, first.found["prices"], first.note) == (False, "wrong", "$500")
    assert first.called_by == cast.operator()


def test_a_call_without_outcome_keeps_what_was_typed(client):
    call = sample().calls.first()
    with_second_factor(client, cast.operator())
    answer = client.post(call_url(call), {"note": "They were kind", "fact_phone": "correct"})
    assert answer.status_code == 422
    assert "Say what came of the call." in answer.content.decode()
    assert "They were kind" in answer.content.decode()


def test_a_call_that_a_colleague_recorded_meanwhile_is_left_as_it_is(client):
    call = sample().calls.first()
    with_second_factor(client, cast.operator())
    accuracy.record(by=cast.reviewer(), call=call, outcome=CallOutcome.CLOSED, found={})
    answer = client.post(call_url(call), {"outcome": "reached", "fact_phone": "correct"})
    assert answer.status_code == 409
    assert SampleCall.objects.get(pk=call.pk).outcome == CallOutcome.CLOSED


def test_no_such_sample_or_call(client):
    with_second_factor(client, cast.operator())
    assert client.get(reverse("staff_sample", args=[999])).status_code == 404
    assert client.get(reverse("staff_sample_call", args=[999])).status_code == 404


@pytest.mark.parametrize("made", [1, 3])
def test_the_pages_ask_the_same_number_of_queries(client, django_assert_num_queries, made):
    drawn = [sample(size=10) for _each in range(made)].pop()
    with_second_factor(client, cast.operator())
    client.get(reverse("staff_board"))
    asked = (("staff_board", [], 11), ("staff_accuracy", [], 9), ("staff_sample", [drawn.pk], 8))
    for name, args, number in asked:
        with django_assert_num_queries(number):
            client.get(reverse(name, args=args))


def test_everybody_reads_how_we_verify(client):
    page = client.get(reverse("how_we_verify"))
    assert page.status_code == 200
    assert not page.cookies
    words = page.content.decode()
    assert "no sample of listings has been called" in words
    assert "National Practitioner Data Bank" in words
    assert reverse("how_we_verify") in client.get("/").content.decode()


def test_how_we_verify_shows_the_same_accuracy_as_the_board(client):
    call = sample().calls.first()
    accuracy.record(by=cast.operator(), call=call, outcome="reached", found={"prices": "wrong"})
    page = client.get(reverse("how_we_verify"))
    assert page.context["estimate"] == accuracy.estimate()
    assert "<strong>0 %</strong>" in page.content.decode()
