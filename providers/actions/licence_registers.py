"""Where licenses are looked up: the shipped addresses become rows, and what staff change stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from providers.models import LicenceRegister, User
from providers.permissions import Permission, allows

from .clock import today
from .loading import load_row
from .refusals import refuse_unless
from .versions import chosen, refuse_stale, version_of

SAID = ("name", "url", "note")


@transaction.atomic
def load_registers(data: Iterable[Mapping[str, Any]]) -> Counter[str]:
    """One register ships for each state and board: a board that staff entered themselves is left alone."""
    return Counter(_load(entry) for entry in data)


def _load(entry: Mapping[str, Any]) -> str:
    natural_key = {"state": entry["state"], "board": entry["board"]}
    facts = {name: entry[name] for name in SAID}
    row = LicenceRegister.objects.filter(**natural_key).first()
    if row is not None and row.url != facts["url"] and row.opened_on is not None:
        return "kept"
    return load_row(LicenceRegister, natural_key, facts)


def version(register: LicenceRegister) -> str:
    return version_of(chosen(LicenceRegister.objects.get(pk=register.pk), *SAID))


@transaction.atomic
def add(*, by: User, facts: Mapping[str, str]) -> LicenceRegister:
    """facts: state, board, name, url and note."""
    _refuse_without(by)
    row = LicenceRegister(**facts, changed_by=by)
    row.full_clean()
    with pghistory.context(event="add_register", by=by.pk):
        row.save()
    return row


@transaction.atomic
def edit(*, by: User, register: LicenceRegister, version: str, facts: Mapping[str, str]) -> LicenceRegister:
    """At another address nobody has opened it yet. Raises Stale."""
    _refuse_without(by)
    row = LicenceRegister.objects.select_for_update().get(pk=register.pk)
    refuse_stale(version, chosen(row, *SAID))
    changed = [name for name in SAID if getattr(row, name) != facts[name]]
    if not changed:
        return row
    if "url" in changed:
        row.opened_on = None
    for name in changed:
        setattr(row, name, facts[name])
    row.changed_by = by
    row.full_clean()
    with pghistory.context(event="edit_register", by=by.pk):
        row.save(update_fields=[*changed, "opened_on", "changed_by"])
    return row


@transaction.atomic
def mark_opened(*, by: User, register: LicenceRegister, version: str) -> LicenceRegister:
    """Somebody of our staff opened this very address and found the register there. Raises Stale."""
    _refuse_without(by)
    row = LicenceRegister.objects.select_for_update().get(pk=register.pk)
    refuse_stale(version, chosen(row, *SAID))
    row.opened_on, row.changed_by = today(), by
    with pghistory.context(event="open_register", by=by.pk):
        row.save(update_fields=["opened_on", "changed_by"])
    return row


def _refuse_without(by: User) -> None:
    refuse_unless(allows(by, Permission.WORK_CASES), _("You may not change this."))
