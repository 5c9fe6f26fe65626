"""The forms of passkeys, authenticator apps and recovery codes, in this site's words.

A passkey's answer is whatever somebody sends: what cannot be read is a wrong answer, not an error of ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as codes
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from .account_forms import InOurWords

UNREADABLE = (TypeError, ValueError, LookupError, AttributeError)
LONGEST_NAME = 100


class Answer(forms.JSONField):
    """What the browser's passkey said; brackets a thousand deep are no answer."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except RecursionError as error:
            raise _wrong_answer() from error


class ReadsAnything:
    """Mixed in before a form with a field `credential`."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = Answer(widget=forms.HiddenInput)

    def clean(self) -> Any:
        with _refusing_the_unreadable():
            return super().clean()  # type: ignore[misc]

    def clean_credential(self) -> Any:
        inherited: Any = getattr(super(), "clean_credential", None)
        credential = self.cleaned_data["credential"]  # type: ignore[attr-defined]
        if "\\u0000" in str(self.data.get("credential", "")):  # type: ignore[attr-defined]
            raise _wrong_answer()
        with _refusing_the_unreadable():
            return inherited() if inherited else credential


@contextmanager
def _refusing_the_unreadable() -> Iterator[None]:
    """What the parsers of CBOR, base64 and JSON raise becomes a form's error."""
    try:
        yield
    except UNREADABLE as error:
        raise _wrong_answer() from error


def _wrong_answer() -> forms.ValidationError:
    wrong: forms.ValidationError = get_adapter().validation_error("incorrect_passkey")
    return wrong


class AddPasskey(InOurWords, ReadsAnything, webauthn.AddWebAuthnForm):
    labels = {"name": _("Name"), "passwordless": _("Sign in with it alone, without the password")}
    help = {
        "name": _("For you, to tell your passkeys apart: “Front desk laptop”."),
        "passwordless": _("Your device then asks for your fingerprint, face or PIN."),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"passwordless": True, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["maxlength"] = LONGEST_NAME

    def clean_name(self) -> str:
        return str(super().clean_name())[:LONGEST_NAME]


class RenamePasskey(InOurWords, webauthn.EditWebAuthnForm):
    labels = {"name": _("Name")}

    def clean_name(self) -> str:
        return str(self.cleaned_data["name"])[:LONGEST_NAME]


class UsePasskey(InOurWords, ReadsAnything, webauthn.AuthenticateWebAuthnForm):
    pass


class SignInByPasskey(InOurWords, ReadsAnything, webauthn.LoginWebAuthnForm):
    pass


class ConfirmPasskey(InOurWords, ReadsAnything, webauthn.ReauthenticateWebAuthnForm):
    pass


DIGITS = {"inputmode": "numeric"}


class Code(InOurWords, codes.AuthenticateForm):
    keys = DIGITS
    help = {"code": _("From your authenticator app, or one of your recovery codes.")}


class ConfirmCode(InOurWords, codes.ReauthenticateForm):
    keys = DIGITS
    help = {"code": _("From your authenticator app, or one of your recovery codes.")}


class ActivateApp(InOurWords, totp.ActivateTOTPForm):
    keys = DIGITS
    labels = {"code": _("Code that the app shows now")}
