"""A report from its arrival to its outcome: who may, what is kept, what is told, and what is forgotten."""

import pytest
from django.core.exceptions import ValidationError

from providers.actions import report_steps
from providers.actions.refusals import TransitionRefused
from providers.models import Case, Message, Report
from providers.models.case import CaseEventKind, CaseState

from .. import cast, factories, mailbox, reporting

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return factories.published_listing()


def states():
    return list(Report.objects.order_by("pk").values_list("status", flat=True))


def test_from_arrival_to_outcome(site):
    report = reporting.triaged(site)
    report_steps.log_contact(
        by=cast.operator(), report=report, way="phone", whom="Front desk", said="New number since May."
    )
    reporting.settled(report)

    row = Report.objects.get()
    assert (row.status, row.outcome, row.settled_by) == ("corrected", "We called.", cast.reviewer())
    assert row.triaged_at < row.contacted_at < row.settled_at
    case = Case.objects.get()
    assert (case.state, case.outcome) == (CaseState.CLOSED, "corrected")
    contact = case.events.get(kind=CaseEventKind.CONTACT)
    assert (contact.code, contact.text, contact.data["whom"]) == (
        "phone",
        "New number since May.",
        "Front desk",
    )


def test_an_attempt_that_reached_nobody_is_kept_and_moves_nothing(site):
    report = reporting.triaged(site)
    report_steps.log_contact(
        by=cast.operator(), report=report, way="phone", whom="Nobody", said="Rang out.", reached=False
    )
    assert (states(), Case.objects.get().events.filter(kind="contact").count()) == (["triaged"], 1)


def test_what_nobody_could_find_out_is_flagged(site):
    report = reporting.triaged(site)
    report_steps.leave_unresolved(by=cast.reviewer(), report=report, reason="Two answers.")
    assert Case.objects.get().state == CaseState.READY
    reporting.settled(report, "flagged")
    assert (states(), Case.objects.get().state) == (["flagged"], CaseState.CLOSED)


@pytest.mark.parametrize("status", ["corrected", "upheld_as_is", "flagged"])
def test_nothing_is_settled_that_nobody_has_read(site, status):
    report = reporting.filed(site)
    with pytest.raises(TransitionRefused, match="Received"):
        reporting.settled(report, status)
    assert states() == ["received"]


@pytest.mark.parametrize("status", ["received", "triaged", "unresolved", "nonsense", "\0"])
def test_only_an_outcome_settles(site, status):
    with pytest.raises(TransitionRefused):
        reporting.settled(reporting.triaged(site), status)


@pytest.mark.parametrize("words", ["", "  ", "x" * 2001])
def test_an_outcome_has_words_that_fit(site, words):
    report = reporting.triaged(site)
    with pytest.raises(ValidationError):
        report_steps.settle(by=cast.reviewer(), report=report, status="corrected", outcome=words)
    assert states() == ["triaged"]


def test_operators_prepare_and_decide_nothing(site):
    report = reporting.triaged(site)
    with pytest.raises(TransitionRefused):
        reporting.settled(report, by=cast.operator())
    with pytest.raises(TransitionRefused):
        report_steps.leave_unresolved(by=cast.operator(), report=report, reason="Busy.")
    with pytest.raises(TransitionRefused):
        report_steps.triage(by=cast.stranger(), report=report)


def test_whoever_runs_the_listing_leaves_its_reports_alone(site):
    reviewer = cast.reviewer()
    site.provider.memberships.create(user=reviewer, role="owner")
    with pytest.raises(TransitionRefused, match="run this listing"):
        report_steps.triage(by=reviewer, report=reporting.filed(site))


def test_the_reporter_hears_the_outcome_and_is_forgotten_with_it(site, settings):
    report = reporting.triaged(site, contact="me@example.org", language="es")
    assert (report.language, report.sender is None) == ("es", False)

    reporting.settled(report)

    row = Report.objects.get()
    assert (row.contact, row.language, row.sender) == ("", "", None)
    (mail,) = mailbox.sent()
    assert (mail.to, mail.template) == ("me@example.org", "report_outcome")
    assert "We called." in mail.text
    assert 'lang="es"' in mail.html
    assert site.provider.slug in mail.text
    mailbox.deliver()
    mail.refresh_from_db()
    assert (mail.sent_at is None, mail.to, mail.text, mail.html) == (False, "", "", "")
    for event in row.events.all():
        assert not {"contact", "sender", "language"} & set(vars(event))


def test_without_an_address_nothing_is_written_and_the_number_goes_too(site):
    reporting.settled(reporting.triaged(site, contact="303 555 0111"))
    assert (Message.objects.count(), Report.objects.get().contact) == (0, "")


def test_a_language_is_kept_only_for_an_answer(site):
    assert reporting.filed(site, language="es").language == ""


def test_one_look_answers_what_others_say_of_the_same_field(site):
    first, second, third = reporting.by_three(site)
    elsewhere = reporting.filed(site, "price", visitor=4)
    report_steps.triage(by=cast.operator(), report=first)

    reporting.settled(first, also=[second, third, elsewhere])

    assert states() == ["corrected"] * 3 + ["received"]
    assert list(Case.objects.order_by("pk").values_list("state", flat=True)) == ["closed"] * 3 + ["ready"]


def test_a_flag_takes_the_unread_ones_along(site):
    first, second = reporting.filed(site), reporting.filed(site, visitor=2)
    report_steps.triage(by=cast.operator(), report=first)
    report_steps.leave_unresolved(by=cast.reviewer(), report=first, reason="Two answers.")
    reporting.settled(first, "flagged", also=[second])
    assert states() == ["flagged", "flagged"]
    reporting.settled(first, "upheld_as_is", also=[second])
    assert states() == ["upheld_as_is", "upheld_as_is"]


def test_the_history_says_who_and_not_what_the_visitor_wrote(site):
    report = reporting.triaged(site)
    reporting.settled(report)
    contexts = [event.pgh_context.metadata for event in report.events.order_by("pgh_id")]
    assert [one["by"] for one in contexts] == [cast.operator().pk, cast.reviewer().pk]
    assert reporting.NUMBER_IS_DEAD not in str(contexts)


def test_senders_are_told_apart_for_one_field_of_one_place_only(site):
    one, again, other = (reporting.filed(site, visitor=n).sender for n in (1, 1, 2))
    elsewhere = reporting.filed(factories.location(), visitor=1).sender
    about_prices = reporting.filed(site, "price", visitor=1).sender
    assert one == again
    assert len({one, other, elsewhere, about_prices}) == 4
    assert all(0 <= number < 65_536 for number in (one, other, elsewhere))


def test_a_household_is_one_sender(site):
    from providers.actions.reports import sender_of  # noqa: PLC0415 - only here

    said = [
        sender_of(client, location=site, field="phone") for client in ("2001:db8:1:2::1", "2001:db8:1:2::9")
    ]
    assert said[0] == said[1] != sender_of("2001:db8:1:3::1", location=site, field="phone")
