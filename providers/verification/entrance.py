"""Who may come in: staff by their rights; a case is loaded by its number."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control

from providers.models import Case, User
from providers.permissions import Permission, requires

View = Callable[..., HttpResponseBase]


class StaffRequest(HttpRequest):
    """A request that came through `staff`: somebody with the right is signed in."""

    user: User


def staff(permission: Permission = Permission.SEE_WORKBENCH) -> Callable[[View], View]:
    """Signed out: to the login page. Without the right: 403. Nothing of it is kept by caches."""

    def decorate(view: View) -> View:
        @requires(permission)
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            patch_cache_control(response, private=True, no_store=True)
            return response

        return guarded

    return decorate


def with_case(permission: Permission = Permission.SEE_WORKBENCH) -> Callable[[View], View]:
    """As `staff`, for view(request, case, ...) of an address with a case's number."""

    def decorate(view: View) -> View:
        @staff(permission)
        @wraps(view)
        def guarded(request: HttpRequest, pk: int, **kwargs: Any) -> HttpResponseBase:
            cases = Case.objects.select_related("provider", "held_by", "assigned_to")
            return view(request, get_object_or_404(cases, pk=pk), **kwargs)

        return guarded

    return decorate
