"""Whether the exclusion list stands against a person or a listing: asked before anything is vouched for."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from providers.models import Credential, ExclusionMatch, Location, Provider
from providers.models.exclusion import MatchState, MatchStrength

from .refusals import refuse_unless

# A name alone stands in nobody's way until a person has said that it is the same.
STANDS = Q(state=MatchState.CONFIRMED) | Q(state=MatchState.OPEN, strength=MatchStrength.NPI)


def is_credential_barred(credential: Credential) -> bool:
    matches = ExclusionMatch.objects.filter(STANDS)
    if credential.practitioner_id:
        return bool(matches.filter(practitioner=credential.practitioner_id).exists())
    if credential.location_id:
        place = Location.objects.filter(pk=credential.location_id)
        return bool(matches.filter(provider__in=place.values("provider")).exists())
    return bool(matches.filter(provider=credential.provider_id).exists())


def refuse_barred_credential(credential: Credential) -> None:
    refuse_unless(
        not is_credential_barred(credential),
        _("The federal exclusion list names the holder: decide that case first."),
    )


def refuse_barred_listing(provider: Provider) -> None:
    stands = ExclusionMatch.objects.filter(STANDS, provider=provider).exists()
    refuse_unless(not stands, _("The federal exclusion list names this listing: decide that case first."))
