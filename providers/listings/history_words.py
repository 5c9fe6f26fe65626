"""The sentences of a listing's history: what was done to which row, from what, to what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from providers.actions.changed_words import in_words
from providers.actions.undo import can_undo
from providers.models.change_request import ChangeStatus
from providers.models.listing_history import Change

from .history_labels import LABELS
from .history_names import Names
from .history_subjects import subject_of
from .history_values import LONG, value_words

# Of an insert of these, each stated field is told; of other rows, only that they came.
TOLD_FIELD_BY_FIELD = ("policy",)
# That these come and go is told by another row: what they do where.
TOLD_BY_THEIR_ROLE = ("practitioner",)


@dataclass(frozen=True)
class Line:
    """One sentence. before and after: long values that stand below it.

    undo: (kind, pk) of its button, which takes back the last `of_change` sentences with one press.
    """

    text: str
    before: str = ""
    after: str = ""
    undo: tuple[str, int] | None = None
    of_change: int = 1


def lines_of(changes: Iterable[Change], names: Names) -> list[Line]:
    """Of what one person saved at once."""
    changes = list(changes)
    done = _applied_at_once(changes)
    lines: list[Line] = []
    again = 0
    for change in changes:
        if change.kind == "changerequest" and change.row_pk in done:
            continue
        told = list(_told(change, names))
        if told and can_undo(change):
            told[-1] = replace(told[-1], undo=(change.kind, change.pk), of_change=len(told))
        lines += told
        again += not told and "confirmed_on" in change.changed
    if again:
        lines.append(Line(ngettext("confirmed %(n)d fact", "confirmed %(n)d facts", again) % {"n": again}))
    return lines


def _applied_at_once(changes: list[Change]) -> set[int]:
    """Requests that were asked for and approved in one step, as in a draft: the change itself is told."""
    asked = {c.row_pk for c in changes if c.kind == "changerequest" and c.label == "insert"}
    approved = {c.row_pk for c in changes if c.row.get("status") == ChangeStatus.APPROVED}
    return asked & approved


def _told(change: Change, names: Names) -> Iterator[Line]:
    special = SPECIAL.get(change.kind)
    if special is not None:
        yield from special(change, names)
    elif change.label == "update":
        yield from _updated(change, names)
    elif change.label == "insert" and change.kind in TOLD_FIELD_BY_FIELD:
        for name in LABELS[change.kind]:
            if change.row.get(name) not in (None, ""):
                yield _from_to(change, names, name, None, change.row[name])
    elif change.kind == "provider":
        yield Line(_("began this listing"))
    elif change.kind not in TOLD_BY_THEIR_ROLE:
        words = _("added %(what)s") if change.label == "insert" else _("removed %(what)s")
        yield Line(words % {"what": subject_of(change, names)})


def _updated(change: Change, names: Names) -> Iterator[Line]:
    changed = change.changed
    if change.kind == "provider" and "last_confirmed_on" in changed and changed["last_confirmed_on"][1]:
        yield Line(_("confirmed that everything in the listing is still true"))
    for name in LABELS.get(change.kind, {}):
        if name in changed:
            yield _from_to(change, names, name, *changed[name])
    if change.kind == "credential" and "number" in changed:
        yield Line(_("changed the number of %(what)s") % {"what": subject_of(change, names)})
    if change.kind == "provider" and change.context.get("event") == "return_to_draft":
        reason = change.context.get("reason")
        if reason:
            yield Line(_("gave this reason: %(reason)s") % {"reason": reason})


def _from_to(change: Change, names: Names, name: str, before: Any, after: Any) -> Line:
    label, subject = LABELS[change.kind][name], subject_of(change, names)
    what = _("“%(field)s” of %(what)s") % {"field": label, "what": subject} if subject else f"“{label}”"
    old, new = value_words(change.kind, name, before), value_words(change.kind, name, after)
    if len(old) > LONG or len(new) > LONG:
        return Line(_("changed %(what)s") % {"what": what}, old, new)
    return Line(
        _("changed %(what)s from “%(before)s” to “%(after)s”") % {"what": what, "before": old, "after": new}
    )


def _request(change: Change, names: Names) -> Iterator[Line]:
    row = change.row
    words = {
        "field": value_words("changerequest", "field", row["field"]),
        "before": in_words(row["field"], row["before"]),
        "after": in_words(row["field"], row["after"]),
        "reason": row["reason"],
    }
    if change.label == "insert":
        asked = _("asked to change “%(field)s” from “%(before)s” to “%(after)s”; our staff look at it first")
        yield Line(asked % words)
    elif row["status"] == ChangeStatus.APPROVED:
        yield Line(_("approved the change of “%(field)s” from “%(before)s” to “%(after)s”") % words)
    elif row["status"] == ChangeStatus.REFUSED:
        yield Line(_("did not approve “%(after)s” for “%(field)s”, and said: %(reason)s") % words)
    elif row["status"] == ChangeStatus.WITHDRAWN:
        yield Line(_("took back “%(after)s” for “%(field)s”") % words)


def _claim(change: Change, names: Names) -> Iterator[Line]:
    if change.label == "insert":
        yield Line(_("claimed this listing"))
    elif "status" in change.changed:
        yield Line(
            _("moved the claim on: %(state)s")
            % {"state": value_words("claim", "status", change.row["status"])}
        )


def _report(change: Change, names: Names) -> Iterator[Line]:
    """Never the visitor's words or address. What a report was when it came is not recorded."""
    what = {"field": value_words("report", "field", change.row["field"])}
    if "status" in change.changed or not change.before:
        state = {"state": value_words("report", "status", change.row["status"])}
        yield Line(_("dealt with the report about “%(field)s”: %(state)s") % {**what, **state})


def _invitation(change: Change, names: Names) -> Iterator[Line]:
    words = {"email": change.row["email"], "role": value_words("invitation", "role", change.row["role"])}
    if change.label == "insert":
        yield Line(_("invited %(email)s as %(role)s") % words)
    elif change.changed.get("withdrawn_at", (None, None))[1]:
        yield Line(_("withdrew the invitation of %(email)s") % words)
    elif change.changed.get("accepted_at", (None, None))[1]:
        yield Line(_("accepted the invitation sent to %(email)s") % words)


SPECIAL = {"changerequest": _request, "claim": _claim, "report": _report, "invitation": _invitation}
