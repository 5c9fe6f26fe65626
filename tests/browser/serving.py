"""The site as production serves it (hashed, compressed static files), in a thread of the test process."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.template.autoreload import reset_loaders
from django.test.testcases import LiveServerThread
from django.test.utils import override_settings

HOST = "127.0.0.1"
# Passkeys belong to a name; an address in numbers has none.
NAME = "localhost"
STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"
WHITENOISE = "whitenoise.middleware.WhiteNoiseMiddleware"


@contextmanager
def served(static_root: Path) -> Iterator[str]:
    """The address of the running site."""
    with _as_in_production(static_root):
        reset_loaders()  # what a template drew once for all may name files without their hashes
        thread = LiveServerThread(HOST, static_handler=_untouched)
        thread.daemon = True
        thread.start()
        thread.is_ready.wait()
        if thread.error:
            raise thread.error
        try:
            yield f"http://{HOST}:{thread.port}"
        finally:
            thread.terminate()


def collected(base: Path) -> Path:
    """Where the static files lie, hashed and compressed."""
    root = base / "static"
    with _as_in_production(root):
        call_command("collectstatic", verbosity=0, interactive=False)
    return root


def _as_in_production(static_root: Path) -> override_settings:
    others = [name for name in settings.MIDDLEWARE if name != WHITENOISE]
    return override_settings(
        STATIC_ROOT=static_root,
        STORAGES={**settings.STORAGES, "staticfiles": {"BACKEND": STORAGE}},
        MIDDLEWARE=[others[0], WHITENOISE, *others[1:]],
        ROOT_URLCONF="tests.browser.addresses",
        ALLOWED_HOSTS=[HOST, NAME],
    )


def _untouched(application):
    """Static files go through the middleware, as in production, not through a handler for tests."""
    return application
