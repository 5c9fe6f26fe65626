"""The codes of the field and their plain labels: DOMAIN.md 4d, FHIR Plan-Net, NUCC. No logic here."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Basis(TextChoices):
    """Who vouches for a fact, strongest first."""

    VERIFIED_SOURCE = "verified_source", _("checked at the source")
    DOCUMENT_SEEN = "document_seen", _("document seen by our staff")
    PROVIDER_ATTESTED = "provider_attested", _("stated by the clinic")
    PUBLIC_IMPORT = "public_import", _("from a public register")
    USER_REPORT = "user_report", _("reported by a visitor")


class Kind(TextChoices):
    CLINIC = "clinic", _("Clinic")
    SOLO_PRACTICE = "solo_practice", _("Solo practice")
    HOSPITAL_DEPARTMENT = "hospital_department", _("Hospital department")
    TELEHEALTH_COMPANY = "telehealth_company", _("Telehealth company")
    MOBILE_SERVICE = "mobile_service", _("Mobile service")


class ListingStatus(TextChoices):
    """Stored states of a listing. Ageing and stale are computed from dates, never stored."""

    DRAFT = "draft", _("Draft")
    IMPORTED_UNCLAIMED = "imported_unclaimed", _("Not confirmed by the clinic")
    CLAIM_PENDING = "claim_pending", _("Claim in progress")
    CLAIMED_DRAFT = "claimed_draft", _("Claimed, being edited")
    PENDING_REVIEW = "pending_review", _("In review")
    PUBLISHED = "published", _("Published")
    SUSPENDED = "suspended", _("Suspended")
    TEMPORARILY_CLOSED = "temporarily_closed", _("Temporarily closed")
    CLOSED = "closed", _("Closed")
    REMOVED_BY_REQUEST = "removed_by_request", _("Removed on request")
    MERGED = "merged", _("Merged into another listing")


class LocationType(TextChoices):
    PHYSICAL = "physical", _("A place to visit")
    POSTAL = "postal", _("Postal address, no visits")
    VIRTUAL = "virtual", _("Telehealth only")


class GeocodeQuality(TextChoices):
    ROOFTOP = "rooftop", _("exact building")
    STREET = "street", _("street")
    ZIP_CENTROID = "zip_centroid", _("middle of the ZIP code area")


class Appointment(TextChoices):
    REQUIRED = "required", _("Appointment needed")
    WALK_IN = "walk_in", _("Walk-ins welcome")


class NewPatients(TextChoices):
    """HL7 Da Vinci Plan-Net accepting-patients codes."""

    NOPT = "nopt", _("Not accepting patients")
    NEWPT = "newpt", _("Accepting new patients")
    EXISTPTONLY = "existptonly", _("Existing patients only")
    EXISTPTFAM = "existptfam", _("Existing patients and their families only")


class IntakeNeed(TextChoices):
    REFERRAL = "referral", _("A referral")
    DIAGNOSIS_LETTER = "diagnosis_letter", _("A letter with your diagnosis")
    LABS = "labs", _("Lab tests")


class Evaluator(TextChoices):
    PSYCHIATRIST = "psychiatrist", _("Psychiatrist")
    PMHNP = "pmhnp", _("Psychiatric nurse practitioner")
    OTHER_PRESCRIBER = "other_prescriber", _("Another prescriber")
    THERAPIST_ONLY = "therapist_only", _("Therapist only")


class AccessFeature(TextChoices):
    STEP_FREE = "step_free", _("Step-free entrance")
    ACCESSIBLE_TOILET = "accessible_toilet", _("Accessible toilet")
    PARKING = "parking", _("Parking")
    PUBLIC_TRANSIT = "public_transit", _("Near public transit")
    QUIET_ROOM = "quiet_room", _("Quiet room")
    INTERPRETER = "interpreter", _("Interpreter")
    RELAY_CALLS = "relay_calls", _("Takes relay calls")
    COMPANION_ALLOWED = "companion_allowed", _("Companion may stay")


class SpokenBy(TextChoices):
    CLINICIAN = "clinician", _("a clinician")
    STAFF = "staff", _("staff")
    INTERPRETER = "interpreter", _("an interpreter")


class Profession(TextChoices):
    MD = "MD", _("MD, physician")
    DO = "DO", _("DO, physician")
    PMHNP = "PMHNP", _("Psychiatric nurse practitioner")
    NP = "NP", _("Nurse practitioner")
    CRNA = "CRNA", _("Nurse anesthetist")
    PA = "PA", _("Physician assistant")
    RN = "RN", _("Registered nurse")
    PHD = "PhD", _("Psychologist, PhD")
    PSYD = "PsyD", _("Psychologist, PsyD")
    LCSW = "LCSW", _("Clinical social worker")
    LPC = "LPC", _("Professional counselor")
    LMFT = "LMFT", _("Marriage and family therapist")
    PHARMD = "PharmD", _("Pharmacist")
    OTHER = "other", pgettext_lazy("profession", "Other")


class Specialty(TextChoices):
    """NUCC codes of those who treat with ketamine, or beside it."""

    PSYCHIATRY = "2084P0800X", _("Psychiatry")
    ANESTHESIOLOGY = "207L00000X", _("Anesthesiology")
    PAIN_ANESTHESIOLOGY = "207LP2900X", _("Pain medicine (anesthesiology)")
    INTERVENTIONAL_PAIN = "208VP0014X", _("Interventional pain medicine")
    EMERGENCY = "207P00000X", _("Emergency medicine")
    FAMILY = "207Q00000X", _("Family medicine")
    PSYCHIATRIC_NURSING = "363LP0808X", _("Psychiatric nursing")
    NURSE_ANESTHESIA = "367500000X", _("Nurse anesthesia")
    PHYSICIAN_ASSISTANT = "363A00000X", _("Physician assistant")
    CLINICAL_PSYCHOLOGY = "103TC0700X", _("Clinical psychology")
    CLINICAL_SOCIAL_WORK = "1041C0700X", _("Clinical social work")


class Duty(TextChoices):
    PRESCRIBES = "prescribes", _("prescribes")
    ADMINISTERS = "administers", _("gives the medicine")
    MONITORS = "monitors", _("watches you")
    THERAPY = "therapy", _("gives therapy")
    MEDICAL_DIRECTOR = "medical_director", _("medical director")


class Presence(TextChoices):
    ON_SITE_WHOLE_SESSION = "on_site_whole_session", _("in the building the whole session")
    ON_SITE_PART = "on_site_part", _("in the building part of the session")
    REMOTE = "remote", _("by video or phone")
    ON_CALL = "on_call", _("on call")


class CredentialType(TextChoices):
    STATE_LICENCE = "state_licence", _("State license")
    CONTROLLED_SUBSTANCE_STATE = "controlled_substance_state", _("State controlled-substance registration")
    DEA_REGISTRATION = "dea_registration", _("DEA registration")
    BOARD_CERTIFICATION = "board_certification", _("Board certification")
    NPI = "npi", _("National Provider Identifier")
    MALPRACTICE_COVER = "malpractice_cover", _("Malpractice cover")
    ACLS = "acls", _("Advanced cardiac life support (ACLS)")
    BLS = "bls", _("Basic life support (BLS)")
    REMS_CERTIFICATION = "rems_certification", _("Spravato REMS certification")
    FACILITY_ACCREDITATION = "facility_accreditation", _("Facility accreditation")
    KETAMINE_TRAINING = "ketamine_training", _("Ketamine training")
    PROFESSIONAL_MEMBERSHIP = "professional_membership", _("Professional membership")


class CredentialStatus(TextChoices):
    """Stored states of DOMAIN.md 4e; what a patient sees is computed from these and the dates."""

    CLAIMED = "claimed", _("Claimed")
    INCOMPLETE = "incomplete", _("Incomplete")
    IDENTITY_MATCHED = "identity_matched", _("Identity matched")
    SOURCE_REQUESTED = "source_requested", _("Source asked")
    SOURCE_UNAVAILABLE = "source_unavailable", _("Source gave no answer")
    SOURCE_CHECKED = "source_checked", _("Source checked")
    DISCREPANCY = "discrepancy", _("Differs from the source")
    PROVIDER_REPLY = "provider_reply", _("Provider replied")
    IN_REVIEW = "in_review", _("In review")
    ACTIVE = "active", _("Active")
    EXPIRING = "expiring", _("Expiring")
    EXPIRED = "expired", _("Expired")
    SUSPENDED = "suspended", _("Suspended")
    REVOKED = "revoked", _("Revoked")
    DENIED = "denied", _("Refused")
    APPEAL = "appeal", _("Under appeal")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Standing(TextChoices):
    """What a patient sees of a credential: a pure function of status, source date and expiry."""

    CURRENT = "current", _("Current")
    EXPIRING = "expiring", _("Expires soon")
    EXPIRED = "expired", _("Expired")
    SUSPENDED = "suspended", _("Suspended")
    NOT_CONFIRMED = "not_confirmed", _("Not confirmed")


class CheckMethod(TextChoices):
    REGISTER_WEB = "register_web", _("looked up in the register")
    REGISTER_FILE = "register_file", _("matched in the register's file")
    REGISTER_CALL = "register_call", _("asked the register by telephone")
    DOCUMENT = "document", _("document seen")
    REGISTER_API = "register_api", _("asked the register’s web service")
    CALCULATION = "calculation", _("calculated")


class CheckResult(TextChoices):
    AGREES = "agrees", _("agrees with the claim")
    DIFFERS = "differs", _("differs from the claim")
    NO_ANSWER = "no_answer", _("no answer")
    NOT_FOUND = "not_found", _("not found")


class Gate(TextChoices):
    """What looks at a claim by itself, before and between the looks of our staff."""

    NPI_DIGIT = "npi_digit", _("Check digit of the NPI")
    NPI_REGISTER = "npi_register", _("Entry in the NPI register")
    DEA_DIGIT = "dea_digit", _("Check digit of the DEA number")
    EXCLUSION = "exclusion", _("Federal exclusion list")
    EXPIRY = "expiry", _("Day of expiry")
    DUPLICATE = "duplicate", _("Other listings like this one")
    CLAIM_DOMAIN = "claim_domain", _("The claimant’s web domain")
    CLAIM_PHONE = "claim_phone", _("The claimant’s telephone number")


class Route(TextChoices):
    IV = "iv", _("IV infusion")
    IM = "im", _("IM injection")
    SC = "sc", _("Injection under the skin")
    SPRAVATO = "nasal_esketamine_spravato", _("Spravato nasal spray")
    NASAL_COMPOUNDED = "nasal_compounded_ketamine", _("Compounded nasal spray")
    LOZENGE = "sublingual_lozenge", _("Lozenge under the tongue")
    ORAL = "oral_tablet_or_liquid", _("Tablet or liquid")
    RECTAL = "rectal", _("Rectal")
    OTHER = "other", pgettext_lazy("route", "Another route")


class Setting(TextChoices):
    CLINIC_MONITORED = "in_clinic_monitored", _("In the clinic, watched")
    CLINIC_SELF = "in_clinic_self", _("In the clinic, on your own")
    HOME_LIVE = "home_with_live_monitor", _("At home, watched live")
    HOME_PEER = "home_peer_only", _("At home, with someone you know")


class DrugBasis(TextChoices):
    FDA_APPROVED = "fda_approved_for_indication", _("FDA-approved for this use")
    OFF_LABEL = "off_label_approved_product", _("Approved drug used off-label")
    COMPOUNDED = "compounded", _("Made by a compounding pharmacy; not FDA-reviewed")


class Condition(TextChoices):
    TRD = "trd", _("Treatment-resistant depression")
    MDD_SUICIDALITY = "mdd_with_acute_suicidality", _("Depression with acute suicidal thoughts")
    BIPOLAR = "bipolar_depression", _("Bipolar depression")
    PTSD = "ptsd", _("PTSD")
    ANXIETY = "anxiety", _("Anxiety")
    OCD = "ocd", _("OCD")
    SUBSTANCE_USE = "substance_use", _("Substance use")
    CHRONIC_PAIN = "chronic_pain", _("Chronic pain")
    CRPS = "crps", _("Complex regional pain syndrome")
    MIGRAINE = "migraine", _("Migraine")
    OTHER = "other", pgettext_lazy("condition", "Another condition")


class AgeGroup(TextChoices):
    """SAMHSA's age groups: under 18, 18 to 25, 26 to 64, 65 and over."""

    CHILD = "child", _("Children and teenagers")
    YOUNG_ADULT = "young_adult", _("Young adults (18 to 25)")
    ADULT = "adult", _("Adults")
    SENIOR = "senior", _("Older adults (65 and over)")


