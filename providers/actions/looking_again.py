"""What staff have seen of an address, or of a person, does not hold for another one: they look again."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from providers.models import Credential, Service, User
from providers.models.change_request import ChangedField as F
from providers.models.vocabulary import CredentialStatus, RemsStatus

from .changed_values import Target
from .credential_review import reopen

WHERE = ("street", "city", "state", "zip")
WHO = ("name", "profession", "npi")
LIVE = (CredentialStatus.ACTIVE, CredentialStatus.EXPIRING)


def look_again(*, by: User, target: Target, before: Any, after: Any, is_seen: bool) -> None:
    """Spravato is certified for one address, and so is a facility; a license is of one name."""
    if target.field == F.ADDRESS and target.location and _moved(WHERE, before, after):
        seen = target.location.services.filter(rems_status=RemsStatus.CERTIFIED_SEEN)
        for service in seen.select_for_update():
            _unsee(service)
        _reopen(by, Q(location=target.location), _("The address has changed."))
    if target.field == F.PERSON and not is_seen and _moved(WHO, before, after):
        _reopen(by, Q(practitioner=target.subject), _("The name, profession or NPI has changed."))


def _moved(names: tuple[str, ...], before: Any, after: Any) -> bool:
    return any(before[name] != after.get(name, before[name]) for name in names)


def _unsee(service: Service) -> None:
    service.rems_status, service.rems_checked_on = RemsStatus.CLAIMED.value, None
    service.save(update_fields=["rems_status", "rems_checked_on"])


def _reopen(by: User, whose: Q, reason: str) -> None:
    for credential in Credential.objects.filter(whose, status__in=LIVE).order_by("pk"):
        reopen(by=by, credential=credential, reason=reason)
