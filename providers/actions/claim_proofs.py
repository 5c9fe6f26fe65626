"""What a listing itself names, and so which proofs of control it makes possible. Reads; writes nothing."""

from __future__ import annotations

from dataclasses import dataclass

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from providers.models import Claim, Location, Provider
from providers.models.claim import ProofMethod
from providers.models.vocabulary import LocationType

from .refusals import TransitionRefused
from .web_domains import ascii_host, is_free_mail, mail_domain, registrable

LONGEST_TARGET = 254


@dataclass(frozen=True)
class Way:
    """targets: the domain, the numbers or the addresses that the listing names, as stored and as shown."""

    method: ProofMethod
    targets: tuple[tuple[str, str], ...] = ()
    why_not: str = ""

    @property
    def is_possible(self) -> bool:
        return not self.why_not

    def names(self, sent_to: str) -> bool:
        """Whether the listing still names what a proof relied on: it may have been corrected since."""
        is_mail = self.method == ProofMethod.DOMAIN_EMAIL
        wanted = registrable(sent_to.rpartition("@")[2]) if is_mail else sent_to
        return wanted in [value for value, _shown in self.targets]


def ways(provider: Provider) -> dict[ProofMethod, Way]:
    """All four, each with where its code goes or why it cannot be used here. One query."""
    locations = list(provider.locations.filter(closed_on__isnull=True).order_by("pk"))
    found = [_by_mail(provider), _by_phone(locations), _by_letter(locations), Way(ProofMethod.NPPES_OFFICIAL)]
    return {way.method: way for way in found}


def _by_mail(provider: Provider) -> Way:
    domain = mail_domain(provider.website)
    targets = ((domain.name, domain.name),) if domain.name else ()
    return Way(ProofMethod.DOMAIN_EMAIL, targets, domain.why_not)


def _by_phone(locations: list[Location]) -> Way:
    numbers = {location.phone: spoken(location.phone) for location in locations if location.phone}
    why_not = "" if numbers else _("The listing names no telephone number.")
    return Way(ProofMethod.PHONE, tuple(numbers.items()), why_not)


def _by_letter(locations: list[Location]) -> Way:
    addresses = {address_line(row): address_line(row) for row in locations if _gets_post(row)}
    why_not = "" if addresses else _("The listing names no full postal address.")
    return Way(ProofMethod.LETTER, tuple(addresses.items()), why_not)


def _gets_post(location: Location) -> bool:
    return bool(location.street and location.zip) and location.location_type != LocationType.VIRTUAL


def spoken(phone: str) -> str:
    """ "(303) 555-0142", which does not break over two lines."""
    number = phonenumbers.parse(phone, None)
    shown = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    return str(shown).replace(" ", "\u00a0")


def address_line(location: Location) -> str:
    street = ", ".join(part for part in (location.street, location.street2) if part)
    return f"{street}, {location.city}, {location.state} {location.zip}"[-LONGEST_TARGET:]


def listed_target(provider: Provider, method: ProofMethod, wanted: str) -> str:
    """The number or the address, if the listing names it. Raises TransitionRefused."""
    way = ways(provider)[method]
    if not way.is_possible:
        raise TransitionRefused(way.why_not)
    named = [value for value, _shown in way.targets]
    if wanted not in named and not (wanted == "" and len(named) == 1):
        raise TransitionRefused(_("The listing does not name this. Choose one of those that it names."))
    return wanted or named[0]


def mail_target(provider: Provider, typed: str) -> str:
    """The address in ASCII, if it is at the listed website's own domain. Raises TransitionRefused."""
    way = ways(provider)[ProofMethod.DOMAIN_EMAIL]
    if not way.is_possible:
        raise TransitionRefused(way.why_not)
    address = ascii_address(typed)
    domain = way.targets[0][0]
    if way.names(address):
        return address
    if is_free_mail(registrable(address.rpartition("@")[2])):
        raise TransitionRefused(
            _("Anybody can have such an address, so it proves nothing. Give one that ends in %s.") % domain
        )
    raise TransitionRefused(_("Give an address that ends in %s, the listed website.") % domain)


def ascii_address(typed: str) -> str:
    """Raises TransitionRefused for what is no address; a line break in it makes it none.

    So does a quoted name before the @: it may hold commas and a second address, and nobody has one.
    """
    local, _at, host = typed.strip().rpartition("@")
    address = f"{local}@{ascii_host(host)}"
    try:
        validate_email(address)
    except ValidationError as error:
        raise TransitionRefused(_("This is not an e-mail address.")) from error
    if len(address) > LONGEST_TARGET or '"' in local:
        raise TransitionRefused(_("This is not an e-mail address."))
    return address


def is_still_listed(claim: Claim) -> bool:
    if claim.method == ProofMethod.NPPES_OFFICIAL:
        return True
    return claim.method is not None and ways(claim.provider)[ProofMethod(claim.method)].names(claim.sent_to)
