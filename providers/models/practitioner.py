"""People who treat, and what each of them does at which location."""

from __future__ import annotations

from typing import Any, ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q

from .fields import CodeField, CodeListField, one_of, rule, some_of
from .identifiers import validate_npi
from .location import Location
from .provenance import Provenance
from .provider import Provider
from .vocabulary import Duty, Presence, Profession


class Practitioners(models.QuerySet["Practitioner"]):
    def of(self, provider: Provider) -> Practitioners:
        """Who works, or ever worked, at this listing's locations."""
        now, past = _roles(location__provider=provider)
        return self.filter(pk__in=now.values("practitioner").union(past.values("practitioner")))

    def kept_by(self, provider: Provider) -> Practitioners:
        """Of them, those who were never at any other listing: only their private facts are this listing's."""
        now, past = (
            rows.exclude(location__provider=provider) for rows in _roles(practitioner=OuterRef("pk"))
        )
        return self.of(provider).exclude(Exists(now) | Exists(past))


def _roles(**where: Any) -> tuple[models.QuerySet[Any], models.QuerySet[Any]]:
    """Those of today and those that history remembers; a location that is gone is nobody's."""
    events = PractitionerRole.pgh_event_model  # type: ignore[attr-defined]  # pghistory makes it
    past = events.objects.filter(location__provider__isnull=False, **where)
    return PractitionerRole.objects.filter(**where), past


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Practitioner(Provenance):
    """taxonomy: NUCC codes, such as 2084P0800X for psychiatry."""

    name = models.CharField(max_length=200)
    profession = CodeField(Profession)
    npi = models.CharField(max_length=10, blank=True, validators=[validate_npi])
    taxonomy = ArrayField(models.CharField(max_length=10), default=list, blank=True)

    objects: ClassVar = Practitioners.as_manager()

    class Meta:
        constraints = [
            *Provenance.Meta.constraints,
            one_of("practitioner", "profession", Profession),
            rule(
                "practitioner_npi_shape",
                Q(npi="") | Q(npi__regex=r"^[12][0-9]{9}$"),
                "An NPI has ten digits and starts with 1 or 2.",
            ),
        ]
        indexes = [models.Index(fields=["npi"], name="practitioner_npi", condition=~Q(npi=""))]

    def __str__(self) -> str:
        return f"{self.name}, {self.profession}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PractitionerRole(Provenance):
    """One person at one location: what they do there and how present they are."""

    practitioner = models.ForeignKey(Practitioner, on_delete=models.CASCADE, related_name="roles")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, related_name="roles")
    does = CodeListField(Duty, null=False, default=list)
    present = CodeField(Presence, null=True, blank=True)

    class Meta:
        constraints = [
            *Provenance.Meta.constraints,
            models.UniqueConstraint(fields=["practitioner", "location"], name="practitionerrole_unique"),
            some_of("practitionerrole", "does", Duty),
            one_of("practitionerrole", "present", Presence),
        ]

    def __str__(self) -> str:
        return f"{self.practitioner} at {self.location_id}"

    @property
    def prescribes(self) -> bool:
        return Duty.PRESCRIBES in self.does
