"""Second factors: taken off for somebody who has lost them all. What they are made from is not shown."""

from typing import Any

from allauth.account import admin as accounts
from allauth.mfa import admin as factors
from allauth.mfa.models import Authenticator
from allauth.usersessions import admin as sessions
from django.contrib import admin
from django.http import HttpRequest

from providers.actions import account

# allauth puts its tables here by itself; where people are signed in, and with what, is theirs to see.
for model in (accounts.EmailAddress, factors.Authenticator, sessions.UserSession):
    admin.site.unregister(model)


@admin.register(Authenticator)
class AuthenticatorAdmin(admin.ModelAdmin):
    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    list_select_related = ("user",)
    search_fields = ("user__email",)
    fields = readonly_fields = ("user", "type", "created_at", "last_used_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        account.take_off_factor(by=request.user, factor=obj)  # type: ignore[arg-type]

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        for factor in queryset:
            self.delete_model(request, factor)
