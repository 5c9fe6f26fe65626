"""Who works at a listing: professions, duties, licences and other credentials."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from providers.models import Credential, Location, Practitioner, PractitionerRole
from providers.models.vocabulary import CredentialType as T
from providers.models.vocabulary import Duty, Presence, Profession

from .credentials import board, credential
from .draft import Draft, clinic_says
from .identity import PersonWords
from .lives import CLAIMED, CURRENT, LICENCE_LIVES, CredentialLife

P = Profession

TAXONOMY: Final = {
    P.MD: "2084P0800X", P.DO: "2084P0800X", P.PMHNP: "363LP0808X", P.NP: "363L00000X",
    P.CRNA: "367500000X", P.PA: "363A00000X", P.RN: "163W00000X", P.PHD: "103TC0700X",
    P.PSYD: "103TC0700X", P.LCSW: "1041C0700X", P.LPC: "101YP2500X", P.LMFT: "106H00000X",
    P.PHARMD: "183500000X",
}  # fmt: skip
ANESTHESIA, EMERGENCY = "207L00000X", "207P00000X"
PRESCRIBERS = {P.MD: 40, P.PMHNP: 22, P.DO: 12, P.CRNA: 9, P.NP: 9, P.PA: 8}
WATCHERS = {P.RN: 80, P.NP: 8, P.PA: 4, P.PHARMD: 4, P.OTHER: 4}
THERAPISTS = {P.LCSW: 34, P.LPC: 24, P.PSYD: 16, P.LMFT: 14, P.PHD: 12}
BOARDS_OF_SPECIALTY = {
    "2084P0800X": "American Board of Psychiatry and Neurology",
    ANESTHESIA: "American Board of Anesthesiology",
    EMERGENCY: "American Board of Emergency Medicine",
    "363LP0808X": "American Nurses Credentialing Center",
}
PRESENCE = {
    Presence.ON_SITE_WHOLE_SESSION: 60,
    Presence.ON_SITE_PART: 20,
    Presence.ON_CALL: 12,
    Presence.REMOTE: 8,
}


@dataclass(frozen=True)
class Job:
    """What one person does for a listing. at: places of the locations in the listing; None is everywhere."""

    profession: str
    does: tuple[str, ...]
    at: int | None = None

    @property
    def prescribes(self) -> bool:
        return Duty.PRESCRIBES in self.does


def jobs(draft: Draft, *, sites: int, is_solo: bool, has_therapy: bool) -> list[Job]:
    """A prescriber for all locations, and for some of them people of their own."""
    dice = draft.dice
    leads = [Duty.PRESCRIBES, *dice.each({Duty.ADMINISTERS: 0.4, Duty.MEDICAL_DIRECTOR: 0.6})]
    found = [Job(dice.one(PRESCRIBERS), tuple(leads))]
    if is_solo:
        return found
    for site in range(min(sites, 8)):
        if dice.chance(0.55):
            found.append(Job(dice.one(WATCHERS), (Duty.MONITORS, Duty.ADMINISTERS), site))
        if dice.chance(0.2):
            found.append(Job(dice.one(PRESCRIBERS), (Duty.PRESCRIBES, Duty.MONITORS), site))
    if has_therapy and dice.chance(0.7):
        found.append(Job(dice.one(THERAPISTS), (Duty.THERAPY,), 0))
    return found[:13]


def staff(
    draft: Draft,
    jobs: list[Job],
    names: list[PersonWords],
    locations: list[Location],
    reaches: list[str],
    said_on: datetime.date,
) -> dict[str, Credential]:
    """Adds the people. Returns the first prescriber's licence for each state."""
    licences: dict[str, Credential] = {}
    for place, (job, words) in enumerate(zip(jobs, names, strict=True)):
        person = _person(draft, job, words, said_on)
        where = locations if job.at is None else [locations[job.at]]
        for location in where:
            _role(draft, person, location, job, said_on)
        states = list(dict.fromkeys(location.state for location in where))
        if job.prescribes and job.at is None:
            states = list(dict.fromkeys([*states, *reaches]))
        held = _licences(draft, person, job, states, is_lead=place == 0)
        licences = licences or held
        if job.prescribes:
            _prescribing(draft, person, states[0])
        _training(draft, person, job)
    return licences


