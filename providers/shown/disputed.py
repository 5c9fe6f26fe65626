"""What a patient reads where visitors say that a fact is wrong, and what became of such reports."""

from __future__ import annotations

from django.utils.translation import gettext as _

from providers.models.disputes import Disputes
from providers.models.evidence import day
from providers.models.vocabulary import ReportedField, ReportStatus

MOST_OUTCOMES = 5


def notes(disputes: Disputes) -> dict[str, str]:
    """A sentence for each field concerned, by its code."""
    reported = _("Reported as wrong by three or more visitors; we are checking. Ask the clinic.")
    flagged = _("Reported as wrong; we could not find out what is right. Ask the clinic.")
    return {field: reported if field in disputes.reported else flagged for field in disputes.fields}


def beside(disputes: Disputes, *fields: str) -> str:
    """A few words for where a fact stands in short; "" where nobody doubts it."""
    return _("reported as wrong, see below") if disputes.fields.intersection(fields) else ""


def outcomes(disputes: Disputes) -> list[str]:
    """What our staff found of the last year's reports, without a word of the visitors."""
    words = {
        ReportStatus.CORRECTED: _("A visitor’s report about “%(field)s” was settled on %(day)s: corrected."),
        ReportStatus.UPHELD_AS_IS: _(
            "A visitor’s report about “%(field)s” was settled on %(day)s: correct as it stands."
        ),
    }
    return [
        words[ReportStatus(one.status)] % {"field": ReportedField(one.field).label, "day": day(one.on)}
        for one in disputes.outcomes[:MOST_OUTCOMES]
    ]
