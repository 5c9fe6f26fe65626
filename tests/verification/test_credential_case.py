"""A credential's case from the first key to the decision, through the pages a reviewer uses."""

import pytest

from providers.actions import credentials
from providers.models import Case, Check, Decision
from providers.models.case import CaseState
from providers.models.vocabulary import CheckMethod, CheckResult, CredentialType
from providers.models.vocabulary import CredentialStatus as C
from tests import cast, factories, uploads
from tests.actions.claims import adverse, claimed, in_review
from tests.factories.facts import day

from .at_work import at, page, send, take

pytestmark = pytest.mark.django_db
SEEN = {
    "outcome": "found",
    "number": "DR-0012345",
    "state": "CO",
    "status": "active",
    "source": "Colorado DORA license lookup",
    "source_url": "https://apps2.colorado.gov/dora/licensing/lookup/licenselookup.aspx",
    "method": CheckMethod.REGISTER_WEB.value,
}


def as_seen(row, **over):
    return {**SEEN, "name": row.practitioner.name, "source_date": day().isoformat(), **over}


@pytest.fixture
def reviewer():
    return cast.reviewer()


@pytest.fixture
def desk(client, reviewer):
    return at(client, reviewer)


def test_from_claimed_to_active_in_two_steps(desk, reviewer):
    row = claimed(cast.stranger())
    case = take(reviewer, row)

    recorded = send(desk, case, "record", **as_seen(row))
    assert recorded.status_code == 302
    row.refresh_from_db()
    assert row.status == C.SOURCE_CHECKED

    approved = send(desk, case, "approve")
    assert approved.status_code == 302
    row.refresh_from_db()
    assert row.status == C.ACTIVE
    events = list(row.decisions.values_list("event", flat=True))
    assert events[-3:] == ["record_check", "send_to_review", "approve"]
    case.refresh_from_db()
    assert case.state == CaseState.CLOSED


def test_what_differs_is_counted_and_not_asked(desk, reviewer):
    row = claimed(cast.stranger())
    send(desk, take(reviewer, row), "record", **as_seen(row, number="DR.0054321", status="restricted"))

    check = Check.objects.get(credential=row, gate=None)
    assert check.result == CheckResult.DIFFERS
    assert [each["field"] for each in check.found["differs"]] == ["number", "status"]
    assert check.found["differs"][0] == {
        "field": "number",
        "claim": "DR.0012345",
        "source": "DR.0054321",
    }
    text = page(desk, Case.objects.get(credential=row)).content.decode()
    assert "differs" in text
    assert "It differs: request information from the provider first." in text


def test_all_that_differs_is_asked_at_once(desk, reviewer):
    row = claimed(cast.stranger())
    case = take(reviewer, row)
    send(desk, case, "record", **as_seen(row, number="DR.0054321", status="lapsed"))

    assert send(desk, case, "ask", words="Please send the renewal.").status_code == 302

    row.refresh_from_db()
    assert row.status == C.DISCREPANCY
    reason = row.decisions.last().reason
    assert [word in reason for word in ("DR.0054321", "Expired, lapsed", "Please send")] == [True] * 3


def test_what_the_claim_states_must_be_looked_for(desk, reviewer):
    row = claimed(cast.stranger(), expires_on=day(-300))
    case = take(reviewer, row)

    answer = send(desk, case, "record", outcome="found", source="The board", method="register_web")

    assert answer.status_code == 422
    errors = answer.context["wrong"].errors
    assert set(errors) == {"name", "number", "state", "status", "expires_on", "source_date"}
    assert 'value="The board"' in answer.content.decode()
    assert not Check.objects.filter(credential=row, gate=None).exists()


def test_a_later_day_at_the_register_renews(desk, reviewer):
    row = credentials.approve(
        by=cast.lead_reviewer(), credential=in_review(cast.stranger(), expires_on=day(-20))
    )
    case = Case.objects.open().filter(credential=row).first() or _case(row)
    take(reviewer, row)

    send(desk, case, "record", **as_seen(row, expires_on=day(-400).isoformat()))

    row.refresh_from_db()
    assert (row.status, row.expires_on) == (C.ACTIVE, day(-400))
    assert row.decisions.last().event == "renew"


def _case(row):
    return Case.objects.create(kind="credential", credential=row, risk=20, due_on=day(), provider=None)


def test_a_dea_number_is_refused_in_any_field(desk, reviewer):
    row = claimed(cast.stranger())
    answer = send(desk, take(reviewer, row), "record", **as_seen(row, note="DEA AB1234563"))
    assert answer.status_code == 422
    assert "note" in answer.context["wrong"].errors


