"""The vocabulary of the product: import models from here."""

from .attestation import Attestation, Reminder
from .change_request import ChangeRequest
from .claim import Claim, ProofCode
from .coverage import Coverage
from .credential import Check, Credential, Decision
from .document import Document
from .location import AccessFact, Language, Location, OpeningHours
from .membership import Invitation, Membership
from .message import Message
from .place import Place
from .policy import Policy
from .practitioner import Practitioner, PractitionerRole
from .price import Price
from .provider import FormerSlug, Freshness, Provider
from .question import Answer, Question, QuestionText
from .removal import RemovalRequest
from .report import Report, Throttle
from .search_density import SearchDensity
from .search_row import SearchCard, SearchReach, SearchRow
from .service import Service, TelehealthReach
from .site_fact import ReferencePrice, SiteFact
from .source_record import ImportRun, Match, SourceRecord
from .user import User
from .weekly_count import WeeklyCount

__all__ = [
    "AccessFact",
    "Answer",
    "Attestation",
    "ChangeRequest",
    "Check",
    "Claim",
    "Coverage",
    "Credential",
    "Decision",
    "Document",
    "FormerSlug",
    "Freshness",
    "ImportRun",
    "Invitation",
    "Language",
    "Location",
    "Match",
    "Membership",
    "Message",
    "OpeningHours",
    "Place",
    "Policy",
    "Practitioner",
    "PractitionerRole",
    "Price",
    "ProofCode",
    "Provider",
    "Question",
    "QuestionText",
    "ReferencePrice",
    "Reminder",
    "RemovalRequest",
    "Report",
    "SearchCard",
    "SearchDensity",
    "SearchReach",
    "SearchRow",
    "Service",
    "SiteFact",
    "SourceRecord",
    "TelehealthReach",
    "Throttle",
    "User",
    "WeeklyCount",
]
