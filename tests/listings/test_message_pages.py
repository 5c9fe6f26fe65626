"""Messages between our staff and a clinic: read and answered by those who run the listing alone."""

import pytest
from django.urls import reverse

from providers.actions import case_messages, cases, credentials
from providers.models import CaseEvent
from providers.models.case import CaseEventKind, CaseState

from .. import cast, factories
from ..mailbox import sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing():
    return factories.published_listing().provider


@pytest.fixture
def case(listing):
    """A credential of the listing's prescriber that staff ask about."""
    cast.owner(listing)
    person = listing.locations.get().roles.get().practitioner
    row = credentials.claim(by=cast.owner(listing), holder=person, type="acls", issuer="AHA")
    return cases.follow(row)


def ask(case, text="Is it the card of 2025?", **over):
    return case_messages.tell_provider(by=cast.reviewer(), case=case, text=text, **over)


def url_of(case):
    return reverse("listing_message", args=[case.provider.slug, case.pk])


def test_the_owner_hears_by_mail_reads_and_answers(client, listing, case):
    ask(case, waits=True)
    mail = sent()[-1]
    assert mail.to == cast.owner(listing).email
    assert url_of(case) in mail.text
    client.force_login(cast.owner(listing))
    assert "Is it the card of 2025?" in client.get(url_of(case)).content.decode()

    assert client.post(url_of(case), {"text": "Yes, it is."}).status_code == 302

    answer = CaseEvent.objects.get(case=case, kind=CaseEventKind.FROM_PROVIDER)
    assert (answer.text, answer.by) == ("Yes, it is.", cast.owner(listing))
    case.refresh_from_db()
    assert case.state == CaseState.READY


def test_it_needs_attention_until_it_is_answered(client, listing, case):
    ask(case)
    client.force_login(cast.editor_of(listing))
    assert "wait for your answer" in client.get(reverse("your_listings")).content.decode()
    client.post(url_of(case), {"text": "Yes."})
    assert "wait for your answer" not in client.get(reverse("your_listings")).content.decode()


@pytest.mark.parametrize("text", ["", "  ", "x" * 4001])
def test_a_bad_answer_keeps_what_was_typed(client, listing, case, text):
    ask(case)
    client.force_login(cast.owner(listing))
    answer = client.post(url_of(case), {"text": text})
    assert answer.status_code == 422
    assert answer.context["form"].errors["text"]
    assert not CaseEvent.objects.filter(kind=CaseEventKind.FROM_PROVIDER).exists()


def test_strangers_and_other_owners_find_nothing(client, listing, case):
    ask(case)
    assert client.get(url_of(case)).status_code == 302
    for person in (cast.stranger(), cast.other_owner()):
        client.force_login(person)
        assert client.get(url_of(case)).status_code == 404
        assert client.post(url_of(case), {"text": "Mine"}).status_code == 404


def test_a_case_without_a_message_is_nobodys_to_see(client, listing, case):
    client.force_login(cast.owner(listing))
    assert client.get(url_of(case)).status_code == 404
    assert (
        "Nobody has written to you yet."
        in client.get(reverse("listing_messages", args=[listing.slug])).content.decode()
    )


def test_the_address_of_another_listing_leads_nowhere(client, listing, case):
    ask(case)
    mine = factories.published_listing().provider
    client.force_login(cast.owner(mine))
    assert client.get(reverse("listing_message", args=[mine.slug, case.pk])).status_code == 404


def test_notes_of_staff_never_show(client, listing, case):
    ask(case)
    cases.write(by=cast.reviewer(), case=case, kind=CaseEventKind.NOTE, text="Sounds evasive.")
    client.force_login(cast.owner(listing))
    assert "evasive" not in client.get(url_of(case)).content.decode()


def test_a_settled_case_takes_no_more_answers(client, listing, case):
    ask(case)
    cases.end(case, by=cast.reviewer(), outcome="withdrawn")
    client.force_login(cast.owner(listing))
    assert "This is settled." in client.get(url_of(case)).content.decode()
    answer = client.post(url_of(case), {"text": "Wait"})
    assert answer.status_code == 422
    assert "Wait" in answer.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_number_of_queries(client, listing, case, django_assert_num_queries, number):
    person = listing.locations.get().roles.get().practitioner
    for _each in range(number):
        row = credentials.claim(by=cast.owner(listing), holder=person, type="bls", issuer="AHA")
        ask(cases.follow(row))
    client.force_login(cast.owner(listing))
    with django_assert_num_queries(4):
        client.get(reverse("listing_messages", args=[listing.slug]))


def test_a_gap_and_a_difference_need_attention_with_their_day(client, listing, case):
    credentials.mark_incomplete(by=None, credential=case.credential)
    client.force_login(cast.owner(listing))
    page = client.get(reverse("your_listings")).content.decode()
    assert "something is missing. Without it we stop on" in page
    assert reverse("edit_credential", args=[listing.slug, case.credential_id]) in page
