"""What the NPI register (NPPES) says of one number, as its file has it: a lead, never a proof."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from .feed import FeedLoad
from .fields import rule


class NpiRecord(models.Model):
    """entity: 1 a person, 2 an organization. names and addresses as the register writes them, in capitals.

    taxonomies: [{"code", "licence", "state", "primary"}]; other_names: former and other names.
    phone: ten digits. official: who signs for an organization, "FIRST LAST". A row that was deactivated
    carries little more than its day; a reactivated one has no deactivated_on.
    """

    npi = models.CharField(max_length=10, primary_key=True)
    entity = models.PositiveSmallIntegerField(null=True)
    first_name = models.CharField(max_length=100, blank=True)
    middle_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=150, blank=True)
    organization = models.CharField(max_length=200, blank=True)
    other_names: Any = models.JSONField(default=list, blank=True)
    credential_text = models.CharField(max_length=60, blank=True)
    street = models.CharField(max_length=120, blank=True)
    street2 = models.CharField(max_length=120, blank=True)
    city = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=40, blank=True)
    zip = models.CharField(max_length=20, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    taxonomies: Any = models.JSONField(default=list, blank=True)
    official_name = models.CharField(max_length=200, blank=True)
    official_title = models.CharField(max_length=60, blank=True)
    official_phone = models.CharField(max_length=20, blank=True)
    enumerated_on = models.DateField(null=True, blank=True)
    updated_on = models.DateField(null=True, blank=True)
    deactivated_on = models.DateField(null=True, blank=True)
    replacement_npi = models.CharField(max_length=10, blank=True)
    load = models.ForeignKey(FeedLoad, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)

    objects: ClassVar = models.Manager()

    class Meta:
        constraints = [rule("npirecord_npi_shape", Q(npi__regex=r"^[12][0-9]{9}$"), "Not an NPI.")]

    def __str__(self) -> str:
        return self.npi

    @property
    def is_active(self) -> bool:
        return self.deactivated_on is None


class NpiAnswer(models.Model):
    """One answer of the register's web service, kept so that it is not asked again at once. npi: as asked.

    payload: the result as it came; null where the register knows no such number.
    """

    npi = models.CharField(max_length=10, primary_key=True)
    payload: Any = models.JSONField(null=True)
    asked_at = models.DateTimeField()

    objects: ClassVar = models.Manager()

    def __str__(self) -> str:
        return self.npi


class Taxonomy(models.Model):
    """A specialty's code by NUCC: 2084P0800X is psychiatry."""

    code = models.CharField(max_length=10, primary_key=True)
    grouping = models.CharField(max_length=150, blank=True)
    classification = models.CharField(max_length=150)
    specialization = models.CharField(max_length=150, blank=True)
    definition = models.TextField(blank=True)
    is_current = models.BooleanField(default=True)

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name_plural = "taxonomies"
        constraints = [rule("taxonomy_code_shape", Q(code__regex=r"^[0-9A-Z]{9}X$"), "Not a NUCC code.")]

    def __str__(self) -> str:
        return self.code