def _person(draft: Draft, job: Job, words: PersonWords, said_on: datetime.date) -> Practitioner:
    code = TAXONOMY.get(P(job.profession))
    if job.profession in (P.MD, P.DO):
        code = draft.dice.one({code: 55, ANESTHESIA: 30, EMERGENCY: 15})
    return draft.add(
        Practitioner(
            name=words.name,
            profession=job.profession,
            npi=words.npi if draft.dice.chance(0.8) else "",
            taxonomy=[code] if code else [],
            **clinic_says(said_on),
        )
    )


def _role(draft: Draft, person: Practitioner, location: Location, job: Job, on: datetime.date) -> None:
    present = Presence.REMOTE if location.location_type != "physical" else draft.dice.one(PRESENCE)
    draft.add(
        PractitionerRole(
            practitioner_id=person.pk,
            location_id=location.pk,
            does=list(job.does),
            present=present if draft.dice.chance(0.85) else None,
            **clinic_says(on),
        )
    )


def _licences(
    draft: Draft, person: Practitioner, job: Job, states: list[str], *, is_lead: bool
) -> dict[str, Credential]:
    """One per state. The lead's life takes its turn among all lives; the others' are mostly current."""
    held = {}
    for place, state in enumerate(states):
        usual = CURRENT if draft.dice.chance(0.75) else draft.dice.choice(LICENCE_LIVES)
        held[state] = credential(
            draft,
            draft.dice.turn(LICENCE_LIVES, draft.number * 5) if is_lead and place == 0 else usual,
            type=T.STATE_LICENCE,
            issuer=board(job.profession, state),
            state=state,
            practitioner_id=person.pk,
        )
    return held


def _prescribing(draft: Draft, person: Practitioner, state: str) -> None:
    dice = draft.dice
    if dice.chance(0.45):
        _held(draft, person, CLAIMED, T.DEA_REGISTRATION, "Drug Enforcement Administration")
    if dice.chance(0.2):
        issuer = board("PharmD", state)
        _held(draft, person, _likely(draft), T.CONTROLLED_SUBSTANCE_STATE, issuer, state=state)
    specialty = BOARDS_OF_SPECIALTY.get(person.taxonomy[0]) if person.taxonomy else None
    if specialty and dice.chance(0.6):
        _held(draft, person, _likely(draft), T.BOARD_CERTIFICATION, specialty)
    if person.npi and dice.chance(0.3):
        _held(draft, person, CURRENT, T.NPI, "NPI register", number=person.npi, number_is_public=True)


def _training(draft: Draft, person: Practitioner, job: Job) -> None:
    dice = draft.dice
    if job.profession not in THERAPISTS and dice.chance(0.5):
        _held(draft, person, _likely(draft), dice.one({T.ACLS: 3, T.BLS: 1}), "Heart training course")
    if dice.chance(0.12):
        _held(draft, person, CLAIMED, T.KETAMINE_TRAINING, "Ketamine training course")
    if dice.chance(0.1):
        _held(draft, person, CLAIMED, T.PROFESSIONAL_MEMBERSHIP, "Society of ketamine practitioners")
    if dice.chance(0.1):
        _held(draft, person, CLAIMED, T.MALPRACTICE_COVER, "Malpractice insurer")


def _likely(draft: Draft) -> CredentialLife:
    return CURRENT if draft.dice.chance(0.35) else CLAIMED


def _held(
    draft: Draft, person: Practitioner, life: CredentialLife, type: str, issuer: str, **fields: object
) -> None:
    credential(draft, life, type=type, issuer=issuer, practitioner_id=person.pk, **fields)
