"""A service: one route, in one setting, at one location, with its safety facts."""

import pghistory
from django.db import models
from django.db.models import F, Q

from .fields import CodeField, CodeListField, one_of, rule, some_of
from .location import Location
from .provenance import Provenance
from .vocabulary import (
    AgeGroup,
    Condition,
    DriverRule,
    DrugBasis,
    Emergency,
    Monitor,
    RemsStatus,
    Room,
    Route,
    Setting,
    Therapy,
)

SPRAVATO_OBSERVATION_MINUTES = 120  # Spravato REMS: at least two hours


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Service(Provenance):
    """Null means not stated. Ages in years; interval_days between two sessions of the first course."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="services")
    route = CodeField(Route)
    setting = CodeField(Setting, null=True, blank=True)
    drug_basis = CodeField(DrugBasis, null=True, blank=True)
    conditions = CodeListField(Condition)
    age_groups = CodeListField(AgeGroup)
    min_age = models.PositiveSmallIntegerField(null=True, blank=True)
    max_age = models.PositiveSmallIntegerField(null=True, blank=True)
    sessions_first_course = models.PositiveSmallIntegerField(null=True, blank=True)
    interval_days = models.PositiveSmallIntegerField(null=True, blank=True)
    session_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    observation_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    monitoring = CodeListField(Monitor)
    max_patients_per_observer = models.PositiveSmallIntegerField(null=True, blank=True)
    room = CodeField(Room, null=True, blank=True)
    emergency = CodeListField(Emergency)
    driver_rule = CodeField(DriverRule, null=True, blank=True)
    therapy = CodeField(Therapy, null=True, blank=True)
    rems_status = CodeField(RemsStatus, null=True, blank=True)
    rems_checked_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            *Provenance.Meta.constraints,
            models.UniqueConstraint(
                fields=["location", "route", "setting"], name="service_unique", nulls_distinct=False
            ),
            one_of("service", "route", Route),
            one_of("service", "setting", Setting),
            one_of("service", "drug_basis", DrugBasis),
            some_of("service", "conditions", Condition),
            some_of("service", "age_groups", AgeGroup),
            some_of("service", "monitoring", Monitor),
            some_of("service", "emergency", Emergency),
            one_of("service", "room", Room),
            one_of("service", "driver_rule", DriverRule),
            one_of("service", "therapy", Therapy),
            one_of("service", "rems_status", RemsStatus),
            rule(
                "service_ages_in_order",
                Q(min_age__isnull=True) | Q(max_age__isnull=True) | Q(min_age__lte=F("max_age")),
                "The lowest age comes before the highest.",
            ),
            rule(
                "service_spravato_in_clinic",
                ~Q(route="nasal_esketamine_spravato")
                | Q(setting="in_clinic_monitored", setting__isnull=False),
                "Spravato is given only in a certified clinic, watched: choose that setting.",
            ),
            rule(
                "service_spravato_observed",
                ~Q(route="nasal_esketamine_spravato")
                | Q(observation_minutes__isnull=True)
                | Q(observation_minutes__gte=SPRAVATO_OBSERVATION_MINUTES),
                "After Spravato, patients are watched for at least 120 minutes.",
            ),
            rule(
                "service_rems_only_spravato",
                Q(route="nasal_esketamine_spravato", rems_status__isnull=False)
                | (~Q(route="nasal_esketamine_spravato") & Q(rems_status__isnull=True)),
                "Spravato needs its certification status; no other route has one.",
            ),
            rule(
                "service_rems_seen_has_day",
                ~Q(rems_status="certified_seen") | Q(rems_checked_on__isnull=False),
                "Say on which day the certification was seen.",
            ),
            rule(
                "service_approved_only_spravato",
                ~Q(drug_basis="fda_approved_for_indication") | Q(route="nasal_esketamine_spravato"),
                "Only Spravato is FDA-approved for a psychiatric use.",
            ),
            rule(
                "service_compounded_nasal_basis",
                ~Q(route="nasal_compounded_ketamine")
                | Q(drug_basis__isnull=True)
                | Q(drug_basis="compounded"),
                "A compounded nasal spray is a compounded drug.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.route} at {self.location_id}"

    @property
    def route_label(self) -> str:
        return str(Route(self.route).label)

    @property
    def setting_label(self) -> str:
        return str(Setting(self.setting).label) if self.setting else ""

    @property
    def is_home(self) -> bool:
        return self.setting in (Setting.HOME_LIVE, Setting.HOME_PEER)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class TelehealthReach(Provenance):
    """A state whose residents are treated by telehealth from here, and the licence that allows it."""

    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="telehealth_reach")
    state = models.CharField(max_length=2)
    licence = models.ForeignKey(
        "Credential", null=True, blank=True, on_delete=models.SET_NULL, related_name="telehealth_reach"
    )

    class Meta:
        ordering = ["state"]
        constraints = [
            *Provenance.Meta.constraints,
            models.UniqueConstraint(fields=["location", "state"], name="telehealthreach_unique"),
            rule(
                "telehealthreach_state_code", Q(state__regex=r"^[A-Z]{2}$"), "Use the two-letter state code."
            ),
        ]

    def __str__(self) -> str:
        return self.state