class Monitor(TextChoices):
    BP = "bp", _("blood pressure")
    PULSE_OXIMETRY = "pulse_oximetry", _("oxygen level")
    ECG = "ecg", _("heart rhythm (ECG)")
    CAPNOGRAPHY = "capnography", _("breathing (capnography)")
    RATING_SCALE = "rating_scale", _("a symptom rating scale")
    NONE_STATED = "none_stated", _("none")


class Room(TextChoices):
    PRIVATE = "private", _("Private room")
    SHARED_SCREENED = "shared_screened", _("Shared room with screens")
    OPEN = "open", _("Open room")


class Emergency(TextChoices):
    ACLS_ON_SITE = "acls_on_site", _("person trained in advanced life support (ACLS) in the building")
    OXYGEN = "oxygen", _("oxygen")
    AIRWAY_KIT = "airway_kit", _("airway equipment")
    AED = "aed", _("defibrillator (AED)")
    TRANSFER_PLAN = "transfer_plan", _("hospital transfer plan")


class DriverRule(TextChoices):
    ESCORT_REQUIRED = "escort_required", _("Someone must take you home")
    RIDE_ALLOWED = "ride_allowed", _("Taxi or ride service allowed")
    NONE_STATED = "none_stated", _("No rule")


class Therapy(TextChoices):
    INCLUDED = "included", _("Included in the price")
    OPTIONAL_FEE = "optional_fee", _("Optional, costs extra")
    REFERRAL = "referral", _("By referral")
    NONE = "none", _("Not offered")


