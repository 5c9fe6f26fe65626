"""What a provider promises in general: disclosure, complaints, refunds, discounts."""

import pghistory
from django.db import models

from .fields import CodeField, one_of
from .provenance import Provenance
from .provider import Provider
from .vocabulary import HsaFsa


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Policy(Provenance):
    """Null and blank mean not stated."""

    provider = models.OneToOneField(Provider, on_delete=models.CASCADE, related_name="policy")
    risks_disclosed_in_writing = models.BooleanField(null=True, blank=True)
    off_label_notice = models.BooleanField(null=True, blank=True)
    complaint_route = models.CharField(max_length=500, blank=True)
    after_hours_contact = models.CharField(max_length=500, blank=True)
    data_practices_url = models.URLField(blank=True)
    prepay_required = models.BooleanField(null=True, blank=True)
    refund_policy = models.TextField(blank=True, max_length=1000)
    self_pay = models.BooleanField(null=True, blank=True)
    sliding_scale = models.BooleanField(null=True, blank=True)
    veteran_discount = models.BooleanField(null=True, blank=True)
    payment_plan = models.BooleanField(null=True, blank=True)
    hsa_fsa = CodeField(HsaFsa, null=True, blank=True)

    class Meta:
        constraints = [*Provenance.Meta.constraints, one_of("policy", "hsa_fsa", HsaFsa)]

    def __str__(self) -> str:
        return f"Policies of {self.provider}"
