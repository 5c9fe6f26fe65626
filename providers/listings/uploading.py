"""A form that brings a document: what is wrong with the file is said at its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from providers.actions import documents, throttle

from .credential_forms import CredentialForm
from .entrance import MemberRequest

UPLOADS_A_DAY = 100


def kept(
    request: MemberRequest, form: CredentialForm, enter: Callable[[UploadedFile[Any] | None], object]
) -> None:
    """Saves with the document, which a preview leaves alone; what is wrong with it is said at its field."""
    upload = None if "preview" in request.POST else form.cleaned_data.get("document")
    try:
        if upload:
            count_upload(request)
        enter(upload)
    except (documents.DocumentRefused, throttle.TooMany) as refusal:
        raise ValidationError({"document": refusal.messages}) from refusal


def count_upload(request: MemberRequest) -> None:
    """Reading a stranger's file costs a second or two."""
    throttle.count(scope="upload", address=str(request.user.pk), limit=UPLOADS_A_DAY)
