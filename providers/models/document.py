"""An uploaded file: stored outside the web root, named by a random id, served only to its owner and staff."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .claim import Claim
from .credential import Credential
from .fields import CodeField, one_of, rule
from .provider import Provider

LARGEST_BYTES = 10 * 1024 * 1024
MOST_PER_HOLDER = 5
MOST_PAGES = 100


class DocumentType(models.TextChoices):
    """MIME types as stored. A HEIC photograph is kept as JPEG."""

    PDF = "application/pdf", _("PDF")
    JPEG = "image/jpeg", _("JPEG image")
    PNG = "image/png", _("PNG image")


class ScanResult(models.TextChoices):
    NOT_CONFIGURED = "not_configured", _("No virus scanner is configured")
    CLEAN = "clean", _("Scanned, nothing found")


def stored_name(document: Document, _filename: str) -> str:
    """Two letters of the random id as a folder; nothing of the sender's file name."""
    return f"{document.public_id.hex[:2]}/{document.public_id.hex}"


def private_storage() -> Storage:
    """Settings name it; it is never under the web root."""
    return storages["documents"]


class Document(models.Model):
    """digest: SHA-256 of the stored bytes, in hexadecimal. size in bytes. name: as it was called, to show."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="documents")
    credential = models.ForeignKey(
        Credential, null=True, blank=True, on_delete=models.CASCADE, related_name="documents"
    )
    claim = models.ForeignKey(
        Claim, null=True, blank=True, on_delete=models.CASCADE, related_name="documents"
    )
    file = models.FileField(upload_to=stored_name, storage=private_storage, max_length=100)
    name = models.CharField(max_length=200)
    content_type = CodeField(DocumentType)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(default=1)
    digest = models.CharField(max_length=64)
    scan = CodeField(ScanResult, default=ScanResult.NOT_CONFIGURED)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["uploaded_at", "id"]
        constraints = [
            one_of("document", "content_type", DocumentType),
            one_of("document", "scan", ScanResult),
            rule(
                "document_of_one_thing",
                Q(credential__isnull=False, claim__isnull=True)
                | Q(credential__isnull=True, claim__isnull=False),
                "A document belongs to one credential or one claim.",
            ),
            rule("document_size", Q(size__gt=0, size__lte=LARGEST_BYTES), "A document has at most 10 MB."),
            rule("document_digest_shape", Q(digest__regex=r"^[0-9a-f]{64}$"), "Not a digest."),
        ]

    def __str__(self) -> str:
        return self.name
