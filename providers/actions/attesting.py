"""“All of it is still true”: by somebody who is signed in, or by the link in our mail."""

from __future__ import annotations

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from providers.models import Attestation, Message, Provider, User
from providers.models.attestation import AttestedBy
from providers.permissions import can_edit_listing

from . import attested_facts, listings
from .attest_links import read
from .clock import today
from .listings import CONFIRMABLE
from .refusals import refuse_unless
from .versions import Stale

REMINDER_KEY = "still-true"


@transaction.atomic
def attest(*, by: User, provider: Provider, version: str, way: str = AttestedBy.PAGE) -> Attestation:
    """version: of the facts that were read (attested_facts.version); Stale if they are others by now."""
    row: Provider = Provider.objects.select_for_update().get(pk=provider.pk)
    refuse_unless(can_edit_listing(by, row), _("Only the people of this listing may confirm it."))
    refuse_unless(row.status in CONFIRMABLE, _("This listing cannot be confirmed now."))
    day = today()
    if attested_facts.version(row, day) != version:
        raise Stale
    with pghistory.context(event="attest", by=by.pk, way=way):
        attested_facts.refresh(row, by, day)
    listings.confirm(by=by, provider=row)
    _drop_waiting_reminders(row)
    return Attestation.objects.create(provider=row, on=day, way=way, by=by)


@transaction.atomic
def attest_by_link(*, token: str, version: str) -> Attestation:
    """Raises DeadLink for a link that ended, also where somebody else was a moment faster; Stale as above."""
    provider = read(token).provider
    Provider.objects.select_for_update().get(pk=provider.pk)
    link = read(token)
    return attest(by=link.person, provider=link.provider, version=version, way=AttestedBy.LINK)


def _drop_waiting_reminders(provider: Provider) -> None:
    """A reminder that nobody has begun to send has become pointless."""
    key = f"{REMINDER_KEY}:{provider.pk}:"
    Message.objects.filter(key__startswith=key, begun_at=None, sent_at=None).delete()
