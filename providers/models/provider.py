"""The provider: one listing, its life from import or draft to tombstone, and how fresh its facts are."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse

from .fields import CodeField, one_of, refusal, rule
from .identifiers import validate_https, validate_npi
from .provenance import Provenance
from .vocabulary import Kind, ListingStatus

FRESH_DAYS = 90
AGEING_DAYS = 180

S = ListingStatus
LISTED = (S.IMPORTED_UNCLAIMED, S.CLAIM_PENDING, S.PUBLISHED, S.TEMPORARILY_CLOSED)
UNCONFIRMED = (S.IMPORTED_UNCLAIMED, S.CLAIM_PENDING)
WITH_ITS_OWNER = (S.CLAIMED_DRAFT, S.PENDING_REVIEW)


def listed(prefix: str = "") -> Q:
    """Shown in search. What a register lists stays there while its new owner edits and staff review it."""
    own = Q(**{f"{prefix}status__in": WITH_ITS_OWNER, f"{prefix}is_in_register": True})
    return Q(**{f"{prefix}status__in": LISTED}) | own


LIFE = {
    S.DRAFT: [S.PENDING_REVIEW, S.REMOVED_BY_REQUEST],
    S.IMPORTED_UNCLAIMED: [S.CLAIM_PENDING, S.REMOVED_BY_REQUEST, S.CLOSED, S.MERGED, S.SUSPENDED],
    S.CLAIM_PENDING: [
        S.IMPORTED_UNCLAIMED, S.CLAIMED_DRAFT, S.REMOVED_BY_REQUEST, S.CLOSED, S.MERGED, S.SUSPENDED,
    ],
    S.CLAIMED_DRAFT: [S.PENDING_REVIEW, S.IMPORTED_UNCLAIMED, S.REMOVED_BY_REQUEST, S.MERGED],
    S.PENDING_REVIEW: [
        S.PUBLISHED, S.CLAIMED_DRAFT, S.DRAFT, S.IMPORTED_UNCLAIMED, S.REMOVED_BY_REQUEST,
    ],
    S.PUBLISHED: [
        S.SUSPENDED, S.TEMPORARILY_CLOSED, S.CLOSED, S.MERGED, S.REMOVED_BY_REQUEST, S.PENDING_REVIEW,
        S.IMPORTED_UNCLAIMED,
    ],
    S.SUSPENDED: [S.PUBLISHED, S.IMPORTED_UNCLAIMED, S.CLOSED, S.REMOVED_BY_REQUEST],
    S.TEMPORARILY_CLOSED: [
        S.PUBLISHED, S.CLOSED, S.SUSPENDED, S.REMOVED_BY_REQUEST, S.MERGED, S.IMPORTED_UNCLAIMED,
    ],
    S.CLOSED: [S.PUBLISHED, S.IMPORTED_UNCLAIMED, S.MERGED, S.REMOVED_BY_REQUEST],
    S.REMOVED_BY_REQUEST: [S.IMPORTED_UNCLAIMED, S.DRAFT],
    S.MERGED: [S.IMPORTED_UNCLAIMED, S.PUBLISHED, S.CLOSED],
}  # fmt: skip


# Of a suspension by a person, as the history has it; that by a source without a person is cleared elsewhere.
RESTORED_BY_ANOTHER = f"""
restorer := NULLIF(current_setting('pghistory.context_metadata', TRUE), '')::JSONB ->> 'by';
SELECT told.metadata ->> 'by' INTO suspender
FROM providers_providerevent AS event JOIN pghistory_context AS told ON told.id = event.pgh_context_id
WHERE event.pgh_obj_id = NEW.id AND event.status = 'suspended' AND event.pgh_id > COALESCE((
  SELECT max(pgh_id) FROM providers_providerevent WHERE pgh_obj_id = NEW.id AND status <> 'suspended'
), 0)
ORDER BY event.pgh_id LIMIT 1;
IF suspender IS NOT NULL AND (restorer IS NULL OR restorer = suspender) THEN
  {refusal("listing_restored_by_another", "Another person than who suspended a listing brings it back.")}
END IF;
RETURN NEW;
"""  # noqa: S608


class Freshness(models.TextChoices):
    """How old the clinic's own word is. Computed from a date, so a stopped job can never fake it."""

    FRESH = "fresh", "fresh"
    AGEING = "ageing", "ageing"
    STALE = "stale", "stale"
    NEVER = "never", "never"

    @classmethod
    def of(cls, confirmed_on: datetime.date | None, today: datetime.date) -> Freshness:
        if confirmed_on is None:
            return cls.NEVER
        age = (today - confirmed_on).days
        if age <= FRESH_DAYS:
            return cls.FRESH
        return cls.AGEING if age <= AGEING_DAYS else cls.STALE


