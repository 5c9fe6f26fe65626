"""What our staff wait for from the clinic: an answer to a message, to a difference, or what is missing."""

from __future__ import annotations

import datetime

from django.db.models import F, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from providers.actions import business_days
from providers.actions.case_needs import INCOMPLETE_DAYS, REPLY_BUSINESS_DAYS
from providers.models import Case, CaseEvent, Credential, Provider
from providers.models.case import CaseEventKind, CaseKind
from providers.models.evidence import day
from providers.models.vocabulary import CredentialStatus as C

from .item import NOW, Item

HOLDERS = ("provider", "location__provider", "practitioner__roles__location__provider")
BOTH_SIDES = (CaseEventKind.TO_PROVIDER, CaseEventKind.FROM_PROVIDER)


def messages(rows: dict[int, Provider], today: datetime.date) -> list[Item]:
    """Cases in which our staff spoke last. Those of claims are between us and who claims."""
    last = CaseEvent.objects.filter(case=OuterRef("pk"), kind__in=BOTH_SIDES).order_by("-at", "-pk")
    cases = (
        Case.objects.open()
        .filter(provider__in=rows)
        .exclude(kind=CaseKind.CLAIM)
        .annotate(last=Subquery(last.values("kind")[:1]), at=Subquery(last.values("at")[:1]))
        .filter(last=CaseEventKind.TO_PROVIDER)
    )
    sentence = _("Our staff wrote to you on %(day)s and wait for your answer.")
    return [
        Item(
            rows[listing],
            NOW,
            sentence % {"day": day(at.date())},
            _("Read it and answer"),
            reverse("listing_message", args=[rows[listing].slug, pk]),
        )
        for pk, listing, at in cases.order_by("pk").values_list("pk", "provider", "at")
        if listing is not None
    ]


def credentials(rows: dict[int, Provider], today: datetime.date) -> list[Item]:
    """Each of these stops until somebody of the clinic does something. Three queries."""
    stopped = Credential.objects.filter(status__in=(C.INCOMPLETE, C.DISCREPANCY))
    found = {}
    for holder in HOLDERS:
        held = stopped.filter(**{f"{holder}__in": rows}).select_related("practitioner")
        for credential in held.annotate(of=F(f"{holder}__id")).order_by("pk"):
            found[credential.pk, credential.of] = credential
    return [_stopped(rows[listing], credential) for (_pk, listing), credential in found.items()]


def _stopped(listing: Provider, credential: Credential) -> Item:
    whose = f"{credential.practitioner.name}: " if credential.practitioner else ""
    what = whose + credential.label + (f" ({credential.state})" if credential.state else "")
    url = reverse("edit_credential", args=[listing.slug, credential.pk])
    since = credential.since
    if credential.status == C.INCOMPLETE:
        until = day(since + datetime.timedelta(days=INCOMPLETE_DAYS)) if since else ""
        text = _("%(what)s: something is missing. Without it we stop on %(day)s.")
        return Item(listing, NOW, text % {"what": what, "day": until}, _("Add it"), url)
    until = day(business_days.add(since, REPLY_BUSINESS_DAYS)) if since else ""
    text = _("%(what)s: the source says something else. Correct it or answer by %(day)s.")
    return Item(listing, NOW, text % {"what": what, "day": until}, _("See what differs"), url)