class RemsStatus(TextChoices):
    CERTIFIED_SEEN = "certified_seen", _("Spravato certification seen")
    CLAIMED = "claimed", _("Says it is Spravato-certified; not confirmed")
    LAPSED = "lapsed", _("Spravato certification lapsed")


class PriceComponent(TextChoices):
    CONSULTATION = "consultation", _("First visit and evaluation")
    DRUG = "drug", _("Medicine")
    SESSION_BUNDLE = "session_bundle", _("Session, all in")
    OBSERVATION = "observation", _("Being watched after the dose")
    THERAPY = "therapy", _("Therapy")
    BOOSTER = "booster", _("Booster session")
    NO_SHOW_FEE = "no_show_fee", _("Missed-visit fee")
    MEMBERSHIP = "membership", _("Membership")


class PriceUnit(TextChoices):
    SESSION = "session", _("per session")
    COURSE = "course", _("once")
    MONTH = "month", _("per month")
    FILL = "fill", _("per fill")


class PlanFamily(TextChoices):
    """Commercial product types as in Plan-Net, and the public programmes."""

    COMMERCIAL_PPO = "commppo", _("Private PPO")
    COMMERCIAL_HMO = "commhmo", _("Private HMO")
    COMMERCIAL_OTHER = "commercial", _("Private insurance")
    MEDICARE_B = "medicare_b", _("Medicare Part B")
    MEDICARE_ADVANTAGE = "medicare_advantage", _("Medicare Advantage")
    MEDICAID = "medicaid", _("Medicaid")
    TRICARE = "tricare", _("TRICARE")
    VA = "va_community_care", _("VA")


