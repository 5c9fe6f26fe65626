"""What is asked of each kind of credential, and of whom. A DEA number goes in and never comes out again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from providers.models.vocabulary import CredentialType as T

Words = str | Promise


@dataclass(frozen=True)
class Shape:
    """fields: in the order of the form. issuer: filled in where there is only one."""

    fields: tuple[str, ...]
    required: tuple[str, ...] = ("issuer",)
    issuer: str = ""
    labels: tuple[tuple[str, Words], ...] = ()
    help: Words = ""

    def label(self, field: str) -> Words | None:
        return dict(self.labels).get(field)

    def filled(self, facts: dict[str, Any]) -> dict[str, Any]:
        return {**facts, "issuer": self.issuer} if self.issuer else facts


DATES = ("issued_on", "expires_on")
LICENCE = ("state", "number", "number_is_public", "issuer", *DATES)
NEEDED = ("state", "number", "issuer")
SHAPES: dict[T, Shape] = {
    T.STATE_LICENCE: Shape(
        LICENCE, NEEDED, labels=(("number", _("License number")), ("issuer", _("Which board issued it?")))
    ),
    T.CONTROLLED_SUBSTANCE_STATE: Shape(
        LICENCE,
        NEEDED,
        labels=(("number", _("Registration number")),),
        help=_("The state’s own registration, where the state has one. Never the DEA number."),
    ),
    T.DEA_REGISTRATION: Shape(
        ("state", "dea_number", *DATES),
        ("state",),
        issuer="US Drug Enforcement Administration",
        help=_("On a document, cover the number before you send it: people look at documents."),
    ),
    T.BOARD_CERTIFICATION: Shape(
        ("name", "issuer", "number", "number_is_public", *DATES),
        ("name", "issuer"),
        labels=(("name", _("The certification, as patients should read it")), ("issuer", _("Which board?"))),
    ),
    T.MALPRACTICE_COVER: Shape(
        ("issuer", *DATES), ("issuer", "expires_on"), labels=(("issuer", _("Which insurer?")),)
    ),
    T.ACLS: Shape(("issuer", *DATES), ("issuer", "expires_on")),
    T.BLS: Shape(("issuer", *DATES), ("issuer", "expires_on")),
    T.KETAMINE_TRAINING: Shape(
        ("name", "issuer", *DATES),
        ("name", "issuer"),
        labels=(("name", _("Which training?")), ("issuer", _("Who gave it?"))),
    ),
    T.PROFESSIONAL_MEMBERSHIP: Shape(
        ("issuer", "number", *DATES), labels=(("issuer", _("Which association?")),)
    ),
    T.REMS_CERTIFICATION: Shape(
        DATES,
        (),
        issuer="Spravato REMS",
        help=_("The certification of this address. Add the letter that confirms it."),
    ),
    T.FACILITY_ACCREDITATION: Shape(("issuer", "number", "number_is_public", *DATES)),
}
OF_PLACES = (T.FACILITY_ACCREDITATION, T.REMS_CERTIFICATION, T.STATE_LICENCE)
OF_PEOPLE = tuple(kind for kind in SHAPES if kind not in (T.FACILITY_ACCREDITATION, T.REMS_CERTIFICATION))
