"""The staff's groups, with the rights that permissions.py gives each. Run at every release."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.contrib.auth.models import Permission as Right
from django.db import transaction

from providers.permissions import ROLES


@transaction.atomic
def ensure_roles() -> int:
    """Makes the groups and sets what ours hold; rights of other apps that somebody added stay. How many."""
    for name, codes in ROLES.items():
        group, _is_new = Group.objects.get_or_create(name=name)
        ours = Right.objects.filter(content_type__app_label="providers")
        group.permissions.remove(*ours.exclude(codename__in=codes))
        group.permissions.add(*ours.filter(codename__in=codes))
    return len(ROLES)
