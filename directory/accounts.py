"""Settings of django-allauth: an e-mail address, proved by a code, signs in; second factors come on top."""

from typing import Any

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

PREFIXES = ("AUTHENTICATION_", "ACCOUNT_", "MFA_")
FORMS = "providers.listings.account_forms"
FACTOR_FORMS = "providers.listings.factor_forms"

ACCOUNT_ADAPTER = "providers.listings.accounts.Accounts"
ACCOUNT_FORMS = {
    "add_email": f"{FORMS}.NewEmail",
    "change_password": f"{FORMS}.ChangePassword",
    "confirm_email_verification_code": f"{FORMS}.EmailCode",
    "confirm_password_reset_code": f"{FORMS}.ResetCode",
    "login": f"{FORMS}.SignIn",
    "reauthenticate": f"{FORMS}.Password",
    "reset_password": f"{FORMS}.Forgotten",
    "reset_password_from_key": f"{FORMS}.NewPassword",
    "set_password": f"{FORMS}.FirstPassword",
    "signup": f"{FORMS}.SignUp",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# Codes rather than links: they work where the mail is read on another device, and no scanner follows them.
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
CODE_MINUTES = 30
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = CODE_MINUTES * 60
ACCOUNT_LOGIN_TIMEOUT = CODE_MINUTES * 60
# No page tells whether an address has an account.
ACCOUNT_PREVENT_ENUMERATION = True
# Changing the address asks for the password or a factor once more, as changing factors does.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# One address for each account; both are told when it changes.
ACCOUNT_CHANGE_EMAIL = ACCOUNT_EMAIL_NOTIFICATIONS = True
# On top of allauth's own limits: nobody's letter box fills up because somebody else types its address.
ACCOUNT_RATE_LIMITS = {"reset_password": "20/m/ip,5/h/key", "confirm_email": "1/10s/key,10/h/key"}

MFA_ADAPTER = "providers.listings.accounts.Factors"
MFA_FORMS = {
    "activate_totp": f"{FACTOR_FORMS}.ActivateApp",
    "add_webauthn": f"{FACTOR_FORMS}.AddPasskey",
    "authenticate": f"{FACTOR_FORMS}.Code",
    "authenticate_webauthn": f"{FACTOR_FORMS}.UsePasskey",
    "edit_webauthn": f"{FACTOR_FORMS}.RenamePasskey",
    "login_webauthn": f"{FACTOR_FORMS}.SignInByPasskey",
    "reauthenticate": f"{FACTOR_FORMS}.ConfirmCode",
    "reauthenticate_webauthn": f"{FACTOR_FORMS}.ConfirmPasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True


def config() -> dict[str, Any]:
    return {name: value for name, value in globals().items() if name.startswith(PREFIXES)}
