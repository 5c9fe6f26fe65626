"""What needs the attention of the people who run listings: the most pressing first, whatever the listing.

A fixed number of queries for any number of listings.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Count, F, Min
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from providers.models import Answer, ChangeRequest, Claim, Credential, Price, Provider, Question, Report
from providers.models.attestation import BEFORE, due_on
from providers.models.change_request import ChangeStatus
from providers.models.claim import ClaimStatus
from providers.models.credential import EXPIRING_DAYS
from providers.models.evidence import day
from providers.models.vocabulary import CredentialStatus, ReportedField, ReportStatus
from providers.models.vocabulary import ListingStatus as S

from . import attention_staff
from .item import LATER, NOW, SOON, Item
from .places_to_go import to_page, to_section

YEAR_DAYS = 365
CONFIRMED = (S.PUBLISHED, S.TEMPORARILY_CLOSED)
DRAFTS = (S.DRAFT, S.CLAIMED_DRAFT)
ENDED = (S.CLOSED, S.MERGED, S.REMOVED_BY_REQUEST)
OPEN_REPORTS = (
    ReportStatus.RECEIVED, ReportStatus.TRIAGED, ReportStatus.CONTACTED,
    ReportStatus.UNRESOLVED, ReportStatus.FLAGGED,
)  # fmt: skip
SECTION_OF = {
    ReportedField.PHONE: "location", ReportedField.ADDRESS: "location", ReportedField.HOURS: "hours",
    ReportedField.ACCEPTING: "location", ReportedField.PRICE: "prices", ReportedField.INSURANCE: "insurance",
    ReportedField.ROUTE: "services", ReportedField.PEOPLE: "people", ReportedField.SAFETY: "safety",
}  # fmt: skip


def attention(listings: Collection[Provider], today: datetime.date, *, owned: Collection[int]) -> list[Item]:
    """owned: keys of the listings that the reader owns, for what only owners can do."""
    rows = {listing.pk: listing for listing in listings if listing.status not in ENDED}
    found = [item for row in rows.values() for item in _of_state(row, today, row.pk in owned)]
    staff = (attention_staff.messages, attention_staff.credentials)
    for look in (*staff, _licences, _reports, _changes, _prices, _questions):
        found += look(rows, today)
    found += _claims(rows, owned)
    return sorted(found, key=lambda item: item.rank)


def by_listing(items: Iterable[Item]) -> dict[int, int]:
    """How many things each listing has."""
    counts: dict[int, int] = defaultdict(int)
    for item in items:
        counts[item.listing.pk] += 1
    return counts


def _of_state(listing: Provider, today: datetime.date, is_owner: bool) -> list[Item]:
    if listing.status in DRAFTS:
        text = _("It is not submitted yet, so patients do not see your version.")
        link = _("See what is left to do") if is_owner else ""
        return [Item(listing, SOON, text, link, to_page("submit", listing))]
    found = []
    if listing.status == S.TEMPORARILY_CLOSED and listing.reopens_on and listing.reopens_on <= today:
        text = _("It was expected to open again on %(day)s.") % {"day": day(listing.reopens_on)}
        link = _("Open again, or move the day") if is_owner else ""
        found.append(Item(listing, NOW, text, link, to_page("pause", listing)))
    if listing.status in CONFIRMED and listing.last_confirmed_on:
        found += _attestation(listing, due_on(listing.last_confirmed_on), today)
    return found


def _attestation(listing: Provider, due: datetime.date, today: datetime.date) -> list[Item]:
    left = (due - today).days
    if left > max(BEFORE):
        return []
    overdue = _("Your word that all of it is true was good until %(day)s.")
    soon = _("Your word that all of it is true is good until %(day)s.")
    text = (soon if left >= 0 else overdue) % {"day": day(due)}
    url = to_page("still_true", listing)
    return [Item(listing, SOON if left >= 0 else NOW, text, _("Confirm that all is still true"), url)]


def _licences(rows: dict[int, Provider], today: datetime.date) -> list[Item]:
    """Of the people of these listings, of the listings themselves and of their locations."""
    ending = Credential.objects.filter(
        status__in=(CredentialStatus.ACTIVE, CredentialStatus.EXPIRING, CredentialStatus.EXPIRED),
        expires_on__lte=today + datetime.timedelta(days=EXPIRING_DAYS),
    )
    holders = ("provider", "location__provider", "practitioner__roles__location__provider")
    found = {}
    for holder in holders:
        held = ending.filter(**{f"{holder}__in": rows}).select_related("practitioner")
        for credential in held.annotate(of=F(f"{holder}__id")).order_by("expires_on", "pk"):
            found[credential.pk, credential.of] = credential
    return [_licence(rows[listing], credential, today) for (_pk, listing), credential in found.items()]


def _licence(listing: Provider, credential: Credential, today: datetime.date) -> Item:
    is_over = credential.expires_on is not None and credential.expires_on < today
    sentence = _("%(what)s expired on %(day)s.") if is_over else _("%(what)s expires on %(day)s.")
    whose = f"{credential.practitioner.name}: " if credential.practitioner else ""
    state = f" ({credential.state})" if credential.state else ""
    said = {"what": f"{whose}{credential.label}{state}", "day": day(credential.expires_on or today)}
    link = _("Enter the renewal")
    return Item(listing, NOW if is_over else SOON, sentence % said, link, to_section("people", listing))


def _reports(rows: dict[int, Provider], today: datetime.date) -> list[Item]:
    """Only the field: what a visitor wrote may be about themselves, and stays with our staff."""
    reports = Report.objects.filter(location__provider__in=rows, status__in=OPEN_REPORTS)
    fields = reports.values_list("location__provider", "field").annotate(Min("received_at")).order_by("pk")
    found: dict[tuple[int, str], datetime.datetime] = {}
    for listing, field, received in fields:
        found.setdefault((listing, field), received)
    return [
        Item(
            rows[listing],
            NOW,
            _("A visitor reported on %(day)s that this may be wrong: %(field)s.")
            % {"day": day(received.date()), "field": ReportedField(field).label},
            _("Look at it, and correct it if so"),
            to_section(SECTION_OF.get(ReportedField(field), "about"), rows[listing]),
        )
        for (listing, field), received in found.items()
    ]


def _claims(rows: dict[int, Provider], owned: Collection[int]) -> list[Item]:
    """Until staff have decided. Only owners can answer."""
    disputed = (ClaimStatus.CONFLICT, ClaimStatus.REVIEWED)
    claims = Claim.objects.filter(provider__in=rows, status__in=disputed, hold_until__isnull=False)
    sentence = _("Somebody else says that this listing is theirs. Our staff decide after %(day)s.")
    return [
        Item(
            rows[listing],
            NOW,
            sentence % {"day": day(hold.date())},
            _("Tell us what you know") if listing in owned else "",
            reverse("claim_answer", args=[rows[listing].slug, pk]),
        )
        for pk, listing, hold in claims.order_by("pk").values_list("pk", "provider", "hold_until")
        if hold is not None
    ]


def _changes(rows: dict[int, Provider], today: datetime.date) -> list[Item]:
    waiting = ChangeRequest.objects.filter(provider__in=rows, status=ChangeStatus.OPEN).order_by()
    counts = waiting.values_list("provider").annotate(Count("pk"), Min("asked_at"))
    return [
        Item(
            rows[listing],
            LATER,
            ngettext(
                "One change waits for our staff since %(day)s; the old value stays.",
                "%(count)d changes wait for our staff, the oldest since %(day)s; the old values stay.",
                count,
            )
            % {"count": count, "day": day(asked.date())},
            _("See it in the history"),
            to_page("listing_history", rows[listing]),
        )
        for listing, count, asked in counts
    ]


def _prices(rows: dict[int, Provider], today: datetime.date) -> list[Item]:
    old = Price.objects.filter(
        service__location__provider__in=rows,
        service__location__closed_on=None,
        valid_to=None,
        confirmed_on__lt=today - datetime.timedelta(days=YEAR_DAYS),
    ).order_by()
    counts = old.values_list("service__location__provider").annotate(Count("pk"))
    return [
        Item(
            rows[listing],
            SOON,
            ngettext("One price is older than a year.", "%(count)d prices are older than a year.", count)
            % {"count": count},
            _("Look at the prices"),
            to_section("prices", rows[listing]),
        )
        for listing, count in counts
    ]


def _questions(rows: dict[int, Provider], today: datetime.date) -> list[Item]:
    asked = Question.objects.current().count()
    answers = Answer.objects.filter(provider__in=rows, question__is_active=True).order_by()
    given = dict(answers.values_list("provider").annotate(Count("pk")))
    return [
        Item(
            listing,
            LATER,
            ngettext(
                "One of the %(asked)d questions that patients ask has no answer of yours.",
                "%(count)d of the %(asked)d questions that patients ask have no answer of yours.",
                open_questions,
            )
            % {"count": open_questions, "asked": asked},
            _("Answer them"),
            to_section("answers", listing),
        )
        for listing in rows.values()
        if (open_questions := asked - given.get(listing.pk, 0)) > 0
    ]
