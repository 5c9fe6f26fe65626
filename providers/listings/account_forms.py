"""The forms of accounts: allauth's rules, this site's words, and no placeholders in place of labels."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from providers.models import User

GOOD_PASSWORD = _(
    "At least 8 characters. Not one that many people use, not only digits, and not your name or address."
)
LABELS = {
    "email": _("E-mail address"),
    "login": _("E-mail address"),
    "password": _("Password"),
    "oldpassword": _("Password you have now"),
    "password1": _("Password"),
    "password2": _("The same password again"),
    "code": _("Code"),
    "remember": _("Keep me signed in on this device for two weeks"),
}
HELP = {"password1": GOOD_PASSWORD}
NAME_LENGTH = 200


class InOurWords:
    """Mixed in before one of allauth's forms. labels and help: what this form says otherwise; keys: for a
    telephone's keyboard, when it asks for a code.
    """

    labels: dict[str, Any] = {}
    help: dict[str, Any] = {}
    keys: dict[str, str] = {"autocapitalize": "characters", "spellcheck": "false"}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = {**LABELS, **self.labels}.get(name, field.label)
            field.help_text = {**HELP, **self.help}.get(name, "")
        if "code" in self.fields:
            self.fields["code"].widget.attrs.update(self.keys)


class SignIn(InOurWords, allauth.LoginForm):
    pass


class SignUp(InOurWords, allauth.SignupForm):
    name = forms.CharField(
        label=_("Your name"), max_length=NAME_LENGTH, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    field_order = ["name", "email", "password1"]
    help = {
        "name": _("Shown to the people who run a listing with you. Patients do not see it."),
        "email": _("We send a code to it, to see that it is yours."),
    }

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Two at once with one address: the slower is told what anybody is told whose address is taken."""
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)

    def custom_signup(self, request: HttpRequest, user: User) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


class NewEmail(InOurWords, allauth.AddEmailForm):
    labels = {"email": _("New e-mail address")}
    help = {"email": _("We send a code to it. The change counts once you have typed the code.")}


class ChangePassword(InOurWords, allauth.ChangePasswordForm):
    labels = {"password1": _("New password"), "password2": _("The new password again")}


class FirstPassword(InOurWords, allauth.SetPasswordForm):
    pass


class NewPassword(InOurWords, allauth.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("The new password again")}


class Forgotten(InOurWords, allauth.ResetPasswordForm):
    help = {"email": _("The address that you sign in with.")}


class EmailCode(InOurWords, allauth.ConfirmEmailVerificationCodeForm):
    pass


class ResetCode(InOurWords, allauth.ConfirmPasswordResetCodeForm):
    pass


class Password(InOurWords, allauth.ReauthenticateForm):
    pass


class NameForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=_("Shown to the people who run a listing with you. Patients do not see it."),
    )


class DeleteForm(forms.Form):
    understood = forms.BooleanField(
        label=_("I understand that this cannot be undone"),
        error_messages={"required": _("Tick the box to say that you mean it.")},
    )
