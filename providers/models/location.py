"""A place where a provider sees patients, or the virtual place of a telehealth provider."""

from __future__ import annotations

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from .fields import CodeField, CodeListField, one_of, rule, some_of
from .identifiers import validate_e164, validate_https
from .provenance import Provenance
from .provider import Provider, listed
from .vocabulary import (
    AccessFeature,
    Appointment,
    Evaluator,
    GeocodeQuality,
    IntakeNeed,
    LocationType,
    NewPatients,
    SpokenBy,
)


class Locations(models.QuerySet["Location"]):
    def listed(self) -> Locations:
        """Open, and its listing is shown in search."""
        return self.filter(listed("provider__"), closed_on__isnull=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Location(Provenance):
    """latitude and longitude in degrees; phone in E.164; timezone as an IANA name."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="locations")
    slug = models.SlugField(max_length=120)
    name = models.CharField(max_length=200, blank=True)
    location_type = CodeField(LocationType, default=LocationType.PHYSICAL)
    street = models.CharField(max_length=200, blank=True)
    street2 = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=100)
    state = models.CharField(max_length=2)
    zip = models.CharField(max_length=5, blank=True)
    county = models.CharField(max_length=100, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    geocode_quality = CodeField(GeocodeQuality, null=True, blank=True)
    phone = models.CharField(max_length=16, blank=True, validators=[validate_e164])
    phone_extension = models.CharField(max_length=10, blank=True)
    email = models.EmailField(blank=True)
    booking_url = models.URLField(blank=True, validators=[validate_https])
    timezone = models.CharField(max_length=64, blank=True)
    appointment = CodeField(Appointment, null=True, blank=True)
    new_patients = CodeField(NewPatients, null=True, blank=True)
    offers_telehealth = models.BooleanField(null=True, blank=True)
    wait_days = models.PositiveSmallIntegerField(null=True, blank=True)
    needs = CodeListField(IntakeNeed)
    evaluation_by = CodeField(Evaluator, null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    objects: ClassVar = Locations.as_manager()

    class Meta:
        constraints = [
            *Provenance.Meta.constraints,
            models.UniqueConstraint(fields=["provider", "slug"], name="location_slug_unique"),
            one_of("location", "location_type", LocationType),
            one_of("location", "geocode_quality", GeocodeQuality),
            one_of("location", "appointment", Appointment),
            one_of("location", "new_patients", NewPatients),
            one_of("location", "evaluation_by", Evaluator),
            some_of("location", "needs", IntakeNeed),
            rule(
                "location_position_whole",
                Q(latitude__isnull=True, longitude__isnull=True, geocode_quality__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False, geocode_quality__isnull=False),
                "Give latitude, longitude and how exact they are together.",
            ),
            rule(
                "location_position_on_earth",
                Q(latitude__isnull=True) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                "Latitude runs from -90 to 90 and longitude from -180 to 180.",
            ),
            rule(
                "location_virtual_has_no_position",
                ~Q(location_type="virtual") | Q(latitude__isnull=True),
                "A telehealth-only location has no position on the map.",
            ),
            rule("location_state_code", Q(state__regex=r"^[A-Z]{2}$"), "Use the two-letter state code."),
            rule(
                "location_zip_shape", Q(zip="") | Q(zip__regex=r"^[0-9]{5}$"), "A ZIP code has five digits."
            ),
            rule(
                "location_phone_e164",
                Q(phone="") | Q(phone__regex=r"^\+[1-9][0-9]{6,14}$"),
                "Give the telephone number with its area code.",
            ),
            rule(
                "location_extension_needs_phone",
                Q(phone_extension="") | ~Q(phone=""),
                "An extension needs a telephone number.",
            ),
            rule(
                "location_booking_https",
                Q(booking_url="") | Q(booking_url__startswith="https://"),
                "The address must start with https://",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "county"], name="location_region"),
            models.Index(fields=["state", "city"], name="location_city"),
            models.Index(fields=["phone"], name="location_phone", condition=~Q(phone="")),
        ]

    def __str__(self) -> str:
        return f"{self.name or self.provider.display_name}, {self.city}, {self.state}"

    def get_absolute_url(self) -> str:
        return reverse("provider_location", args=[self.provider.slug, self.slug])


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class OpeningHours(Provenance):
    """One span of the week, in the location's own time. weekday: 0 is Monday."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            *Provenance.Meta.constraints,
            models.UniqueConstraint(fields=["location", "weekday", "opens"], name="openinghours_unique"),
            rule("openinghours_weekday", Q(weekday__range=(0, 6)), "The week has seven days."),
            rule("openinghours_order", Q(opens__lt=F("closes")), "Closing time comes after opening time."),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H:%M}-{self.closes:%H:%M}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class AccessFact(Provenance):
    """Whether a location has a feature. No row means not stated."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="access_facts")
    feature = CodeField(AccessFeature)
    is_available = models.BooleanField()

    class Meta:
        constraints = [
            *Provenance.Meta.constraints,
            models.UniqueConstraint(fields=["location", "feature"], name="accessfact_unique"),
            one_of("accessfact", "feature", AccessFeature),
        ]

    def __str__(self) -> str:
        return f"{self.feature}: {self.is_available}"

    @property
    def label(self) -> str:
        return str(AccessFeature(self.feature).label)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Language(Provenance):
    """A language that patients can use here. tag: BCP 47 (en, es, ase for American Sign Language)."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="languages")
    tag = models.CharField(max_length=20)
    spoken_by = CodeField(SpokenBy, null=True, blank=True)

    class Meta:
        constraints = [
            *Provenance.Meta.constraints,
            models.UniqueConstraint(fields=["location", "tag"], name="language_unique"),
            one_of("language", "spoken_by", SpokenBy),
            rule(
                "language_tag_shape",
                Q(tag__regex=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"),
                "Use a BCP 47 language tag.",
            ),
        ]

    def __str__(self) -> str:
        return self.tag
