"""What a verification found, in sentences: for the command, the board and the log."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _


def sentence(fault: dict[str, Any]) -> str:
    """fault: as AuditRun.faults keeps it, {"table", "row", "what"}."""
    words = {"where": f"{fault['table']} {fault['row']}"}
    return _sentences()[fault["what"]] % words


def _sentences() -> dict[str, str]:
    return {
        "link": _("%(where)s: its entry does not follow the one before. One was removed or moved."),
        "digest": _("%(where)s: its entry was altered. Its digest is another."),
        "gone": _("%(where)s: the row was removed."),
        "row": _("%(where)s: the row was altered. It is not what its entry holds."),
        "unchained": _(
            "%(where)s: the row has no entry. It was written past the chain, or its entry was removed."
        ),
        "evidence": _("%(where)s: the decision’s evidence is missing, or another credential’s."),
        "lost": _("%(where)s: the document’s file cannot be read."),
        "file": _("%(where)s: the document’s file is not the one that was stored."),
        "head": _("The head that you noted is not in the chain. Its end was cut off, or written anew."),
    }
