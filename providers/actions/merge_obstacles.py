"""Why a merge can no longer be taken apart: what it moved has moved on."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from providers.models import ChangeRequest, Merge
from providers.models.change_request import ChangeStatus

Row = dict[str, Any]
# What says where a row stands, and not what it says: it must be as the merge left it.
STANDING = ("slug", "status")
MEMBERS = "providers_membership"


def moves_people(merge: Merge) -> bool:
    return any(table == MEMBERS for table, *_rest in [*merge.before["made"], *merge.before["taken"]])


def why_not(merge: Merge) -> list[str]:
    """Every reason why it cannot be undone now; empty where it can."""
    if merge.undone_at is not None:
        return [_("This was undone already.")]
    keys = [merge.gone_id, merge.kept_id]
    later = Merge.objects.filter(undone_at=None, pk__gt=merge.pk)
    if later.filter(gone__in=keys).exists() or later.filter(kept__in=keys).exists():
        return [_("One of them was merged again since. Undo the later one first.")]
    found = [_moved(table, pk, now) for table, pk, _was, now in merge.before["changed"]]
    found += [_missing(table, pk) for table, pk in merge.before["made"]]
    found += _people_came(merge)
    found += _changes_wait(merge)
    return list(dict.fromkeys(sentence for sentence in found if sentence))


def _moved(table: str, pk: int, now: Row) -> str:
    current = read(table, pk)
    standing = [name for name in now if name.endswith("_id") and not name.startswith("confirmed_by")]
    standing += [name for name in STANDING if name in now]
    if current and all(current[name] == now[name] for name in standing):
        return ""
    return _("Something that this merge moved has since moved on or gone: %s.") % _called(table)


def _missing(table: str, pk: int) -> str:
    if read(table, pk):
        return ""
    return _("Something that this merge made is gone: %s.") % _called(table)


def _called(table: str) -> str:
    names = {
        "providers_provider": _("the state of a listing"),
        MEMBERS: _("somebody’s part in the listing"),
        "providers_claim": _("a claim"),
        "providers_location": _("a place"),
        "providers_service": _("a service"),
        "providers_formerslug": _("a former address"),
        "providers_credential": _("a credential"),
    }
    return names.get(table, _("a fact of a place"))


def _people_came(merge: Merge) -> list[str]:
    if not moves_people(merge):
        return []
    made = [pk for table, pk in merge.before["made"] if table == MEMBERS]
    came = merge.kept.memberships.filter(since_at__gt=merge.at).exclude(pk__in=made)
    return [_("Somebody else runs the listing since. Settle that first.")] if came.exists() else []


def _changes_wait(merge: Merge) -> list[str]:
    moved = [pk for table, pk, _was, now in merge.before["changed"] if is_moved_place(table, now)]
    waiting = ChangeRequest.objects.filter(location__in=moved, status=ChangeStatus.OPEN)
    return [_("Changes of a place wait for our staff. Decide them first.")] if waiting.exists() else []


def is_moved_place(table: str, now: Row) -> bool:
    return table == "providers_location" and "provider_id" in now


def read(table: str, pk: int) -> Row:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(t) FROM {table} t WHERE id = %s", [pk])  # noqa: S608 - SCOPES' names
        found = cursor.fetchone()
    if found is None:
        return {}
    row: Row = json.loads(found[0]) if isinstance(found[0], str) else found[0]
    return row
