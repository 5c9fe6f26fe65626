"""Pages that only the owners of a listing may open: a stranger gets 404, an editor 403."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from providers.models import Provider
from providers.permissions import Permission, allows

from .entrance import editing


def owning(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """As `editing`, for view(request, listing, ...) of an owner."""

    @editing
    @wraps(view)
    def guarded(request: HttpRequest, listing: Provider, **kwargs: Any) -> HttpResponse:
        if not allows(request.user, Permission.OWN_LISTING, listing):
            raise PermissionDenied
        return view(request, listing, **kwargs)

    return guarded
