"""How an action says no: with a sentence that a person can act on."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class TransitionRefused(ValidationError):
    """The step is not allowed now. Forms can show it as it is; `messages` holds the sentences."""


def refuse_unless(allowed: bool, sentence: str) -> None:
    if not allowed:
        raise TransitionRefused(sentence)


def refuse_unless_in(status: str, starts: Collection[str], label: str) -> None:
    """After the lock: somebody may have been faster than the page that was looked at."""
    refuse_unless(status in starts, _("This cannot be done now: the status is “%s”.") % label)
