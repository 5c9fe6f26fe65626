"""The mail to whoever asked for a sensitive edit, when it has ended."""

from django.urls import reverse

from providers.models import ChangeRequest, User
from providers.models.change_request import ChangedField

from . import mail
from .changed_words import in_words
from .links import absolute


def tell_outcome(change: ChangeRequest, by: User) -> None:
    """Says nothing to those who ended it themselves, nor where the account is gone."""
    asker = change.asked_by
    if asker is None or asker.pk == by.pk or not asker.is_active:
        return
    change.provider.refresh_from_db(fields=["display_name", "slug"])
    mail.send(
        to=asker.email,
        template="change_ended",
        key=f"change:{change.pk}:{change.status}",
        context={
            "outcome": str(change.status),
            "listing": change.provider.display_name,
            "field": ChangedField(change.field).label,
            "before": in_words(change.field, change.before),
            "after": in_words(change.field, change.after),
            "reason_given": change.reason,
            "history_url": absolute(reverse("listing_history", args=[change.provider.slug])),
        },
    )
