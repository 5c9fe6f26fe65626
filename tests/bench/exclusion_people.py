"""Made-up clinics, people and an exclusion list at any size; some of them share an NPI or a name with it."""

import csv
import datetime
import random
from pathlib import Path

from django.utils import timezone

from providers.actions.demo_data.copying import without_triggers
from providers.models import Credential, Location, Practitioner, PractitionerRole, Provider
from providers.models.identifiers import is_npi
from providers.sources.leie import COLUMNS

PEOPLE_PER_CLINIC = 5
SYLLABLES = "bar den fal gor hin kel lam mor nes pol ral sut tam vel wick zan"
FIRST = "Ada Bela Cora Dov Edda Fenn Gil Hana Ivo Jory Kit Lena Moss Nils Ora Pia Quin Rosa Sten Tova"
STATES = "CO TX CA FL NY OH PA IL GA NC WA AZ MA TN MO MD WI MN OR OK"
TODAY = timezone.localdate()


def npi_of(number: int) -> str:
    """The first NPI with a right check digit that begins so."""
    stem = f"1{number:08}"
    return next(f"{stem}{digit}" for digit in range(10) if is_npi(f"{stem}{digit}"))


def name_of(dice: random.Random) -> tuple[str, str]:
    surname = "".join(dice.choice(SYLLABLES.split()) for _part in range(3))
    return f"{dice.choice(FIRST.split())}{dice.choice(SYLLABLES.split())}", surname.title()


def fill(count: int, seed: int) -> None:
    """Inside a transaction. One state licence for each person, one place for each clinic."""
    dice = random.Random(seed)
    told = {"basis": "provider_attested", "confirmed_on": TODAY}
    clinics = [
        Provider(
            slug=f"bench-clinic-{number}",
            display_name=f"{name_of(dice)[1]} Infusions {number}",
            status="published",
            last_confirmed_on=TODAY,
            **told,
        )
        for number in range(count // PEOPLE_PER_CLINIC)
    ]
    with without_triggers():
        Provider.objects.bulk_create(clinics, batch_size=2_000)
        sites = [
            Location(provider=clinic, slug="site", city="Anywhere", state=dice.choice(STATES.split()), **told)
            for clinic in clinics
        ]
        Location.objects.bulk_create(sites, batch_size=2_000)
        people = [
            Practitioner(name=f"{' '.join(name_of(dice))}, MD", profession="MD", npi=npi_of(number), **told)
            for number in range(count)
        ]
        Practitioner.objects.bulk_create(people, batch_size=2_000)
        places = [sites[number // PEOPLE_PER_CLINIC % len(sites)] for number in range(count)]
        PractitionerRole.objects.bulk_create(
            (
                PractitionerRole(practitioner=person, location=place, does=["prescribes"], **told)
                for person, place in zip(people, places, strict=True)
            ),
            batch_size=2_000,
        )
        Credential.objects.bulk_create(
            (
                Credential(
                    practitioner=person,
                    type="state_licence",
                    state=place.state,
                    status="active",
                    attested_on=TODAY,
                    checked_on=TODAY,
                    decided_on=TODAY,
                    expires_on=TODAY + datetime.timedelta(days=365),
                    **told,
                )
                for person, place in zip(people, places, strict=True)
            ),
            batch_size=2_000,
        )


def write_list(path: Path, count: int, seed: int, hits: int) -> None:
    """In the list's own layout; one row in ten has an NPI, `hits` of them that of somebody whom we list."""
    dice = random.Random(seed + 1)
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
        writer.writerow(COLUMNS)
        for number in range(count):
            first, last = name_of(dice)
            npi = "0000000000"
            if number % 10 == 0:
                npi = npi_of(number // 10 if number // 10 < hits else 50_000_000 + number)
            row = {
                "LASTNAME": last.upper(), "FIRSTNAME": first.upper(), "GENERAL": "IND- LIC HC SERV PRO",
                "NPI": npi, "DOB": f"19{number % 60 + 30}0{number % 9 + 1}1{number % 10}",
                "ADDRESS": f"{number} NOWHERE ST", "CITY": "ANYWHERE", "STATE": dice.choice(STATES.split()),
                "ZIP": "80302", "EXCLTYPE": "1128a1", "EXCLDATE": f"20{number % 25:02}0320",
                "REINDATE": "00000000", "WAIVERDATE": "00000000",
            }  # fmt: skip
            writer.writerow([row.get(name, "") for name in COLUMNS])
