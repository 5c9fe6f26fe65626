"""A DEA number, readable by no one but this program: for its check digit and a look at the certificate."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from .credential import Credential


class SealedNumber(models.Model):
    """sealed: encrypted, see actions/dea.py. hint: what staff may see of it, such as "A••••••63".

    Neither indexed, nor searched, nor in any history, nor in any export.
    """

    credential = models.OneToOneField(Credential, on_delete=models.CASCADE, related_name="sealed_number")
    sealed = models.BinaryField()
    hint = models.CharField(max_length=12)
    sealed_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = models.Manager()

    def __str__(self) -> str:
        return self.hint
