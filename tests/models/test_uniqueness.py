"""What there is only once: a second one is refused by PostgreSQL, under the constraint's own name."""

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import UniqueConstraint
from django.utils import timezone

from providers import models
from providers.models.case import SUBJECTS, CaseKind

from .. import factories
from . import staff_rows
from .staff_rows import MAKERS

pytestmark = pytest.mark.django_db

ONCE = [
    ("provider_slug", models.Provider, {}),
    ("formerslug_slug", models.FormerSlug, {}),
    ("location_slug_unique", models.Location, {}),
    ("openinghours_unique", models.OpeningHours, {}),
    ("accessfact_unique", models.AccessFact, {"is_available": False}),
    ("language_unique", models.Language, {"spoken_by": "staff"}),
    ("coverage_unique", models.Coverage, {"position": "not_billed"}),
    ("practitionerrole_unique", models.PractitionerRole, {"does": []}),
    ("place_code_unique", models.Place, {"slug": "another"}),
    ("place_slug_unique_in_state", models.Place, {"code": "another"}),
    ("policy_provider", models.Policy, {}),
    ("service_unique", models.Service, {"sessions_first_course": 8}),
    ("telehealthreach_unique", models.TelehealthReach, {}),
    ("price_unique_part", models.Price, {"amount_max": 900}),
    ("question_number", models.Question, {"key": "another"}),
    ("question_key", models.Question, {"number": 9999}),
    ("questiontext_unique", models.QuestionText, {"text": "Another?"}),
    ("answer_unique", models.Answer, {"text": "Another."}),
    ("throttle_key", models.Throttle, {}),
    ("sitefact_key", models.SiteFact, {}),
    ("referenceprice_key", models.ReferencePrice, {}),
    ("sourcerecord_unique", models.SourceRecord, {}),
    ("match_record", models.Match, {}),
    ("membership_unique", models.Membership, {"role": "owner"}),
    ("invitation_digest", models.Invitation, {"email": "another@example.org"}),
    ("invitation_one_open", models.Invitation, {"email": "NEW@example.org", "digest": "another"}),
    ("claim_one_open", models.Claim, {"part": "Owner"}),
    ("removalrequest_token_digest", models.RemovalRequest, {"name": "Another"}),
    ("document_public_id", models.Document, {"name": "another.pdf"}),
    ("changerequest_one_open", models.ChangeRequest, {"after": ""}),
    ("reminder_once", models.Reminder, {}),
    ("message_key", models.Message, {"to": "another@example.org"}),
    ("weeklycount_unique", models.WeeklyCount, {"count": 9}),
    ("user_email", models.User, {}),
    ("exclusion_key", models.Exclusion, {"last_name": "ANOTHER"}),
    ("exclusionmatch_once", models.ExclusionMatch, {"strength": "npi"}),
    ("duplicatepair_once", models.DuplicatePair, {"score": 20}),
    ("samplecall_once", models.SampleCall, {"position": 2}),
    ("licenceregister_once", models.LicenceRegister, {"url": "https://example.org/"}),
]
ELSEWHERE = {"searchreach_unique", "searchcard_location", "searchrow_location"}  # computed, never entered
ELSEWHERE |= {"user_email_unique_any_case"}  # addresses are kept in small letters
ELSEWHERE |= {"auditentry_digest", "auditentry_no_fork"}  # written by the database alone
ELSEWHERE |= {"sealednumber_credential"}  # by the action that seals it
CASES = {
    f"case_open_once_{'listing' if kind == CaseKind.LISTING else column}": kind
    for kind, column in SUBJECTS.items()
}


def names():
    for model in apps.get_app_config("providers").get_models():
        if model._meta.model_name.endswith("event"):
            continue
        for field in model._meta.fields:
            if field.unique and not field.primary_key:
                yield f"{model._meta.model_name}_{field.name}"
        for constraint in model._meta.constraints:
            if isinstance(constraint, UniqueConstraint):
                yield constraint.name


@pytest.mark.parametrize(("name", "model", "changes"), ONCE)
def test_a_second_one_is_refused(name, model, changes):
    row = factories.user(email="somebody@example.org") if model is models.User else MAKERS[model]()
    row.pk = None
    row._state.adding = True
    for field, value in changes.items():
        setattr(row, field, value)

    with pytest.raises(IntegrityError, match=f'unique constraint "(providers_)?{name}'):
        row.save(force_insert=True)


@pytest.mark.parametrize(("name", "kind"), CASES.items())
def test_one_thing_has_one_open_case(name, kind):
    row = staff_rows.case(kind)
    again = {SUBJECTS[kind]: row.subject, "kind": kind, "risk": 1, "due_on": row.due_on}
    with pytest.raises(IntegrityError, match=f'unique constraint "{name}"'), transaction.atomic():
        models.Case.objects.create(**again)

    models.Case.objects.update(state="closed", closed_at=timezone.now())
    assert models.Case.objects.create(**again).pk


def test_a_setting_that_is_not_stated_is_one_setting():
    site = factories.location()
    factories.service(site, setting=None)
    with pytest.raises(IntegrityError, match="service_unique"):
        factories.service(site, setting=None)


def test_a_zip_may_share_its_slug_with_a_city():
    factories.place("city", "Boulder", "CO")
    assert factories.place("zip", "Boulder", "CO").pk


def test_nothing_unique_is_without_a_test():
    assert {name for name, *_rest in ONCE} == set(names()) - ELSEWHERE - set(CASES)