def test_two_people_for_what_is_adverse(client, reviewer):
    row = adverse(cast.stranger())
    case = take(reviewer, row)
    desk = at(client, reviewer)
    assert "A second person must endorse it first." in page(desk, case).content.decode()
    refused = send(desk, case, "approve")
    assert refused.status_code == 409
    assert "second person" in refused.content.decode()

    assert send(desk, case, "endorse", reason="The marriage certificate fits.").status_code == 302
    row.refresh_from_db()
    assert row.status == C.IN_REVIEW


def test_an_endorsement_can_be_taken_back(desk, reviewer):
    row = adverse(cast.stranger())
    case = take(reviewer, row)
    send(desk, case, "endorse", reason="It fits.")
    case = take(reviewer, row)
    assert send(desk, case, "take-back", reason="It was another one.").status_code == 302

    with pytest.raises(credentials.TransitionRefused, match="second person"):
        credentials.approve(by=cast.lead_reviewer(), credential=row)


@pytest.mark.parametrize("verb", ["refuse", "withdraw"])
def test_the_grave_asks_twice(desk, reviewer, verb):
    row = in_review(cast.stranger())
    case = take(reviewer, row)

    once = send(desk, case, verb, reason="Not theirs.")
    assert once.status_code == 422
    assert "Nothing was done yet" in once.content.decode()
    assert "Not theirs." in once.content.decode()

    assert send(desk, case, verb, reason="Not theirs.", sure="1").status_code == 302
    row.refresh_from_db()
    assert row.status == {"refuse": C.DENIED, "withdraw": C.WITHDRAWN}[verb]


def test_revoking_is_a_leads_and_takes_two(client, reviewer):
    row = credentials.approve(by=cast.other_reviewer(), credential=in_review(cast.stranger()))
    row = credentials.suspend(by=reviewer, credential=row, reason="The board's order.")
    case = take(cast.lead_reviewer(), row)
    desk = at(client, cast.lead_reviewer())

    assert send(desk, case, "revoke", reason="The board's order.", sure="1").status_code == 302

    row.refresh_from_db()
    assert row.status == C.REVOKED


def test_a_reviewer_may_not_revoke(desk, reviewer):
    row = credentials.approve(by=cast.other_reviewer(), credential=in_review(cast.stranger()))
    row = credentials.suspend(by=cast.other_reviewer(), credential=row, reason="The board's order.")
    assert send(desk, take(reviewer, row), "revoke", reason="x", sure="1").status_code == 403
    assert not Decision.objects.filter(credential=row, event="revoke").exists()


def test_no_answer_keeps_what_is_live(desk, reviewer):
    row = claimed(cast.stranger())
    send(desk, take(reviewer, row), "no-answer", source="The board", reason="The page is down.")
    row.refresh_from_db()
    assert row.status == C.SOURCE_UNAVAILABLE
    assert row.decisions.last().reason == "The page is down."


def test_a_screenshot_is_kept_with_its_digest(desk, reviewer):
    listing = factories.published_listing().provider
    row = credentials.claim(
        by=cast.owner(listing), holder=listing, type=CredentialType.FACILITY_ACCREDITATION, issuer="AAAHC"
    )
    row = credentials.attest(by=cast.owner(listing), credential=row)
    upload = uploads.upload(uploads.picture(), "register.jpg")
    seen = {**SEEN, "name": listing.display_name, "source_date": day().isoformat(), "evidence": upload}

    assert send(desk, take(reviewer, row), "record", **seen).status_code == 302

    document = row.documents.get()
    assert document.uploaded_by == reviewer
    assert row.checks.at_source().get().digest == document.digest


def test_a_file_that_is_none_is_422_and_nothing_is_kept(desk, reviewer):
    row = claimed(cast.stranger())
    listing = factories.published_listing().provider
    case = take(reviewer, row)
    Case.objects.filter(pk=case.pk).update(provider=listing)
    wrong = as_seen(row, evidence=uploads.upload(b"MZ not a picture", "register.jpg"))

    answer = send(desk, case, "record", **wrong)

    assert answer.status_code == 422
    assert "not a PDF, JPEG, PNG or HEIC" in answer.content.decode()
    row.refresh_from_db()
    assert row.status == C.CLAIMED


def test_nobody_is_asked_for_a_dea_number(desk, reviewer):
    person = factories.practitioner()
    row = credentials.claim(
        by=cast.stranger(), holder=person, type=CredentialType.DEA_REGISTRATION, issuer="DEA"
    )
    row = credentials.attest(by=cast.stranger(), credential=row)
    seen = {**SEEN, "name": person.name, "source_date": day().isoformat(), "method": "document"}
    case = take(reviewer, row)
    assert "number" not in page(desk, case).context["buttons"][0].form.fields

    assert send(desk, case, "record", **seen).status_code == 302

    assert "number" not in row.checks.at_source().get().found
