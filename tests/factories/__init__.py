"""Rows for tests, built plainly: every function takes field overrides and returns the stored row.

Positions are those of real cities; NPIs have valid check digits; telephone numbers are 555-01xx.
"""

from . import facts
from .accounts import user
from .care import coverage, price, priced_service, service, spravato, telehealth
from .listings import (
    BOULDER,
    CASPER,
    DENVER,
    FORT_COLLINS,
    access_fact,
    language,
    location,
    opening_hours,
    policy,
    provider,
)
from .people import licence, practitioner, role
from .published import published_listing, reindex, unclaimed_listing
from .words import answer, place, question

__all__ = [
    "BOULDER",
    "CASPER",
    "DENVER",
    "FORT_COLLINS",
    "access_fact",
    "answer",
    "coverage",
    "facts",
    "language",
    "licence",
    "location",
    "opening_hours",
    "place",
    "policy",
    "practitioner",
    "price",
    "priced_service",
    "provider",
    "published_listing",
    "question",
    "reindex",
    "role",
    "service",
    "spravato",
    "telehealth",
    "unclaimed_listing",
    "user",
]
