"""Who vouches for a row: every fact that a patient may read inherits from here."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from .fields import CodeField
from .vocabulary import Basis

VOUCHED = (Basis.VERIFIED_SOURCE, Basis.DOCUMENT_SEEN, Basis.PROVIDER_ATTESTED)


class Provenance(models.Model):
    """basis: how we know; source: whose word; confirmed_on: the day of that word (not of our import)."""

    basis = CodeField(Basis)
    source = models.CharField(max_length=200, blank=True)
    source_url = models.URLField(blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(basis__in=Basis.values),
                name="%(class)s_basis_known",
                violation_error_message="Say how this fact is known.",
            ),
            models.CheckConstraint(
                condition=~Q(basis__in=VOUCHED) | Q(confirmed_on__isnull=False),
                name="%(class)s_vouched_has_day",
                violation_error_message="A fact that somebody vouches for needs the day it was confirmed.",
            ),
        ]

    @property
    def basis_label(self) -> str:
        return str(Basis(self.basis).label)