class Listings(models.QuerySet["Provider"]):
    def listed(self) -> Listings:
        """Shown in search: confirmed or imported, and neither closed nor withheld."""
        return self.filter(listed())

    def visible(self) -> Listings:
        """Has a public page: listed, or closed with a tombstone."""
        return self.filter(listed() | Q(status=S.CLOSED))

    def run_by(self, person: Any) -> Listings:
        """Those that this person owns or edits; none for somebody signed out."""
        if not person.is_authenticated:
            return self.none()
        return self.filter(pk__in=person.memberships.values("provider"))

    def owned_by(self, person: Any) -> Listings:
        if not person.is_authenticated:
            return self.none()
        return self.filter(pk__in=person.memberships.filter(role="owner").values("provider"))

    def demo(self) -> Listings:
        return self.filter(is_demo=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Provider(Provenance):
    slug = models.SlugField(max_length=120, unique=True)
    display_name = models.CharField(max_length=200)
    legal_name = models.CharField(max_length=200, blank=True)
    other_names = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    kind = CodeField(Kind, null=True, blank=True)
    npi = models.CharField(max_length=10, blank=True, validators=[validate_npi])
    website = models.URLField(blank=True, validators=[validate_https])
    about = models.TextField(blank=True, max_length=2000)
    status = CodeField(ListingStatus, default=ListingStatus.DRAFT)
    last_confirmed_on = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    is_in_register = models.BooleanField(default=False)
    closed_on = models.DateField(null=True, blank=True)
    reopens_on = models.DateField(null=True, blank=True)
    records_contact = models.TextField(blank=True, max_length=500)
    refund_note = models.TextField(blank=True, max_length=500)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged_from"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = Listings.as_manager()

    class Meta:
        constraints = [
            *Provenance.Meta.constraints,
            one_of("provider", "kind", Kind),
            one_of("provider", "status", ListingStatus),
            rule(
                "provider_published_is_confirmed",
                ~Q(status=S.PUBLISHED) | Q(last_confirmed_on__isnull=False),
                "A published listing needs the day on which the clinic confirmed it.",
            ),
            rule(
                "provider_closed_has_day",
                ~Q(status=S.CLOSED) | Q(closed_on__isnull=False),
                "A closed listing needs its last day.",
            ),
            rule(
                "provider_pause_has_end",
                ~Q(status=S.TEMPORARILY_CLOSED) | Q(reopens_on__isnull=False),
                "Say when the clinic expects to open again.",
            ),
            rule(
                "provider_merged_names_target",
                Q(status=S.MERGED, merged_into__isnull=False)
                | (~Q(status=S.MERGED) & Q(merged_into__isnull=True)),
                "A merged listing names the listing that it went into.",
            ),
            rule("provider_not_merged_into_self", ~Q(merged_into=models.F("pk")), "Choose another listing."),
            rule(
                "provider_npi_shape",
                Q(npi="") | Q(npi__regex=r"^[12][0-9]{9}$"),
                "An NPI has ten digits and starts with 1 or 2.",
            ),
            rule(
                "provider_website_https",
                Q(website="") | Q(website__startswith="https://"),
                "The address must start with https://",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "id"], name="provider_status"),
            models.Index(fields=["npi"], name="provider_npi", condition=~Q(npi="")),
            models.Index(fields=["id"], name="provider_demo", condition=Q(is_demo=True)),
        ]
        triggers = [
            pgtrigger.FSM(
                name="listing_life",
                field="status",
                transitions=[(a.value, b.value) for a, targets in LIFE.items() for b in targets],
            ),
            pgtrigger.Trigger(
                name="listing_restored_by_another",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status="suspended", new__status__in=["published", *UNCONFIRMED]),
                declare=[("suspender", "TEXT"), ("restorer", "TEXT")],
                func=RESTORED_BY_ANOTHER,
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return reverse("provider", args=[self.slug])

    def freshness(self, today: datetime.date) -> Freshness:
        return Freshness.of(self.last_confirmed_on, today)

    @property
    def is_unclaimed(self) -> bool:
        """Nobody runs it, and somebody may."""
        return self.status in UNCONFIRMED and not self.is_demo

    @property
    def is_unconfirmed(self) -> bool:
        return self.status in UNCONFIRMED or self.last_confirmed_on is None


class FormerSlug(models.Model):
    """An address that a listing once had: it redirects for ever."""

    slug = models.SlugField(max_length=120, unique=True)
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="former_slugs")

    def __str__(self) -> str:
        return self.slug
