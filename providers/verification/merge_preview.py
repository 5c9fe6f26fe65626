"""What a merge would do: it is done, looked at, and taken back, all in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from providers.actions import claim_proofs, duplicates
from providers.actions.merge_choices import OF_LISTING
from providers.models import DuplicatePair, Location, Merge, Message, Provider, User
from providers.models.membership import MemberRole
from providers.models.vocabulary import CredentialStatus
from providers.shown.amounts import telephone

CHECKED = (CredentialStatus.ACTIVE, CredentialStatus.EXPIRING)


@dataclass(frozen=True)
class Place:
    address: str
    phone: str
    services: int
    people: int
    url: str = ""


@dataclass(frozen=True)
class Preview:
    """facts: (name, what patients will read). redirects: addresses that lead to the one that stays.

    behind: places that patients see no more. checked_behind: people there with a credential that we checked.
    """

    name: str
    url: str
    facts: list[tuple[str, str]]
    places: list[Place]
    behind: list[Place]
    checked_behind: int
    members: list[tuple[str, str]]
    redirects: list[str]
    told: list[str]


def preview(*, by: User, pair: DuplicatePair, goes: Provider, chosen: dict[str, str], reason: str) -> Preview:
    """Raises what the merge itself would raise."""
    newest = Message.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with transaction.atomic():
        merge = duplicates.join(by=by, pair=pair, goes=goes, chosen=chosen, reason=reason)
        seen = _seen(merge, newest)
        transaction.set_rollback(True)
    return seen


def _seen(merge: Merge, newest: int) -> Preview:
    kept = Provider.objects.get(pk=merge.kept_id)
    behind = _places(merge.gone_id)
    return Preview(
        name=kept.display_name,
        url=kept.get_absolute_url(),
        facts=[(str(label), _said(kept, name)) for name, label in OF_LISTING.items()],
        places=[_place(row) for row in _places(kept.pk)],
        behind=[_place(row) for row in behind],
        checked_behind=_checked(behind),
        members=[
            (one.user.name or one.user.email, str(MemberRole(one.role).label))
            for one in kept.memberships.select_related("user")
        ],
        redirects=sorted(kept.former_slugs.values_list("slug", flat=True)),
        told=sorted(set(Message.objects.filter(pk__gt=newest).values_list("to", flat=True))),
    )


def _said(kept: Provider, name: str) -> str:
    value = getattr(kept, name)
    if isinstance(value, list):
        return ", ".join(value) or _("Not stated")
    return str(kept.get_kind_display() if name == "kind" and value else value or _("Not stated"))


def _places(provider: int) -> list[Any]:
    rows = Location.objects.filter(provider=provider).select_related("provider").order_by("pk")
    counted = rows.annotate(
        service_count=Count("services", distinct=True), people_count=Count("roles", distinct=True)
    )
    return list(counted)


def _place(row: Any) -> Place:
    phone = telephone(row.phone, row.phone_extension)
    return Place(
        claim_proofs.address_line(row), phone, row.service_count, row.people_count, row.get_absolute_url()
    )


def _checked(places: list[Any]) -> int:
    """Somebody who also works where patients look is not left behind."""
    held = Location.objects.filter(pk__in=[row.pk for row in places])
    people = held.filter(roles__practitioner__credentials__status__in=CHECKED)
    return people.values("roles__practitioner").distinct().count()
