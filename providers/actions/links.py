"""Addresses that work outside the site: in mail, on paper, in files."""

from django.conf import settings


def absolute(path: str) -> str:
    """The whole address of a path of this site; the path comes from reverse() and begins with a slash."""
    if not path.startswith("/") or path.startswith("//"):
        raise ValueError(f"Not a path of this site: {path!r}")
    return f"{settings.SITE_URL}{path}"
