"""The vocabulary of the product: import models from here."""

from .coverage import Coverage
from .credential import Check, Credential, Decision
from .location import AccessFact, Language, Location, OpeningHours
from .place import Place
from .policy import Policy
from .practitioner import Practitioner, PractitionerRole
from .price import Price
from .provider import FormerSlug, Freshness, Provider
from .question import Answer, Question, QuestionText
from .report import Report, Throttle
from .search_row import SearchCard, SearchReach, SearchRow
from .service import Service, TelehealthReach
from .site_fact import ReferencePrice, SiteFact
from .source_record import ImportRun, Match, SourceRecord
from .user import User

__all__ = [
    "AccessFact",
    "Answer",
    "Check",
    "Coverage",
    "Credential",
    "Decision",
    "FormerSlug",
    "Freshness",
    "ImportRun",
    "Language",
    "Location",
    "Match",
    "OpeningHours",
    "Place",
    "Policy",
    "Practitioner",
    "PractitionerRole",
    "Price",
    "Provider",
    "Question",
    "QuestionText",
    "ReferencePrice",
    "Report",
    "SearchCard",
    "SearchReach",
    "SearchRow",
    "Service",
    "SiteFact",
    "SourceRecord",
    "TelehealthReach",
    "Throttle",
    "User",
]
