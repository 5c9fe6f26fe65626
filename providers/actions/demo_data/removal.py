"""Removes every demo listing with all that would be nothing without it, by sets instead of one by one."""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import TopologicalSorter
from typing import Any

import pgtrigger
from django.db import connection
from django.db.models import ForeignKey, Model, ProtectedError
from django.db.models.deletion import CASCADE, PROTECT, SET_NULL

from providers.models import Location, Practitioner, PractitionerRole, Provider

from .copying import without_triggers

HISTORY_KEY = "pgh_obj"
DEMO_LISTINGS = f'SELECT id FROM "{Provider._meta.db_table}" WHERE is_demo'  # noqa: S608
PEOPLE_OF_DEMO_ONLY = f"""
    SELECT role.practitioner_id AS id FROM "{PractitionerRole._meta.db_table}" AS role
    JOIN "{Location._meta.db_table}" AS place ON place.id = role.location_id
    JOIN "{Provider._meta.db_table}" AS listing ON listing.id = place.provider_id
    GROUP BY role.practitioner_id HAVING bool_and(listing.is_demo)
"""  # noqa: S608
REFERRING = (CASCADE, PROTECT, SET_NULL)
ROOTS: dict[type[Model], str] = {Provider: DEMO_LISTINGS, Practitioner: PEOPLE_OF_DEMO_ONLY}


def remove_all() -> int:
    """Inside a transaction. Returns how many listings are gone.

    Raises ProtectedError, before anything is removed, where a row that stays needs one that would go.
    """
    order = _parents_first()
    listed = [model for model in order if any(_references(model, *REFERRING))]
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('work_mem', '256MB', true)")
        for model in listed:
            _list_keys(cursor, model, listed)
        for model in listed:
            _refuse_if_needed(cursor, model, order, listed)
        removed = _count(cursor, Provider)
        with without_triggers(), pgtrigger.ignore():
            for model in reversed(order):
                _delete(cursor, model, listed)
            for model in listed:
                _forget(cursor, model)
        for model in listed:
            cursor.execute(f"DROP TABLE {_keys(model)}")
    return removed


def _parents_first() -> list[type[Model]]:
    """Every table whose rows go with those of the roots."""
    parents: dict[type[Model], set[type[Model]]] = {root: set() for root in ROOTS}
    waiting = list(ROOTS)
    while waiting:
        model = waiting.pop()
        for child, _key in _references(model, CASCADE):
            if child not in parents:
                parents[child] = set()
                waiting.append(child)
            parents[child].add(model)
    return list(TopologicalSorter(parents).static_order())


def _references(model: type[Model], *on_delete: Any) -> Iterator[tuple[type[Model], ForeignKey]]:
    """Who refers to the model, with which key, hidden relations too."""
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and getattr(relation, "on_delete", 0) in on_delete:
            yield relation.related_model, relation.field  # type: ignore[union-attr, misc]


def _keys(model: type[Model]) -> str:
    return f'"gone_{model._meta.db_table}"'


def _list_keys(cursor: Any, model: type[Model], listed: list[type[Model]]) -> None:
    """A temporary table of the keys that go: the root's own, or those that refer to a key that goes."""
    own = f'SELECT row."{model._meta.pk.column}" AS id FROM "{model._meta.db_table}" AS row'  # noqa: S608
    query = ROOTS.get(model) or f"{own} WHERE {_goes(model, listed)}"
    cursor.execute(f"CREATE TEMPORARY TABLE {_keys(model)} ON COMMIT DROP AS {query}")
    cursor.execute(f"ANALYZE {_keys(model)}")


def _goes(model: type[Model], listed: list[type[Model]]) -> str:
    """The condition under which a row named `row` goes: one of those goes without which it is nothing."""
    conditions = [
        f'row."{key.column}" IN (SELECT id FROM {_keys(parent)})'  # noqa: S608
        for parent in listed
        for child, key in _references(parent, CASCADE)
        if child is model
    ]
    return " OR ".join(conditions)


def _count(cursor: Any, model: type[Model]) -> int:
    cursor.execute(f"SELECT count(*) FROM {_keys(model)}")  # noqa: S608
    return cursor.fetchone()[0]


def _refuse_if_needed(
    cursor: Any, model: type[Model], order: list[type[Model]], listed: list[type[Model]]
) -> None:
    for child, key in _references(model, PROTECT):
        own = f'row."{child._meta.pk.column}"'
        goes = f"{own} IN (SELECT id FROM {_keys(child)})" if child in listed else _goes(child, listed)  # noqa: S608
        cursor.execute(
            f'SELECT {own} FROM "{child._meta.db_table}" AS row'  # noqa: S608
            f' WHERE row."{key.column}" IN (SELECT id FROM {_keys(model)})'
            f" AND NOT ({goes if child in order else 'false'}) LIMIT 1"
        )
        if row := cursor.fetchone():
            raise ProtectedError(f"{child.__name__} {row[0]} needs a demo {model.__name__}.", set())


def _delete(cursor: Any, model: type[Model], listed: list[type[Model]]) -> None:
    """The rows and their history, in one statement."""
    table, key = model._meta.db_table, f'row."{model._meta.pk.column}"'
    goes = f"{key} IN (SELECT id FROM {_keys(model)})" if model in listed else _goes(model, listed)  # noqa: S608
    rows = f'DELETE FROM "{table}" AS row WHERE {goes}'  # noqa: S608
    history = [
        relation.related_model._meta.db_table
        for relation in model._meta.related_objects
        if relation.field.name == HISTORY_KEY
    ]
    if history:
        events = f'DELETE FROM "{history[0]}" WHERE {HISTORY_KEY}_id IN (SELECT id FROM gone)'  # noqa: S608
        rows = f"WITH gone AS ({rows} RETURNING {key} AS id) {events}"
    cursor.execute(rows)


def _forget(cursor: Any, model: type[Model]) -> None:
    """Rows that stay lose their reference to one that is gone."""
    for child, key in _references(model, SET_NULL):
        cursor.execute(
            f'UPDATE "{child._meta.db_table}" AS child SET "{key.column}" = NULL'  # noqa: S608
            f' FROM {_keys(model)} AS gone WHERE gone.id = child."{key.column}"'
        )
