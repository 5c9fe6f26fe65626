"""The letter with a claim's code, as a PDF to print: one page, its address where a window envelope shows."""

from __future__ import annotations

import datetime
import unicodedata

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from fpdf import FPDF

from providers.models import Claim
from providers.models.claim import LETTER_DAYS

from . import proof_codes
from .listing_mail import address_of, called

PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "})


def pdf(claim: Claim, code: str) -> bytes:
    """US Letter, in the fonts that every printer has."""
    with override("en"):
        page = FPDF(format="Letter", unit="mm")
        page.set_margins(25, 20)
        page.set_title(_("Your code"))
        page.add_page()
        _head(page, claim)
        for paragraph in _before(claim):
            _write(page, paragraph)
        page.set_font("Courier", "B", 26)
        page.cell(0, 18, proof_codes.in_groups(code), align="C", new_x="LMARGIN", new_y="NEXT")
        for paragraph in _after(claim):
            _write(page, paragraph)
        return bytes(page.output())


def _head(page: FPDF, claim: Claim) -> None:
    page.set_font("Times", "B", 13)
    page.cell(0, 7, printable(_("Ketamine Provider Directory")), new_x="LMARGIN", new_y="NEXT")
    page.set_y(50)
    page.set_font("Times", "", 12)
    street, city, state = claim.sent_to.rsplit(", ", 2)
    lines = [claim.provider.display_name, street, f"{city}, {state}"]
    page.multi_cell(95, 5.5, printable("\n".join(lines)), align="L", new_x="LMARGIN", new_y="NEXT")
    page.set_y(90)
    page.cell(0, 6, date_format(timezone.localdate(), "F j, Y"), new_x="LMARGIN", new_y="NEXT")
    page.ln(4)


def _before(claim: Claim) -> list[str]:
    name = {"name": claim.provider.display_name, "who": called(claim.claimant)}
    return [
        _("Somebody asks to manage the page of %(name)s in our directory: %(who)s.") % name,
        _("If this is right, give this code to that person. It is entered at")
        + " "
        + address_of("claim", claim.provider.slug),
    ]


def _after(claim: Claim) -> list[str]:
    last = timezone.localdate() + datetime.timedelta(days=LETTER_DAYS)
    return [
        _("The code can be used once, until %(day)s.") % {"day": date_format(last, "F j, Y")},
        _(
            "If nobody at your practice asked for this, throw the letter away:"
            " without the code nothing changes."
        ),
        _("If you would rather not be in the directory at all, ask us here:")
        + " "
        + address_of("removal", claim.provider.slug),
        _("Being listed is free. Nobody can pay for a better place."),
    ]


def _write(page: FPDF, text: str) -> None:
    page.set_font("Times", "", 12)
    page.multi_cell(0, 6, printable(text), align="L", new_x="LMARGIN", new_y="NEXT")
    page.ln(3)


def printable(text: str) -> str:
    """In the letters that the built-in fonts have (Latin-1); others lose their accents or become "?"."""
    text = text.translate(PLAIN)
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        text = unicodedata.normalize("NFKD", text).encode("latin-1", "replace").decode("latin-1")
    return text
