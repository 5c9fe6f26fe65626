"""Mail about one credential to the owners of the listings that keep it: what happened, what they can do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import override

from providers.models import Credential, Practitioner, Provider, User
from providers.models.place_names import STATES
from providers.models.vocabulary import CredentialType

from . import mail
from .listing_mail import LANGUAGE, address_of, owners_of

TEMPLATE = "credential_state"


def tell(credential: Credential, event: str, *, occasion: object = None, **context: Any) -> None:
    """event: a word that templates/emails/_credential_state_words.txt knows.

    One mail to each owner and listing for one occasion: the newest step of this credential unless told
    otherwise, so that the same step told twice is one mail. In the caller's transaction.
    """
    step = credential.decisions.order_by("-id").values_list("pk", flat=True).first()
    for listing in listings_of(credential):
        for owner in owners_of(listing):
            mail.send(
                to=owner.email,
                template=TEMPLATE,
                key=f"{TEMPLATE}:{credential.pk}:{event}:{occasion or step}:{listing.pk}:{owner.pk}",
                context=_context(credential, listing, owner, event) | context,
                language=LANGUAGE,
            )


def listings_of(credential: Credential) -> Iterable[Provider]:
    """Where its private facts belong: a person who is at another listing too is nobody's to read of.

    Then only a listing hears of it whose own people entered the credential.
    """
    if credential.practitioner_id is None:
        held = Q(credentials=credential) | Q(locations__credentials=credential)
        return Provider.objects.filter(held).distinct()
    at = Provider.objects.filter(locations__roles__practitioner=credential.practitioner_id).distinct()
    keeping = [one for one in at if Practitioner.objects.kept_by(one).filter(pk=credential.practitioner_id)]
    return keeping or at.filter(memberships__user=credential.confirmed_by_id)


def _context(credential: Credential, listing: Provider, owner: User, event: str) -> dict[str, Any]:
    with override(LANGUAGE):
        state = STATES.get(credential.state, "")
        label = credential.label
        ends = date_format(credential.expires_on, "j M Y") if credential.expires_on else ""
    has_page = credential.type != CredentialType.NPI
    return {
        "event": event,
        "listing": listing.display_name,
        "to": owner,
        "credential": f"{label}, {state}" if state else label,
        "holder": credential.practitioner.name if credential.practitioner else listing.display_name,
        "ends": ends,
        "url": address_of("edit_credential", listing.slug, str(credential.pk))
        if has_page
        else address_of("listing_home", listing.slug),
    }
