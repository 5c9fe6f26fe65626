"""The listings that the browser tests visit: Denver full, Boulder with one of each odd kind, Wyoming bare."""

from dataclasses import dataclass

from django.conf import settings
from django.core.management import call_command
from django.test import Client

from providers.actions import demo
from providers.models import Location, Provider, SearchCard
from providers.models.vocabulary import ListingStatus, LocationType, NewPatients
from tests import cast, factories

IV_CLINICS = 22
WITH_SPRAVATO = 3  # of which the last takes no new patients


@dataclass(frozen=True)
class Town:
    """Paths of the pages that only their rows can tell."""

    full: str
    imported: str
    chain: str
    closed: str
    report: str
    denver_pk: int
    owned: str  # the slug of a listing with two locations
    session: str  # of its owner, signed in


def build() -> Town:
    call_command("load_texts", verbosity=0)
    demo.load(count=60, seed=7)
    denver = _denver()
    factories.published_listing(at=factories.FORT_COLLINS, display_name="Poudre Ketamine")
    imported = factories.unclaimed_listing(display_name="Boulder County Clinic")
    return Town(
        full=_fullest(),
        imported=imported.provider.get_absolute_url(),
        chain=_chain().get_absolute_url(),
        closed=_closed().provider.get_absolute_url(),
        report=f"{denver[0].get_absolute_url()}report/",
        denver_pk=denver[0].pk,
        owned=(owned := _owned()).slug,
        session=_session(owned),
    )


def _denver() -> list[Location]:
    clinics = [
        factories.published_listing(at=factories.DENVER, session=400 + 10 * number)
        for number in range(IV_CLINICS)
    ]
    for clinic in clinics[:WITH_SPRAVATO]:
        factories.spravato(clinic)
    last = clinics[WITH_SPRAVATO - 1]
    last.new_patients = NewPatients.NOPT
    last.save(update_fields=["new_patients"])
    by_video = factories.published_listing(
        at=factories.DENVER, display_name="Mile High Video", site={"location_type": LocationType.VIRTUAL}
    )
    factories.telehealth(by_video)
    factories.reindex(*clinics[:WITH_SPRAVATO], by_video)
    return clinics


def _chain() -> Location:
    first = factories.published_listing(display_name="Flatirons Ketamine", slug="flatirons")
    second = factories.location(first.provider, at=factories.FORT_COLLINS)
    factories.priced_service(second)
    factories.reindex(first, second)
    return second


def _owned() -> Provider:
    first = factories.published_listing(at=factories.CASPER, display_name="Platte River Ketamine")
    second = factories.location(first.provider, at=factories.FORT_COLLINS, name="North office")
    for weekday in range(5):
        factories.opening_hours(first, weekday)
    factories.telehealth(first, "WY")
    factories.reindex(first, second)
    return first.provider


def _session(provider: Provider) -> str:
    client = Client()
    client.force_login(cast.owner(provider))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _closed() -> Location:
    return factories.location(factories.provider(status=ListingStatus.CLOSED, display_name="Gone Clinic"))


def _fullest() -> str:
    """The demo listing that answers most questions."""
    cards = SearchCard.objects.filter(
        location__provider__is_demo=True, location__provider__status="published"
    )
    best = max(cards.order_by("pk"), key=lambda card: card.card["answered"])
    return Location.objects.get(pk=best.pk).get_absolute_url()
