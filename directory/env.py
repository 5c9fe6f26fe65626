"""Typed readers of the environment: safe by default, one clear sentence where a value is missing."""

import base64
import hashlib
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

BASE_DIR = Path(__file__).resolve().parent.parent
EMBEDDED_HOME = BASE_DIR / ".postgres"

env = Env()


def flag(name: str, default: bool = False) -> bool:
    try:
        return env.bool(name, default)
    except EnvError as error:
        raise ImproperlyConfigured(f"{name} must be 1 or 0.") from error


def number(name: str, default: int) -> int:
    try:
        return env.int(name, default)
    except EnvError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number.") from error


def words(name: str) -> list[str]:
    return [word.strip() for word in env.str(name, "").split(",") if word.strip()]


DEBUG = flag("DJANGO_DEBUG")


def required(name: str, purpose: str) -> str:
    """A value without which a production process must not start."""
    if value := env.str(name, ""):
        return value
    raise ImproperlyConfigured(f"{name} is not set: {purpose}. For development, set DJANGO_DEBUG=1.")


def secret_key() -> str:
    """SECRET_KEY; in development one that is made once and kept beside the embedded database."""
    if DEBUG and not env.str("SECRET_KEY", ""):
        return _kept_key(EMBEDDED_HOME / "secret_key")
    return required("SECRET_KEY", "it signs sessions and tokens; give it 50 or more random characters")


def sealing_keys(secret: str) -> list[str]:
    """Keys that lock numbers which nobody may read, the newest first; in development one made of SECRET_KEY.

    In production none is a choice: then such a number is judged and not kept.
    """
    keys = words("SEALING_KEYS")
    if DEBUG and not keys:
        keys = [base64.urlsafe_b64encode(hashlib.sha256(f"sealed:{secret}".encode()).digest()).decode()]
    for key in keys:
        if not _is_key(key):
            raise ImproperlyConfigured("SEALING_KEYS holds something else than keys: see docs/operations.md.")
    return keys


def _is_key(text: str) -> bool:
    """32 bytes in the URL-safe alphabet, as cryptography's Fernet wants them."""
    try:
        return len(base64.urlsafe_b64decode(text)) == 32
    except ValueError:
        return False


def _kept_key(path: Path) -> str:
    try:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_suffix(f".{os.getpid()}")
            fresh.write_text(secrets.token_urlsafe(50))
            fresh.chmod(0o600)
            fresh.replace(path)
        return path.read_text()
    except PermissionError as error:
        raise ImproperlyConfigured(
            f"{path.parent} belongs to another user; run as that user, remove it, "
            "or set SECRET_KEY and DATABASE_URL."
        ) from error


def allowed_hosts() -> list[str]:
    if not DEBUG:
        required("ALLOWED_HOSTS", "name the hosts that this site answers to, with commas between them")
    return words("ALLOWED_HOSTS") or ["127.0.0.1", "localhost", "[::1]"]
