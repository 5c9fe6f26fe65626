"""What every test shares. The network is closed but for this machine (see addopts in pyproject.toml)."""

from django.conf import settings
from hypothesis import settings as hypothesis_settings


def pytest_configure() -> None:
    """Cheap password hashes, and hypothesis without a stopwatch: workers share the machine's cores."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    hypothesis_settings.register_profile("shared", deadline=None, max_examples=50)
    hypothesis_settings.load_profile("shared")
