"""A listing as the registers leave it: nobody has claimed it, and its website names whom to ask."""

import itertools
from dataclasses import dataclass

from django.contrib.auth.models import Permission

from directory.env import BASE_DIR
from providers.actions import imports
from providers.models import Location, Provider
from providers.models.place_names import STATES
from providers.sources import findtreatment, samhsa
from tests import cast, sign_in
from tests.sources.fake_findtreatment import facility, services

REAL = BASE_DIR.parent / "shared" / "data" / "samhsa_ketamine_2022.csv"
REGISTER = REAL if REAL.exists() else BASE_DIR / "tests" / "sources" / "cases" / "samhsa" / "plain.csv"
DOMAIN = "quiet-ketamine.com"


@dataclass(frozen=True)
class Imported:
    """What the registers say of the clinic, and the key of the staff's app for codes."""

    pk: int
    name: str
    path: str
    home: str
    slug: str
    state: str
    staff: str
    secret: str


def imported() -> Imported:
    """The first facility of the one register; another then tells the website that the first leaves out."""
    with REGISTER.open("rb") as file:
        imports.store(itertools.islice(samhsa.read(file), 1), by=None, register="samhsa_2022")
    place = Location.objects.select_related("provider").latest("pk")
    row = facility(
        name1=place.provider.display_name,
        **{name: getattr(place, name) for name in ("street2", "city", "state", "zip")},
        street1=place.street,
        phone=place.phone.removeprefix("+1"),
        website=f"http://www.{DOMAIN}/about",
        latitude=None,
        longitude=None,
        services=services(TAP="Ketamine infusion therapy"),
    )
    assert imports.store(findtreatment.read([row]), by=None, register="findtreatment").updated == 1
    listing = Provider.objects.get(pk=place.provider_id)
    staff = sign_in.with_password(cast.lead_reviewer())
    staff.user_permissions.add(Permission.objects.get(codename="view_provider"))
    return Imported(
        pk=listing.pk,
        name=listing.display_name,
        path=listing.get_absolute_url(),
        home=f"/your-listings/{listing.slug}/",
        slug=listing.slug,
        state=STATES[place.state],
        staff=staff.email,
        secret=sign_in.authenticator_app(staff),
    )
