"""What staff write again and again: a start, to be changed before it is sent. In the mails' English."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from providers.models.case import CaseKind


class Usual(NamedTuple):
    """kinds: of which cases; none: of all."""

    label: Promise
    text: str
    kinds: tuple[CaseKind, ...] = ()


USUAL: dict[str, Usual] = {
    "document": Usual(
        _("Ask for a document"),
        "Please upload a copy of the document on the page of this credential. We need to read the name, the "
        "number, who issued it and the day on which it expires.",
        (CaseKind.CREDENTIAL,),
    ),
    "differs": Usual(
        _("Say what differs"),
        "The register shows something else than your listing. The page of this credential shows both. Please "
        "correct what is wrong, or tell us why the register is behind, within ten business days.",
        (CaseKind.CREDENTIAL,),
    ),
    "sign": Usual(
        _("Ask to sign again"),
        "Your statement that this credential is correct is more than 90 days old. Please read it once more "
        "and sign it again on its page.",
        (CaseKind.CREDENTIAL,),
    ),
    "number": Usual(
        _("Ask when to call"),
        "We tried to call the number in the listing and reached nobody. When can we reach somebody at that "
        "number?",
        (CaseKind.CLAIM,),
    ),
    "why": Usual(
        _("Ask why it changes"),
        "You asked us to change this in your listing. Where can we see the new value: on your website, on a "
        "sign, in a register? An address or a document is enough.",
        (CaseKind.CHANGE,),
    ),
    "missing": Usual(
        _("Say what is missing"),
        "Before patients can see your listing, something is still missing. The page of your listing names "
        "every point.",
        (CaseKind.LISTING,),
    ),
    "reported": Usual(
        _("Ask about a report"),
        "A visitor told us that something in your listing may no longer be right. Please look at it and "
        "correct it, or tell us that it is still true.",
        (CaseKind.REPORT,),
    ),
    "thanks": Usual(_("Thank for an answer"), "Thank you. We have what we need."),
}


def usual_for(kind: str) -> dict[str, Usual]:
    return {code: one for code, one in USUAL.items() if not one.kinds or kind in one.kinds}
