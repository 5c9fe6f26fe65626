"""Typed readers of the process's environment: safe by default, and one clear sentence where a value is missing."""

import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environs import Env

BASE_DIR = Path(__file__).resolve().parent.parent
EMBEDDED_HOME = BASE_DIR / ".postgres"

env = Env()

DEBUG: bool = env.bool("DJANGO_DEBUG", False)


def required(name: str, purpose: str) -> str:
    """A value without which a production process must not start."""
    if value := env.str(name, ""):
        return value
    raise ImproperlyConfigured(f"{name} is not set: {purpose} (DJANGO_DEBUG=1 is for development only).")


def secret_key() -> str:
    """SECRET_KEY; in development one that is made once and kept beside the embedded database."""
    if not DEBUG or env.str("SECRET_KEY", ""):
        return required("SECRET_KEY", "it signs sessions and tokens, so give it 50 or more random characters")
    kept = EMBEDDED_HOME / "secret_key"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(secrets.token_urlsafe(50))
    return kept.read_text()


def allowed_hosts() -> list[str]:
    if DEBUG:
        return env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
    required("ALLOWED_HOSTS", "name the hosts this site answers to, with commas between them")
    return env.list("ALLOWED_HOSTS")
