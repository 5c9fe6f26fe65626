"""The vocabulary of the product: import models from here."""

from .accuracy import Sample, SampleCall
from .attestation import Attestation, Reminder
from .audit_entry import AuditEntry, AuditRun, AuditWaiting
from .case import Case, CaseEvent
from .change_request import ChangeRequest
from .check import Check, Decision
from .claim import Claim, ProofCode
from .coverage import Coverage
from .credential import Credential
from .document import Document
from .duplicate import DuplicatePair, Merge
from .exclusion import Exclusion, ExclusionMatch
from .feed import Feed, FeedLoad
from .licence_register import LicenceRegister
from .location import AccessFact, Language, Location, OpeningHours
from .membership import Invitation, Membership
from .message import Message
from .npi_record import NpiAnswer, NpiRecord, Taxonomy
from .place import Place
from .policy import Policy
from .practitioner import Practitioner, PractitionerRole
from .price import Price
from .provider import FormerSlug, Freshness, Provider
from .question import Answer, Question, QuestionText
from .removal import RemovalRequest
from .report import Report, Throttle
from .sealed_number import SealedNumber
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
    "AuditEntry",
    "AuditRun",
    "AuditWaiting",
    "Case",
    "CaseEvent",
    "ChangeRequest",
    "Check",
    "Claim",
    "Coverage",
    "Credential",
    "Decision",
    "Document",
    "DuplicatePair",
    "Exclusion",
    "ExclusionMatch",
    "Feed",
    "FeedLoad",
    "FormerSlug",
    "Freshness",
    "ImportRun",
    "Invitation",
    "Language",
    "LicenceRegister",
    "Location",
    "Match",
    "Membership",
    "Merge",
    "Message",
    "NpiAnswer",
    "NpiRecord",
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
    "Sample",
    "SampleCall",
    "SealedNumber",
    "SearchCard",
    "SearchDensity",
    "SearchReach",
    "SearchRow",
    "Service",
    "SiteFact",
    "SourceRecord",
    "Taxonomy",
    "TelehealthReach",
    "Throttle",
    "User",
    "WeeklyCount",
]
