"""The three tables: their columns, in order, and what a row is known by."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from providers.models.vocabulary import (
    AgeGroup,
    Appointment,
    Condition,
    DriverRule,
    DrugBasis,
    Emergency,
    Evaluator,
    IntakeNeed,
    LocationType,
    Monitor,
    NewPatients,
    PriceComponent,
    PriceUnit,
    Room,
    Route,
    Setting,
    Therapy,
)

from ..edit_location import LocationForm
from ..price_forms import PriceRow
from ..safety_forms import SafetyForm
from ..service_forms import CareForm
from ..text_fields import LineField
from .cells import (
    Cell,
    CodeCell,
    CodesCell,
    PhoneCell,
    StateCell,
    WholeCell,
    YesNoCell,
    ZipCell,
    amount_text,
    day_text,
)

Words = str | Promise


@dataclass(frozen=True)
class Column:
    """name: as in the file's first row, the same in every language. field: of the row that it speaks of.

    is_key: with the others of its kind it says which row is meant. waits: a change goes to our staff.
    """

    name: str
    field: str
    cell: Cell
    help: Words = ""
    is_key: bool = False
    waits: bool = False

    @property
    def allowed(self) -> list[str]:
        return self.cell.allowed()


@dataclass(frozen=True)
class Table:
    name: str
    title: Words
    columns: tuple[Column, ...]

    def column(self, field: str) -> Column | None:
        return next((column for column in self.columns if column.field == field), None)


PLACE, CARE, SAFETY, PRICE = (form.base_fields for form in (LocationForm, CareForm, SafetyForm, PriceRow))
AMOUNT = Cell(PRICE["amount_min"], empty=None, write=amount_text)
DAY = Cell(PRICE["valid_from"], empty=None, write=day_text)


def whole(field: forms.Field) -> Cell:
    return WholeCell(field, empty=None)


SESSIONS, PATIENTS = whole(CARE["sessions_first_course"]), whole(SAFETY["max_patients_per_observer"])
INCLUDES = CodesCell(PriceComponent, empty=[], without=(PriceComponent.NO_SHOW_FEE,))
LOCATION = Column(
    "location",
    "location",
    Cell(LineField(max_length=120)),
    _("Our short name for the place, from the export. Do not change it. Leave it empty for a new place."),
    is_key=True,
)
WAY = Column("way", "route", CodeCell(Route), is_key=True)
SETTING = Column("setting", "setting", CodeCell(Setting), is_key=True)
REMOVE = Column("remove", "remove", YesNoCell(), _("“yes” takes the row out of the listing."))

LOCATIONS = Table(
    "locations",
    _("Locations"),
    (
        LOCATION,
        Column("name", "name", Cell(PLACE["name"]), _("Only if the place has a name of its own.")),
        Column("type", "location_type", CodeCell(LocationType), _("Only for a new place.")),
        Column("street", "street", Cell(PLACE["street"]), waits=True),
        Column("suite", "street2", Cell(PLACE["street2"]), waits=True),
        Column("city", "city", Cell(PLACE["city"]), waits=True),
        Column("state", "state", StateCell(), _("Two letters, or the name."), waits=True),
        Column("zip", "zip", ZipCell(PLACE["zip"]), waits=True),
        Column("phone", "phone", PhoneCell(PLACE["phone"]), waits=True),
        Column("extension", "phone_extension", Cell(PLACE["phone_extension"])),
        Column("email", "email", Cell(PLACE["email"]), _("Everybody can read it.")),
        Column("booking page", "booking_url", Cell(PLACE["booking_url"])),
        Column("appointments", "appointment", CodeCell(Appointment)),
        Column("new patients", "new_patients", CodeCell(NewPatients)),
        Column("days until first visit", "wait_days", whole(PLACE["wait_days"])),
        Column("patients bring", "needs", CodesCell(IntakeNeed, none=True)),
        Column("evaluated by", "evaluation_by", CodeCell(Evaluator)),
    ),
)
SERVICES = Table(
    "services",
    _("Ways of giving ketamine"),
    (
        LOCATION,
        WAY,
        SETTING,
        Column("drug", "drug_basis", CodeCell(DrugBasis)),
        Column("treats", "conditions", CodesCell(Condition)),
        Column("age groups", "age_groups", CodesCell(AgeGroup)),
        Column("youngest", "min_age", whole(CARE["min_age"]), _("In years.")),
        Column("oldest", "max_age", whole(CARE["max_age"]), _("In years.")),
        Column(
            "sessions",
            "sessions_first_course",
            whole(CARE["sessions_first_course"]),
            _("In a usual first course."),
        ),
        Column("days between", "interval_days", whole(CARE["interval_days"])),
        Column("session minutes", "session_minutes", whole(CARE["session_minutes"])),
        Column("observation minutes", "observation_minutes", whole(SAFETY["observation_minutes"])),
        Column("measured", "monitoring", CodesCell(Monitor)),
        Column(
            "patients per observer", "max_patients_per_observer", whole(SAFETY["max_patients_per_observer"])
        ),
        Column("room", "room", CodeCell(Room)),
        Column("emergency", "emergency", CodesCell(Emergency, none=True)),
        Column("going home", "driver_rule", CodeCell(DriverRule)),
        Column("therapy", "therapy", CodeCell(Therapy)),
        Column("spravato certified", "is_certified", YesNoCell(), _("Only for Spravato."), waits=True),
        REMOVE,
    ),
)
PRICES = Table(
    "prices",
    _("Prices"),
    (
        LOCATION,
        WAY,
        SETTING,
        Column("part", "component", CodeCell(PriceComponent), is_key=True),
        Column("paid", "per", CodeCell(PriceUnit), is_key=True),
        Column("amount", "low", AMOUNT, _("In dollars.")),
        Column("up to", "high", AMOUNT, _("Only if it varies.")),
        Column("includes", "includes", INCLUDES),
        Column("from", "valid_from", DAY, _("Empty: from today.")),
        Column("until", "valid_to", DAY),
        Column("written where", "evidence", Cell(PRICE["evidence"])),
        REMOVE,
    ),
)
TABLES = {table.name: table for table in (LOCATIONS, SERVICES, PRICES)}
