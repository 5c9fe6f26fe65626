"""Accounts; who is who in the tests is in cast.py."""

from typing import Any

from providers.models import User

from .facts import numbers


def user(**over: Any) -> User:
    over.setdefault("email", f"person{next(numbers)}@example.org")
    return User.objects.create_user(**over)
