"""The database writes down every change of everything that a person can edit, whoever made it."""

import pghistory
import pytest
from django.apps import apps
from pghistory.models import Context

from providers import models

from .staff_rows import MAKERS

pytestmark = pytest.mark.django_db

CHANGES = {
    models.AccessFact: {"is_available": False},
    models.Answer: {"text": "Another."},
    models.ChangeRequest: {"after": "1993999998"},
    models.Claim: {"part": "Owner"},
    models.Coverage: {"note": "Ask first."},
    models.DuplicatePair: {"reason": "Two suites of one building."},
    models.ExclusionMatch: {"reason": "Another day of birth."},
    models.LicenceRegister: {"note": "Opens in the morning."},
    models.Credential: {"issuer": "Another board"},
    models.Invitation: {"role": "owner"},
    models.Language: {"spoken_by": "staff"},
    models.Location: {"phone": "+13035550199"},
    models.Match: {"score": 0.9},
    models.Membership: {"role": "owner"},
    models.OpeningHours: {"weekday": 4},
    models.Policy: {"prepay_required": True},
    models.Practitioner: {"name": "Another Name"},
    models.PractitionerRole: {"does": ["therapy"]},
    models.Price: {"amount_max": 900},
    models.Provider: {"about": "New words."},
    models.Question: {"position": 77},
    models.QuestionText: {"why": "Because."},
    models.ReferencePrice: {"high": 900},
    models.RemovalRequest: {"part": "Owner"},
    models.Report: {"status": "triaged"},
    models.Service: {"session_minutes": 50},
    models.SiteFact: {"source": "Another law"},
    models.TelehealthReach: {"state": "UT"},
}
NEVER_EDITED = {
    models.Attestation, models.Check, models.Decision, models.Reminder,  # append-only: history themselves
    models.AuditEntry, models.CaseEvent,  # append-only too
    models.Case, models.Merge, models.Sample, models.SampleCall,  # each step is an event, or named in the row
    models.AuditRun, models.AuditWaiting, models.FeedLoad, models.SealedNumber,  # written by actions only
    models.Exclusion, models.NpiAnswer, models.NpiRecord, models.Taxonomy,  # what a register says
    models.Document, models.Message, models.ProofCode, models.WeeklyCount,  # written once, or counted
    models.FormerSlug, models.ImportRun, models.SourceRecord, models.Throttle,  # written by actions only
    models.Place, models.SearchCard, models.SearchDensity, models.SearchRow, models.SearchReach,  # computed
    models.User,
}  # fmt: skip


@pytest.mark.parametrize(("model", "change"), CHANGES.items())
def test_a_change_past_every_action_is_still_written_down(model, change):
    row = MAKERS[model]()
    before = row.events.count()

    model._base_manager.filter(pk=row.pk).update(**change)

    event = row.events.order_by("pgh_id").last()
    assert (row.events.count(), event.pgh_label) == (before + 1, "update")
    assert {field: getattr(event, field) for field in change} == change


@pytest.mark.parametrize("model", [models.Provider, models.Price])
def test_creation_and_deletion_are_written_down_too(model):
    row = MAKERS[model]()
    events, pk = row.events.model, row.pk
    row.delete()

    labels = events.objects.filter(pgh_obj_id=pk).order_by("pgh_id")
    assert list(labels.values_list("pgh_label", flat=True)) == ["insert", "delete"]


def test_a_change_that_changes_nothing_is_no_event():
    row = MAKERS[models.Provider]()
    row.save()
    assert row.events.count() == 1


def test_who_and_why_go_with_the_event():
    row = MAKERS[models.Provider]()
    with pghistory.context(reason="A typing error."):
        row.about = "Corrected."
        row.save(update_fields=["about"])

    event = row.events.order_by("pgh_id").last()
    assert Context.objects.get(pk=event.pgh_context_id).metadata == {"reason": "A typing error."}


def test_every_model_is_either_tracked_or_named_as_one_that_nobody_edits():
    ours = {
        model
        for model in apps.get_app_config("providers").get_models()
        if not issubclass(model, pghistory.models.Event)
    }
    assert ours == set(CHANGES) | NEVER_EDITED
