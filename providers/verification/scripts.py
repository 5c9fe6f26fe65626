"""What to say on the telephone, word for word: the same to everybody, and nothing that gives a thing away."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from providers.models import Case, ChangeRequest, Claim, RemovalRequest
from providers.models.case import CaseKind
from providers.models.change_request import ChangedField


@dataclass(frozen=True)
class Line:
    """is_said: read it aloud; else it is what to do."""

    text: str
    is_said: bool = True


def script(case: Case) -> list[Line]:
    """The caller is the same each time; what is asked goes by the kind of the case."""
    return [_greeting(case), *_QUESTIONS.get(CaseKind(case.kind), _general)(case), _farewell()]


def _greeting(case: Case) -> Line:
    name = case.provider.display_name if case.provider else ""
    return Line(_("This is the Ketamine Provider Directory. Am I speaking with %s?") % name)


def _farewell() -> Line:
    return Line(_("Thank you. We never ask for payment, a password or a patient’s name."))


def _of_claim(case: Case) -> list[Line]:
    claim: Claim = case.subject
    who = {"who": claim.claimant.name or claim.claimant.email, "part": claim.part or _("not stated")}
    asked = _(
        "%(who)s asks to manage your page with us. What they say they do at the practice: %(part)s."
        " Do you know this person, and may they do this?"
    )
    return [
        Line(asked % who),
        Line(_("If yes, and a code is to be read out: make the code now, and read it twice."), False),
        Line(_("If no: do not read any code. Record that they know nothing of it."), False),
        Line(_("Leave nothing on an answering machine."), False),
    ]


def _of_removal(case: Case) -> list[Line]:
    removal: RemovalRequest = case.subject
    asked = _("%(who)s asked us to take your practice out of the directory. Is that what the practice wants?")
    return [
        Line(asked % {"who": removal.name}),
        Line(_("If yes: may I have your name and what you do there?")),
        Line(_("If nobody there can say, ask when somebody who can is there."), False),
        Line(_("If no: thank them, record that they know nothing of it, and refuse the request."), False),
    ]


def _of_listing(case: Case) -> list[Line]:
    return [
        Line(_("Somebody added your practice to our directory. Do you give ketamine treatment there?")),
        Line(_("Is this the number that patients should call?")),
        Line(_("At which address do you see patients?")),
        Line(_("Do not read out what the listing says: let them say it."), False),
    ]


def _of_change(case: Case) -> list[Line]:
    change: ChangeRequest = case.subject
    field = ChangedField(change.field).label
    return [
        Line(_("We were asked to change this in your page with us: %s. What is right today?") % field),
        Line(_("Do not read out either value: let them say it, and compare."), False),
    ]


def _general(case: Case) -> list[Line]:
    return [
        Line(_("We check what our directory says about your practice. May I ask you one thing?")),
        Line(_("Ask openly. Do not read out what the listing or a reporter says."), False),
    ]


def _of_exclusion(case: Case) -> list[Line]:
    return [
        Line(_("May I speak with the person who runs the practice?")),
        Line(_("Say nothing of the exclusion list to anybody else: it may be another person."), False),
        Line(_("We would like to know whether we have your full name and NPI right.")),
    ]


_QUESTIONS = {
    CaseKind.CLAIM: _of_claim,
    CaseKind.REMOVAL: _of_removal,
    CaseKind.LISTING: _of_listing,
    CaseKind.CHANGE: _of_change,
    CaseKind.EXCLUSION: _of_exclusion,
}
