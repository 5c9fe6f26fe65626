"""A location and what a visitor wants to know of it: hours, access, languages, intake."""

from __future__ import annotations

import datetime
from typing import Any

from providers.models import AccessFact, Language, Location, OpeningHours
from providers.models.search_row import LANGUAGES
from providers.models.vocabulary import (
    AccessFeature,
    Appointment,
    Evaluator,
    GeocodeQuality,
    IntakeNeed,
    LocationType,
    NewPatients,
    SpokenBy,
)

from .draft import Draft, clinic_says, register_says, visitor_says
from .identity import SiteShape, SiteWords

QUALITY = {GeocodeQuality.ROOFTOP: 6, GeocodeQuality.STREET: 3}
NEW_PATIENTS = {
    NewPatients.NEWPT: 64, NewPatients.NOPT: 8, NewPatients.EXISTPTONLY: 6, NewPatients.EXISTPTFAM: 4,
    None: 18,
}  # fmt: skip
EVALUATORS = {
    Evaluator.PSYCHIATRIST: 4, Evaluator.PMHNP: 3, Evaluator.OTHER_PRESCRIBER: 3, Evaluator.THERAPIST_ONLY: 1,
    None: 3,
}  # fmt: skip
ACCESS = {
    AccessFeature.STEP_FREE: 0.7, AccessFeature.ACCESSIBLE_TOILET: 0.6, AccessFeature.PARKING: 0.7,
    AccessFeature.PUBLIC_TRANSIT: 0.35, AccessFeature.QUIET_ROOM: 0.4, AccessFeature.INTERPRETER: 0.25,
    AccessFeature.RELAY_CALLS: 0.2, AccessFeature.COMPANION_ALLOWED: 0.5,
}  # fmt: skip
WEEKS = (
    dict.fromkeys(range(5), ((9, 17),)),
    dict.fromkeys(range(5), ((8, 16),)),
    dict.fromkeys(range(5), ((9, 12), (13, 18))),
    dict.fromkeys(range(1, 5), ((10, 18),)),
    {**dict.fromkeys(range(4), ((8, 18),)), 5: ((9, 13),)},
    dict.fromkeys((0, 2, 4), ((7, 15),)),
)


def location(
    draft: Draft,
    site: SiteShape,
    words: SiteWords,
    said: dict[str, Any],
    *,
    type: str,
    treats_at_home: bool,
    provider: int,
) -> Location:
    """A virtual location has no position; a postal one has, and nobody visits it."""
    is_virtual = type == LocationType.VIRTUAL
    quality = draft.dice.one(QUALITY) if site.is_scattered else GeocodeQuality.ZIP_CENTROID
    return draft.add(
        Location(
            provider_id=provider,
            location_type=type,
            slug=words.slug,
            name=words.name,
            street="" if is_virtual else words.street,
            street2="" if is_virtual else draft.dice.choice(("", "", "Suite 2", "Suite 110", "Floor 3")),
            city=words.city,
            state=site.state,
            zip=words.zip,
            county=words.county,
            latitude=None if is_virtual else float(words.latitude),
            longitude=None if is_virtual else float(words.longitude),
            geocode_quality=None if is_virtual else quality,
            timezone=words.timezone,
            phone=words.phone if draft.dice.chance(0.95) else "",
            offers_telehealth=True
            if is_virtual or treats_at_home
            else draft.dice.choice((None, None, False)),
            **said,
        )
    )


def describe(draft: Draft, row: Location, words: SiteWords, on: datetime.date) -> None:
    """What only the clinic itself can say."""
    dice = draft.dice
    row.phone_extension = str(dice.randint(1, 99)) if row.phone and dice.chance(0.1) else ""
    row.email = words.email if dice.chance(0.6) else ""
    row.booking_url = words.booking_url if dice.chance(0.4) else ""
    row.appointment = dice.one({Appointment.REQUIRED: 8, Appointment.WALK_IN: 1, None: 2})
    row.new_patients = dice.one(NEW_PATIENTS)
    row.wait_days = dice.maybe(0.5, dice.choice((2, 3, 5, 7, 10, 14, 21, 30)))
    needs = dice.each({IntakeNeed.REFERRAL: 0.3, IntakeNeed.DIAGNOSIS_LETTER: 0.3, IntakeNeed.LABS: 0.2})
    row.needs = needs if dice.chance(0.7) else None  # type: ignore[assignment]  # CodeListField allows null
    row.evaluation_by = dice.one(EVALUATORS)
    _hours(draft, row, on)
    if row.location_type == LocationType.PHYSICAL:
        _access(draft, row, on)
    _languages(draft, row, clinic_says(on))


def describe_from_register(draft: Draft, row: Location) -> None:
    _languages(draft, row, register_says())


def _hours(draft: Draft, row: Location, on: datetime.date) -> None:
    if draft.dice.chance(0.2):
        return
    for weekday, spans in draft.dice.choice(WEEKS).items():
        for opens, closes in spans:
            draft.add(
                OpeningHours(
                    location_id=row.pk,
                    weekday=weekday,
                    opens=datetime.time(opens),
                    closes=datetime.time(closes),
                    **clinic_says(on),
                )
            )


def _access(draft: Draft, row: Location, on: datetime.date) -> None:
    for feature in draft.dice.each(ACCESS):
        said = visitor_says() if draft.dice.chance(0.02) else clinic_says(on)
        draft.add(
            AccessFact(location_id=row.pk, feature=feature, is_available=draft.dice.chance(0.85), **said)
        )


def _languages(draft: Draft, row: Location, said: dict[str, Any]) -> None:
    """Spanish often, in Puerto Rico always; every other language that can be searched for takes its turn."""
    dice = draft.dice
    tags = ["en"] if dice.chance(0.5) else []
    if row.state == "PR" or dice.chance(0.3):
        tags.append("es")
    if dice.chance(0.4):
        tags.append(dice.turn(LANGUAGES[1:], draft.number))
    who = {SpokenBy.CLINICIAN: 3, SpokenBy.STAFF: 2, SpokenBy.INTERPRETER: 2, None: 3}
    for tag in tags:
        by = SpokenBy.CLINICIAN if tag == "en" else dice.one(who)
        draft.add(Language(location_id=row.pk, tag=tag, spoken_by=by, **said))