class CoverageComponent(TextChoices):
    DRUG = "drug", _("Medicine")
    VISIT = "visit", _("Visit")
    OBSERVATION = "observation", _("Being watched after the dose")
    THERAPY = "therapy", _("Therapy")


class CoveragePosition(TextChoices):
    IN_NETWORK = "in_network", _("In network")
    PRIOR_AUTH = "prior_auth_handled", _("Covered after approval; the clinic asks for it")
    SUPERBILL = "out_of_network_superbill", _("You pay, then claim it back")
    NOT_BILLED = "not_billed", _("Not billed")
    UNKNOWN = "unknown", _("Taken by the facility; not said for ketamine")


class HsaFsa(TextChoices):
    YES = "yes", _("HSA and FSA cards accepted")
    NO = "no", _("HSA and FSA cards not accepted")


class QuestionGroup(TextChoices):
    PEOPLE = "people", _("Training and people")
    SUITABILITY = "suitability", _("Am I suitable?")
    DRUG = "drug", _("Drug and route")
    DAY = "day", _("Safety on the day")
    HOME = "home", _("At home and telehealth")
    COURSE = "course", _("Course and follow-up")
    MONEY = "money", _("Money")
    TRUST = "trust", _("Trust")


class ReportStatus(TextChoices):
    RECEIVED = "received", _("Received")
    TRIAGED = "triaged", _("Triaged")
    CONTACTED = "contacted", _("Clinic contacted")
    CORRECTED = "corrected", _("Corrected")
    UPHELD_AS_IS = "upheld_as_is", _("Checked, correct as it stands")
    UNRESOLVED = "unresolved", _("Unresolved")
    FLAGGED = "flagged", _("Flagged")


class ReportedField(TextChoices):
    PHONE = "phone", _("Phone number")
    ADDRESS = "address", _("Address or map position")
    HOURS = "hours", _("Opening hours")
    CLOSED = "closed", _("The place has closed")
    ACCEPTING = "accepting", _("Accepting new patients")
    PRICE = "price", _("Prices")
    INSURANCE = "insurance", _("Insurance")
    ROUTE = "route", _("Ways ketamine is given")
    PEOPLE = "people", _("People or licenses")
    SAFETY = "safety", _("Safety facts")
    OTHER = "other", pgettext_lazy("field", "Something else")
