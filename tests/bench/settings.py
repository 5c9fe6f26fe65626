"""As in production, but for the host name, HTTPS and a database of its own."""

import os

from directory.settings import *  # noqa: F403
from directory.settings import BASE_DIR, DATABASES, MIDDLEWARE, TEMPLATES

DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "testserver"]
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
ROOT_URLCONF = "tests.bench.urls"
WSGI_APPLICATION = "tests.bench.wsgi.application"
DATABASES["default"]["NAME"] = os.environ.get("BENCH_DATABASE", "bench")
TEMPLATES[0]["DIRS"] = [*TEMPLATES[0]["DIRS"], BASE_DIR / "tests" / "bench" / "templates"]  # type: ignore[misc]
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]
LOGGING_CONFIG = None
