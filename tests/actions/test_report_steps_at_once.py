"""Reports at the same moment: the third one counts, and only one of two decisions holds."""

import pytest

from providers.models import Report, SearchCard

from .. import cast, factories, reporting
from ..together import at_once, kinds

pytestmark = pytest.mark.django_db(transaction=True)


def test_three_at_once_are_counted_as_three():
    site = factories.published_listing()
    at_once(*(lambda n=n: reporting.filed(site, visitor=n) for n in (1, 2, 3)))
    assert Report.objects.count() == 3
    assert SearchCard.objects.get().card["disputed"] == ["phone"]


def test_of_two_outcomes_at_once_one_holds():
    site = factories.published_listing()
    report = reporting.triaged(site)
    reviewer, lead = cast.reviewer(), cast.lead_reviewer()
    results = at_once(
        lambda: reporting.settled(report, "corrected", by=reviewer),
        lambda: reporting.settled(report, "upheld_as_is", by=lead),
    )
    assert kinds(results) == ["Report", "TransitionRefused"]
