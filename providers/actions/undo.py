"""Takes one harmless change of a listing's history back. It is itself a change, and recorded like any."""

from __future__ import annotations

from typing import Any

import pghistory
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from providers.models import (
    AccessFact,
    Answer,
    Coverage,
    Language,
    Location,
    OpeningHours,
    Policy,
    Price,
    Provider,
    Service,
    User,
)
from providers.models.listing_history import KINDS, Change, change_of
from providers.models.service_rules import care_problems
from providers.models.vocabulary import Basis

from . import search_index
from .clock import today
from .editing_services import refuse
from .refusals import TransitionRefused, refuse_unless

# Everything of these; rows that come or go are harmless too.
WHOLE_ROWS = (AccessFact, Answer, Coverage, Language, OpeningHours, Policy, Price)
# Only these fields of these.
SOME_FIELDS: dict[type[models.Model], tuple[str, ...]] = {
    Provider: ("kind", "about"),
    Location: (
        *("phone_extension", "email", "booking_url", "appointment", "new_patients", "offers_telehealth"),
        *("wait_days", "needs", "evaluation_by"),
    ),
    Service: (
        *("drug_basis", "conditions", "age_groups", "min_age", "max_age", "sessions_first_course"),
        *("interval_days", "session_minutes", "observation_minutes", "monitoring"),
        *("max_patients_per_observer", "room", "emergency", "driver_rule", "therapy"),
    ),
}
EVIDENCE = ("basis", "source", "source_url", "confirmed_on", "confirmed_by")


def undoable_fields(kind: str) -> tuple[str, ...]:
    """The fields of a kind of row whose edits are harmless, as columns."""
    model = KINDS[kind]
    if model in SOME_FIELDS:
        return SOME_FIELDS[model]
    if model not in WHOLE_ROWS:
        return ()
    fields = (field for field in model._meta.concrete_fields if not field.primary_key)
    return tuple(field.attname for field in fields if field.name not in EVIDENCE)


def can_undo(change: Change) -> bool:
    """Harmless, and nothing has moved since."""
    fields = undoable_fields(change.kind)
    gone = change.now.get("pgh_label") == "delete"
    if change.label == "delete":
        return gone and change.now.get("pgh_id") == change.pk and KINDS[change.kind] in WHOLE_ROWS
    touched = [name for name in fields if name in change.changed]
    if change.label == "insert":
        touched = list(fields) if KINDS[change.kind] in WHOLE_ROWS else []
    return not gone and bool(touched) and all(change.now.get(n) == change.row.get(n) for n in touched)


@transaction.atomic
def undo(*, by: User, provider: Provider, kind: str, pk: int) -> None:
    """Puts back what a change replaced, added or removed. pk: of the change, not of the row.

    Raises TransitionRefused where something has moved since, ValidationError where the old value no longer
    fits, and Provider.DoesNotExist for a change of another listing.
    """
    held = Provider.objects.select_for_update().get(pk=provider.pk)
    change = change_of(held, kind=kind, pk=pk)
    if change is None:
        raise Provider.DoesNotExist
    is_ours = can_undo(change) and _is_part_of(held, change)
    refuse_unless(is_ours, _("This can no longer be undone: it has changed since."))
    with pghistory.context(event="undo", by=by.pk, undone=[kind, pk]):
        STEPS[change.label](by, change)
    search_index.reindex(held.locations.values_list("pk", flat=True))


def _is_part_of(provider: Provider, change: Change) -> bool:
    """A location that went to another listing took its rows along; this one only remembers them."""
    row = change.now or change.row
    if "service_id" in row:
        return Service.objects.filter(pk=row["service_id"], location__provider=provider).exists()
    if "location_id" in row:
        return provider.locations.filter(pk=row["location_id"]).exists()
    return bool(row.get("provider_id", row.get("id")) == provider.pk)


def _put_back(by: User, change: Change) -> None:
    row, before = _live(change), _recorded(change, change.before["pgh_id"])
    fields = [name for name in undoable_fields(change.kind) if name in change.changed]
    for name in fields:
        setattr(row, name, getattr(before, name))
    _save(row, by, fields)


def _take_away(by: User, change: Change) -> None:
    _live(change).delete()


def _bring_back(by: User, change: Change) -> None:
    recorded, model = _recorded(change, change.pk), KINDS[change.kind]
    row = model(**{name: getattr(recorded, name) for name in undoable_fields(change.kind)})
    row.pk = change.row_pk
    _save(row, by, list(undoable_fields(change.kind)), force_insert=True)


STEPS = {"update": _put_back, "insert": _take_away, "delete": _bring_back}


def _live(change: Change) -> models.Model:
    """The row under lock, still as the change left it."""
    row = KINDS[change.kind]._base_manager.select_for_update().filter(pk=change.row_pk).first()
    if row is None:
        raise TransitionRefused(_("This can no longer be undone: it has changed since."))
    return row


def _recorded(change: Change, pk: int) -> Any:
    """The event as a model instance, whose values have Python's types."""
    events = apps.get_model("providers", f"{KINDS[change.kind].__name__}Event")
    return events._base_manager.get(pgh_id=pk)


def _save(row: Any, by: User, fields: list[str], *, force_insert: bool = False) -> None:
    """The clinic's word of today, held against the model's own rules."""
    row.basis, row.source, row.source_url = Basis.PROVIDER_ATTESTED.value, "", ""
    row.confirmed_on, row.confirmed_by = today(), by
    touched = {row._meta.get_field(name).name for name in fields}
    row.clean_fields(exclude={field.name for field in row._meta.concrete_fields} - touched)
    row.validate_constraints()
    _refuse_misfit(row)
    if force_insert:
        _insert(row)
    else:
        row.save(update_fields=[*touched, *EVIDENCE])


def _refuse_misfit(row: Any) -> None:
    """An old value beside newer ones must still say something that the forms would let stand."""
    if isinstance(row, Service):
        refuse(care_problems(row.route, lambda name: getattr(row, name)))
    if isinstance(row, Location) and row.offers_telehealth is False:
        sentence = _("States are named for telehealth here. Take them out first.")
        refuse_unless(not row.telehealth_reach.exists(), sentence)
    if isinstance(row, Price):
        others = Price.objects.filter(service=row.service_id, component=row.component, per=row.per)
        meeting = others.exclude(pk=row.pk).filter(Q(valid_to=None) | Q(valid_to__gte=row.valid_from))
        if row.valid_to is not None:
            meeting = meeting.filter(valid_from__lte=row.valid_to)
        sentence = _("The same part has another amount at that time. Undo that first.")
        refuse_unless(not meeting.exists(), sentence)


def _insert(row: Any) -> None:
    if type(row)._base_manager.filter(pk=row.pk).exists():
        raise ValidationError(_("This is here already."))
    row.save(force_insert=True)
