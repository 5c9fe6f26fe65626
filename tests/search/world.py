"""A small random world of listings, in every state and with every kind of gap, around Boulder."""

import random

from django.apps import apps

from providers.actions import search_index
from providers.models import Location, Practitioner, Provider
from providers.models.search_row import LANGUAGES
from providers.models.vocabulary import (
    AccessFeature,
    AgeGroup,
    Condition,
    CoveragePosition,
    CredentialStatus,
    NewPatients,
    PlanFamily,
    Profession,
    Route,
    Setting,
)
from tests import factories
from tests.factories.facts import day

SOME = {
    Condition: ["ptsd", "trd", "crps"],
    Setting: ["in_clinic_monitored", "home_peer_only"],
    PlanFamily: ["medicaid", "commppo", "tricare"],
    Route: ["iv", "im", "sublingual_lozenge"],
}


def build(size: int, seed: int) -> list[Location]:
    dice = random.Random(seed)
    places = [_location(dice) for _ in range(size)]
    for place in places:
        _fill(place, dice)
    search_index.reindex([place.pk for place in places])
    return everything()


def clear() -> None:
    """Takes the world down, with the history that it left."""
    Provider.objects.all().delete()
    Practitioner.objects.all().delete()
    for model in apps.get_models():
        if hasattr(model, "pgh_tracked_model"):
            model.objects.all().delete()


def everything() -> list[Location]:
    """Every listed location with what the rules read."""
    return list(
        Location.objects.listed()
        .select_related("provider")
        .prefetch_related(
            *("services__prices", "coverages", "languages", "access_facts", "telehealth_reach"),
            "roles__practitioner__credentials",
        )
    )


def some(dice: random.Random, codes: type, most: int = 2) -> list[str]:
    """A few codes, mostly from a short list, so that choices meet and miss each other."""
    known = SOME.get(codes, list(codes.values)) if dice.random() < 0.9 else list(codes.values)
    return dice.sample(known, dice.randint(0, min(most, len(known))))


def _location(dice: random.Random) -> Location:
    status = dice.choice(["published"] * 6 + ["imported_unclaimed"] * 2 + ["temporarily_closed", "closed"])
    confirmed = None if status == "imported_unclaimed" else day(dice.choice([0, 89, 90, 91, 180, 181, 400]))
    provider = factories.provider(status=status, last_confirmed_on=confirmed)
    where = {} if dice.random() < 0.9 else {"location_type": "virtual"}
    return factories.location(
        provider,
        latitude=40.015 + dice.uniform(-0.4, 0.4),
        longitude=-105.27 + dice.uniform(-0.5, 0.5),
        new_patients=dice.choice([None, *NewPatients.values]),
        offers_telehealth=dice.choice([None, True, False]),
        phone=dice.choice(["", "+13035550101"]),
        **where,
    )


def _fill(place: Location, dice: random.Random) -> None:
    for route in some(dice, Route, 3):
        if route != Route.SPRAVATO:
            _service(place, route, dice)
    for family in some(dice, PlanFamily):
        for route in dice.sample([None, "iv", "im"], dice.randint(1, 2)):
            position = dice.choice([*CoveragePosition.values, CoveragePosition.NOT_BILLED])
            factories.coverage(place, plan_family=family, route=route, position=position)
    for _ in range(dice.randint(0, 2)):
        _person(place, dice)
    for tag in dice.sample(LANGUAGES[:3], dice.randint(0, 2)):
        factories.language(place, tag)
    for feature in dice.sample(AccessFeature.values[:3], dice.randint(0, 3)):
        factories.access_fact(place, feature, is_available=dice.random() < 0.7)
    for state in dice.sample(["CO", "WY"], dice.choice([0, 0, 1, 2])):
        factories.telehealth(place, state)


def _service(place: Location, route: str, dice: random.Random) -> None:
    for setting in dice.sample([None, *Setting.values[:3]], dice.randint(1, 2)):
        years = {"min_age": dice.choice([None, 12, 18, 65]), "max_age": None}
        groups = dice.choice([None, some(dice, AgeGroup)])
        offered = factories.service(
            place,
            route=route,
            setting=setting,
            age_groups=groups,
            conditions=dice.choice([None, some(dice, Condition, 3), some(dice, Condition, 3)]),
            **(years if groups is None else {}),
        )
        if dice.random() < 0.6:
            factories.price(offered, "session_bundle", dice.choice(["300", "449.50", "450", "900"]))
        if dice.random() < 0.6:
            factories.price(offered, "consultation", dice.choice([0, 200]))


def _person(place: Location, dice: random.Random) -> None:
    profession = dice.choice([Profession.MD, Profession.CRNA, Profession.RN])
    role = factories.role(
        place, factories.practitioner(profession=profession), does=dice.choice([["prescribes"], ["monitors"]])
    )
    if dice.random() < 0.8:
        factories.licence(
            role.practitioner,
            status=dice.choice(
                [CredentialStatus.ACTIVE] * 3 + [CredentialStatus.SUSPENDED, CredentialStatus.CLAIMED]
            ),
            state=dice.choice(["CO", "CO", "WY"]),
            checked_on=day(dice.choice([20, 119, 120, 121])),
            expires_on=day(dice.choice([-365, -1, 0, 1])),
        )
