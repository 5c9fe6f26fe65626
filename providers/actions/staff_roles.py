"""The staff's groups, with the rights that permissions.py gives each. Run at every release."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.contrib.auth.models import Permission as Right
from django.db import transaction
from django.utils.translation import gettext as _

from providers.models import User
from providers.permissions import ROLES

from .refusals import refuse_unless

NAMES = {"operator": "Operators", "reviewer": "Reviewers", "lead": "Lead reviewers"}


@transaction.atomic
def ensure_roles() -> int:
    """Makes the groups and sets what ours hold; rights of other apps that somebody added stay. How many."""
    for name, codes in ROLES.items():
        group, _is_new = Group.objects.get_or_create(name=name)
        ours = Right.objects.filter(content_type__app_label="providers")
        group.permissions.remove(*ours.exclude(codename__in=codes))
        group.permissions.add(*ours.filter(codename__in=codes))
    return len(ROLES)


@transaction.atomic
def make_staff(*, email: str, role: str) -> User:
    """From the command line of the server: the first staff have nobody yet who could let them in.

    role: a key of NAMES; it takes the place of another role that the person had.
    """
    person = User.objects.select_for_update().filter(email=email, is_active=True).first()
    refuse_unless(person is not None, _("There is no account with this address. Sign up first."))
    assert person is not None
    ensure_roles()
    person.groups.remove(*Group.objects.filter(name__in=NAMES.values()))
    person.groups.add(Group.objects.get(name=NAMES[role]))
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    return person
