"""Reports of visitors: stored, limited, and without a trace of who sent them."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from providers.actions import reports
from providers.actions.reports import REPORTS_PER_DAY, REPORTS_PER_LISTING, TooMany
from providers.actions.throttle import count
from providers.models import Report, Throttle
from providers.models.vocabulary import ReportedField, ReportStatus

from .. import factories

pytestmark = pytest.mark.django_db

VISITOR = "203.0.113.7"


def report(location, client=VISITOR, **over):
    facts = {"field": ReportedField.PHONE, "message": "The number is dead.", **over}
    return reports.file_report(location=location, client=client, **facts)


def test_a_report_is_stored_for_the_staff():
    site = factories.location()

    report(site, message="  The number is dead. ", contact="me@example.org")

    stored = Report.objects.get()
    assert (stored.location, stored.status) == (site, ReportStatus.RECEIVED)
    assert (stored.message, stored.contact) == ("The number is dead.", "me@example.org")


@pytest.mark.parametrize("over", [{"field": "nonsense"}, {"message": " "}, {"message": "x" * 2001}])
def test_a_bad_report_is_refused_and_not_counted(over):
    with pytest.raises(ValidationError):
        report(factories.location(), **over)
    assert not Throttle.objects.exists()


def test_one_visitor_reports_a_listing_so_often_and_no_more():
    site = factories.location()
    for _time in range(REPORTS_PER_LISTING):
        report(site)

    with pytest.raises(TooMany):
        report(site)

    assert report(site, client="198.51.100.9").pk
    assert Report.objects.count() == REPORTS_PER_LISTING + 1


def test_one_visitor_has_a_limit_over_all_listings():
    for _time in range(REPORTS_PER_DAY):
        report(factories.location())
    with pytest.raises(TooMany):
        report(factories.location())


def test_the_next_day_is_a_new_day_and_yesterday_is_purged(time_machine):
    time_machine.move_to("2026-03-01 23:59:00+00:00")
    count(scope="report", address=VISITOR, limit=1)
    yesterday = Throttle.objects.get().key

    time_machine.move_to("2026-03-02 00:01:00+00:00")

    assert count(scope="report", address=VISITOR, limit=1) == 1
    assert Throttle.objects.exclude(key=yesterday).count() == Throttle.objects.count() == 1


def test_no_address_is_kept_and_nobody_can_be_followed(settings):
    count(scope="report", address=VISITOR, limit=9)
    first = Throttle.objects.get()
    assert VISITOR not in str(vars(first))
    assert len(first.key) == 64

    settings.SECRET_KEY = "another secret"
    assert count(scope="report", address=VISITOR, limit=9) == 1


def test_an_ipv6_visitor_counts_as_one_household():
    count(scope="report", address="2001:db8:1:2::1", limit=9)
    assert count(scope="report", address="2001:db8:1:2:ffff::9", limit=9) == 2
    assert count(scope="report", address="2001:db8:1:3::1", limit=9) == 1


def test_the_count_of_a_passed_limit_stays_at_the_limit():
    for _time in range(2):
        count(scope="report", address=VISITOR, limit=2)
    for _time in range(3):
        with pytest.raises(TooMany):
            count(scope="report", address=VISITOR, limit=2)
    assert Throttle.objects.get().count == 2
    assert Throttle.objects.get().resets_at > timezone.now()
