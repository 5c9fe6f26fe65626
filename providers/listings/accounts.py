"""What this site decides for django-allauth: its mails, where people land, how second factors are kept."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from uuid import uuid4

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from providers.actions import mail
from providers.actions.links import absolute
from providers.models import User

MAILS = {
    "account/email/account_already_exists": "account_exists",
    "account/email/email_confirmation": "account_code",
    "account/email/email_confirmation_signup": "account_code",
    "account/email/password_reset_code": "account_reset",
    "account/email/unknown_account": "account_unknown",
}
# What else the owner of an account is told of; all of it in one template.
CHANGES = {
    "account/email/email_changed": _("The e-mail address of your account was changed"),
    "account/email/password_changed": _("Your password was changed"),
    "account/email/password_reset": _("Your password was set anew with a code from your e-mail"),
    "account/email/password_set": _("A password was added to your account"),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made for your account"),
    "mfa/email/totp_activated": _("An authenticator app was added to your account"),
    "mfa/email/totp_deactivated": _("The authenticator app was taken off your account"),
    "mfa/email/webauthn_added": _("A passkey was added to your account"),
    "mfa/email/webauthn_removed": _("A passkey was taken off your account"),
}


class Accounts(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "duplicate_email": _("This is the address that you have already."),
        "email_password_mismatch": _("This address and this password do not belong together. Check both."),
        "email_taken": _("This address cannot be used."),
        "enter_current_password": _("This is not the password you have now."),
        "incorrect_code": _("This code is not right. Check it, or ask for a new one."),
        "incorrect_password": _("This is not your password."),
        "invalid_password_reset": _("This code is used or too old. Ask for a new one."),
        "rate_limited": _("Wait a moment, then try again: that was too often."),
        "too_many_login_attempts": _("Too many wrong tries. Wait five minutes, then try again."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Every mail is one of its own: two codes asked for are two mails."""
        mail.send(
            to=email,
            template=MAILS.get(template_prefix, "account_changed"),
            key=f"account:{uuid4()}",
            context={
                "code": context.get("code", ""),
                "minutes": app_settings.PASSWORD_RESET_BY_CODE_TIMEOUT // 60,
                "what": CHANGES.get(template_prefix, ""),
                "at": context.get("timestamp"),
                "ip": context.get("ip", ""),
                "from_email": context.get("from_email", ""),
                "to_email": context.get("to_email", ""),
                "email": email,
                "account_url": absolute(reverse("account_home")),
                "reset_url": absolute(reverse("account_reset_password")),
                "signup_url": absolute(reverse("account_signup")),
            },
            language=get_language() or "en",
        )

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """A change of address is told to the old one, which allauth names, and to the new one."""
        super().send_notification_mail(template_prefix, user, context, email)
        if new := (context or {}).get("to_email"):
            super().send_notification_mail(template_prefix, user, context, new)

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        """After a change of address; whoever signs up goes where they wanted to go."""
        said = gettext("Your e-mail address is now %s.") % email_address.email
        self.add_message(self.request, messages.SUCCESS, message=said)
        return reverse("account_home")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_home")


class Factors(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right, or was used already. Wait for the next one."),
        "incorrect_passkey": _("The passkey did not work. Try again."),
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def _get_site_name(self) -> str:
        return gettext("Ketamine Provider Directory")

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %d") % number

    def encrypt(self, text: str) -> str:
        """Whoever reads the database alone cannot make codes with it."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> MultiFernet:
    """The first key locks; those of SECRET_KEY_FALLBACKS still open."""
    secrets = map(str, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
    digests = (hashlib.sha256(f"second factors:{secret}".encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
