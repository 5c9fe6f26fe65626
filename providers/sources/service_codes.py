"""SAMHSA's service codes (National Directory of Mental Health Facilities, 2022) in our vocabulary."""

from __future__ import annotations

from collections.abc import Set
from typing import TypedDict

from providers.models.vocabulary import AgeGroup, PlanFamily

KETAMINE = "KIT"
TELEHEALTH = "TELE"
SELF_PAY = "SF"
SLIDING_SCALE = "SS"
HOSPITALS = frozenset({"PSY", "IPSY", "HI", "SHP", "VAHC"})
PLANS = {
    "PI": PlanFamily.COMMERCIAL_OTHER,
    "MC": PlanFamily.MEDICARE_B,
    "MD": PlanFamily.MEDICAID,
    "MI": PlanFamily.TRICARE,
    "VAF": PlanFamily.VA,
}
AGES = {
    "CHLD": AgeGroup.CHILD,
    "YAD": AgeGroup.YOUNG_ADULT,
    "ADLT": AgeGroup.ADULT,
    "SNR": AgeGroup.SENIOR,
}
# BCP 47. "AH" is sign language; "Creole" is Haitian Creole, the only one that the survey names.
LANGUAGES = {
    "SP": "es", "AH": "ase", "F4": "ar", "F17": "zh", "F19": "ht", "F25": "fa", "F28": "fr", "F30": "de",
    "F31": "el", "F35": "he", "F36": "hi", "F37": "hmn", "F42": "it", "F43": "ja", "F47": "ko", "F66": "pl",
    "F67": "pt", "F70": "ru", "F81": "tl", "F92": "vi", "N24": "oj", "N40": "ypk",
}  # fmt: skip


class Facts(TypedDict):
    """The fields of a Facility that codes decide."""

    offers_ketamine: bool
    offers_telehealth: bool | None
    is_hospital: bool
    plan_families: tuple[str, ...]
    self_pay: bool | None
    sliding_scale: bool | None
    age_groups: tuple[str, ...]
    languages: tuple[str, ...]


def facts_of(codes: Set[str]) -> Facts:
    """A code that is not there says nothing: its fact stays unknown, never "no"."""
    return Facts(
        offers_ketamine=KETAMINE in codes,
        offers_telehealth=True if TELEHEALTH in codes else None,
        is_hospital=not HOSPITALS.isdisjoint(codes),
        plan_families=tuple(plan.value for code, plan in PLANS.items() if code in codes),
        self_pay=True if SELF_PAY in codes else None,
        sliding_scale=True if SLIDING_SCALE in codes else None,
        age_groups=tuple(age.value for code, age in AGES.items() if code in codes),
        languages=tuple(sorted(tag for code, tag in LANGUAGES.items() if code in codes)),
    )
