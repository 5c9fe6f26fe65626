"""Uploaded evidence on the screen: a page that zooms and turns it, and the file itself, locked in.

The file speaks only as the type it was found to be, in a sandbox. Chromium shows no PDF in one: a PDF has
only the rule that it may load nothing, and one that could act was never let in (actions/document_reader.py).
"""

from __future__ import annotations

import logging
import uuid

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from providers.models import Case, Document
from providers.models.document import DocumentType
from providers.permissions import documents_for

from .entrance import StaffRequest, staff

logger = logging.getLogger(__name__)
LOCKED_IN = "default-src 'none'; frame-ancestors 'self'"
SANDBOXED = f"sandbox; {LOCKED_IN}"
PDF_VIEWERS = f"{LOCKED_IN}; style-src 'unsafe-inline'; object-src 'self'"


@require_safe
@csp_update({"frame-src": [SELF]})
@staff()
def staff_document(request: StaffRequest, public_id: uuid.UUID) -> HttpResponse:
    """404 for whoever has no part in it, as if there were nothing."""
    row = _document(request, public_id)
    context = {
        "document": row,
        "is_pdf": row.content_type == DocumentType.PDF,
        "file_url": reverse("staff_document_file", args=[row.public_id]),
        "back_url": _back(request),
    }
    return render(request, "staff/document/page.html", context)


def _document(request: HttpRequest, public_id: uuid.UUID) -> Document:
    rows = documents_for(request.user).select_related("credential", "claim", "uploaded_by", "provider")
    row: Document = get_object_or_404(rows, public_id=public_id)
    return row


def _back(request: HttpRequest) -> str:
    """The case from which it was opened."""
    pk = request.GET.get("case", "")
    if pk.isascii() and pk.isdigit() and len(pk) < 19 and Case.objects.filter(pk=int(pk)).exists():
        return reverse("staff_case", args=[int(pk)])
    return ""


@require_safe
@xframe_options_sameorigin
@staff()
def staff_document_file(request: StaffRequest, public_id: uuid.UUID) -> HttpResponseBase:
    row = _document(request, public_id)
    try:
        file = row.file.open("rb")
    except FileNotFoundError as error:
        logger.error("The file of document %s is gone.", row.pk)
        raise Http404 from error
    response = FileResponse(file, filename=row.name, content_type=row.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    is_pdf = row.content_type == DocumentType.PDF
    response["Content-Security-Policy"] = PDF_VIEWERS if is_pdf else SANDBOXED
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
