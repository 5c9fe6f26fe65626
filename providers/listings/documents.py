"""Uploaded evidence on its way out: to who may see it, as a download, never as a page of ours."""

from __future__ import annotations

import logging
import uuid

from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from providers.permissions import documents_for

logger = logging.getLogger(__name__)


@require_safe
def document(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """404 for whoever has no part in it, as if there were nothing."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    row = get_object_or_404(documents_for(request.user), public_id=public_id)
    try:
        file = row.file.open("rb")
    except FileNotFoundError as error:
        logger.error("The file of document %s is gone.", row.pk)
        raise Http404 from error
    response = FileResponse(file, as_attachment=True, filename=row.name, content_type=row.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response
