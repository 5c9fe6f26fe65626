"""Listings that wait for review: published or sent back from the admin's list, by the actions' rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy, ngettext

from providers.actions import listing_review
from providers.models import Provider, User
from providers.permissions import can_decide_changes


class ReasonForm(ActionForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason, for sending back"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"size": 40}),
    )


class ListingReview(admin.ModelAdmin):
    """For the admin of listings. One that is refused is named with its reasons; the others go through."""

    action_form = ReasonForm
    actions = ("publish", "send_back")

    def has_review_permission(self, request: HttpRequest) -> bool:
        return can_decide_changes(request.user, None)

    @admin.action(description=gettext_lazy("Publish what waits for review"), permissions=["review"])
    def publish(self, request: HttpRequest, listings: QuerySet[Provider]) -> None:
        self._each(request, listings, lambda by, row: listing_review.publish(by=by, provider=row))

    @admin.action(description=gettext_lazy("Send back to the owner"), permissions=["review"])
    def send_back(self, request: HttpRequest, listings: QuerySet[Provider]) -> None:
        reason = request.POST.get("reason", "").replace("\0", "")[:2000]
        self._each(
            request, listings, lambda by, row: listing_review.send_back(by=by, provider=row, reason=reason)
        )

    def _each(
        self, request: HttpRequest, listings: QuerySet[Provider], act: Callable[[User, Provider], Any]
    ) -> None:
        assert isinstance(request.user, User)
        done = 0
        for row in listings.order_by("pk"):
            try:
                act(request.user, row)
            except ValidationError as refusal:
                messages.error(request, f"{row.display_name}: {' '.join(refusal.messages)}")
            else:
                done += 1
        if done:
            told = ngettext("One listing is done.", "%(count)d listings are done.", done)
            messages.success(request, told % {"count": done})
