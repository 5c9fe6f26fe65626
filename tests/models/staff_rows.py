"""One good row of every table that the staff's work stands on, to be spoilt in exactly one way."""

import datetime

from django.utils import timezone

from providers import models
from providers.models.case import SUBJECTS, CaseKind

from .. import cast, factories
from . import rows

DAY = datetime.date(2026, 1, 5)


def feed_load():
    return models.FeedLoad.objects.create(feed="leie", file_name="UPDATED.csv")


def exclusion():
    return models.Exclusion.objects.create(
        key=f"{next(factories.facts.numbers):064}", last_name="SAMPLE", first_name="ALEX", excluded_on=DAY
    )


def exclusion_match(**over):
    return models.ExclusionMatch.objects.create(
        exclusion=exclusion(), practitioner=factories.practitioner(), strength="name_state", **over
    )


def duplicate_pair():
    one, other = factories.provider(), factories.provider()
    return models.DuplicatePair.objects.create(one=one, other=other, why=["phone"], score=80)


def merge():
    pair = duplicate_pair()
    return models.Merge.objects.create(pair=pair, gone=pair.other, kept=pair.one, by=cast.reviewer())


def sample():
    return models.Sample.objects.create(drawn_by=cast.lead_reviewer(), size=1, population=1, seed=1)


def sample_call():
    return models.SampleCall.objects.create(sample=sample(), location=factories.location(), position=1)


def licence_register():
    return models.LicenceRegister.objects.create(
        state="CO", board="medical", name="A register of Colorado", url="https://apps2.colorado.gov/"
    )


def npi_record():
    return models.NpiRecord.objects.create(npi="1234567893", entity=1, last_name="SAMPLE")


def npi_answer():
    return models.NpiAnswer.objects.create(npi="1234567893", asked_at=timezone.now())


def taxonomy():
    return models.Taxonomy.objects.create(code="2084P0800X", classification="Psychiatry")


def case(kind=CaseKind.CREDENTIAL, **over):
    subject = ABOUT[kind]()
    return models.Case.objects.create(kind=kind, **{SUBJECTS[kind]: subject}, risk=40, due_on=DAY, **over)


def case_event():
    return case().events.create(kind="note", text="The board's page is down.")


ABOUT = {
    CaseKind.EXCLUSION: exclusion_match,
    CaseKind.CREDENTIAL: factories.licence,
    CaseKind.CLAIM: rows.claim,
    CaseKind.REMOVAL: rows.removal,
    CaseKind.LISTING: factories.provider,
    CaseKind.CHANGE: rows.change_request,
    CaseKind.REPORT: rows.report,
    CaseKind.DUPLICATE: duplicate_pair,
}
MAKERS = rows.MAKERS | {
    models.Case: case,
    models.CaseEvent: case_event,
    models.DuplicatePair: duplicate_pair,
    models.Exclusion: exclusion,
    models.ExclusionMatch: exclusion_match,
    models.FeedLoad: feed_load,
    models.LicenceRegister: licence_register,
    models.Merge: merge,
    models.NpiAnswer: npi_answer,
    models.NpiRecord: npi_record,
    models.Sample: sample,
    models.SampleCall: sample_call,
    models.Taxonomy: taxonomy,
}
