"""How mail leaves: through a service of django-anymail, through SMTP or, in development, into a folder."""

import os
import pkgutil
from typing import Any
from urllib.parse import unquote, urlsplit

import anymail.backends
from django.conf import settings
from django.core import mail
from django.core.checks import CheckMessage, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured

from directory import env

# Schemes of EMAIL_URL, with the port where it names none. Without encryption only if it is said plainly.
SCHEMES = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
ALIASES = {"ses": "amazon_ses"}
NO_SERVICES = {"base", "base_requests", "console", "test", "sendinblue"}
SECONDS = 20


def config() -> dict[str, Any]:
    """Django's settings for mail."""
    sender = env.env.str("DEFAULT_FROM_EMAIL", "") or f"no-reply@{urlsplit(site_url()).hostname}"
    return {"DEFAULT_FROM_EMAIL": sender, "SERVER_EMAIL": sender, "EMAIL_TIMEOUT": SECONDS, **_way_out()}


def site_url() -> str:
    """Where people find this site, for links in mail: scheme and host, without a slash at the end."""
    usual = "http://127.0.0.1:8000" if env.DEBUG else f"https://{env.allowed_hosts()[0].lstrip('.')}"
    address = env.env.str("SITE_URL", "") or usual
    parts = urlsplit(address)
    is_site = parts.scheme in {"http", "https"} and parts.hostname
    if not is_site or parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ImproperlyConfigured("SITE_URL must be like https://www.example.org, without a path.")
    return address.rstrip("/")


def _way_out() -> dict[str, Any]:
    service, url = env.env.str("EMAIL_SERVICE", "").lower(), env.env.str("EMAIL_URL", "")
    if service and url:
        raise ImproperlyConfigured("Set EMAIL_SERVICE or EMAIL_URL, not both.")
    if service:
        return _service(ALIASES.get(service, service))
    if url:
        return _smtp(url)
    if env.DEBUG:
        return {"EMAIL_BACKEND": "directory.mail_folder.EmailBackend"}
    return {"EMAIL_BACKEND": "directory.mail_nowhere.EmailBackend"}


def _service(name: str) -> dict[str, Any]:
    """Its keys are the variables that begin with its name, as django-anymail calls them."""
    known = {module.name for module in pkgutil.iter_modules(anymail.backends.__path__)} - NO_SERVICES
    if name not in known:
        raise ImproperlyConfigured(f"EMAIL_SERVICE must be one of {', '.join(sorted(known))}.")
    prefix = f"{name.upper()}_"
    keys = {key: value for key, value in os.environ.items() if key.startswith(prefix)}
    return {
        "EMAIL_BACKEND": f"anymail.backends.{name}.EmailBackend",
        "ANYMAIL": {"REQUESTS_TIMEOUT": SECONDS, **keys},
    }


def _smtp(url: str) -> dict[str, Any]:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured("EMAIL_URL has a port that is no number.") from None
    if parts.scheme not in SCHEMES or not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL must be like smtp://user:password@host:587 (or smtps, smtp+plain)."
        )
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port or SCHEMES[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


@register(Tags.security, deploy=True)
def check_mail(app_configs: Any, **options: Any) -> list[CheckMessage]:
    """Said by `manage.py check --deploy`; a process starts all the same, and mail waits."""
    found: list[tuple[str, str]] = []
    if settings.EMAIL_BACKEND == "directory.mail_nowhere.EmailBackend":
        found.append(("Mail goes nowhere: neither EMAIL_SERVICE nor EMAIL_URL is set.", "mail.W001"))
    else:
        found += [(f"The mail service is not ready: {words}", "mail.W002") for words in _troubles()]
    for name, number in (("SITE_URL", 3), ("DEFAULT_FROM_EMAIL", 4)):
        if not env.env.str(name, ""):
            found.append((f"{name} is not set; it is guessed from ALLOWED_HOSTS.", f"mail.W00{number}"))
    if not settings.SITE_URL.startswith("https://"):
        found.append(("SITE_URL is not https: links in mail would be readable on the way.", "mail.W005"))
    return [Warning(words, id=f"directory.{name}") for words, name in found]


def _troubles() -> list[str]:
    """What the chosen service says when it is only made, such as that its key is missing."""
    try:
        mail.get_connection()
    except (ImproperlyConfigured, ImportError) as error:
        return [str(error).split("\n")[0]]
    return []
