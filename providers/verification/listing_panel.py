"""A new listing: what patients would see, what stands in the way, what it may repeat, and the decision."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from providers.actions import claim_proofs, listing_review, lookalikes
from providers.actions.lookalikes import Lookalike
from providers.models import Case, Location, Provider, User
from providers.models.case import CaseKind
from providers.models.vocabulary import ListingStatus
from providers.permissions import Permission

from . import calls, likeness
from .listing_side import ListingSide, RegisterSide, address_of, listing_side, name_of, register_side
from .panels import PANELS, VERBS, Action, Difference, Panel, ReasonForm
from .scripts import script
from .steps import OptionalReasonForm, step

RIGHT = Permission.DECIDE_CHANGES
WHY = {
    "npi": gettext_lazy("the same NPI"),
    "phone": gettext_lazy("the same telephone"),
    "name": gettext_lazy("a similar name nearby"),
}


def panel(request: HttpRequest, case: Case) -> Panel:
    provider = case.provider
    assert provider is not None
    assert isinstance(request.user, User)
    is_waiting = provider.status == ListingStatus.PENDING_REVIEW
    side = listing_side(provider)
    register = register_side(provider.npi)
    tasks = listing_review.tasks(provider, _open(side)) if is_waiting else []
    numbers = tuple((phone, claim_proofs.spoken(phone)) for phone in dict.fromkeys(side.phones))
    return Panel(
        title=_("New listing: %s") % provider.display_name,
        template="staff/listing/panel.html",
        context={
            "side": side,
            "register": register,
            "ours": [task for task in tasks if task.is_ours],
            "theirs": [task for task in tasks if not task.is_ours],
            "is_waiting": is_waiting,
            "alike": [_alike(one) for one in _lookalikes(request.user, side)],
            "script": script(case),
            "numbers": numbers,
        },
        differences=_differences(side, register),
        actions=_actions(case, bool(tasks), numbers),
    )


def _open(side: ListingSide) -> list[Location]:
    return [row for row in side.locations if row.closed_on is None]


def _lookalikes(by: User, side: ListingSide) -> list[Lookalike]:
    """Of its first open place; the listing itself is none."""
    if not _open(side):
        return []
    provider, first = side.provider, _open(side)[0]
    found = lookalikes.find(
        by=by,
        name=provider.display_name,
        zip=first.zip,
        city=first.city,
        state=first.state,
        phone=first.phone,
        npi=provider.npi,
        middle=_point(first),
    )
    return [one for one in found if one.location.provider_id != provider.pk]


def _point(location: Location) -> tuple[float, float] | None:
    if location.latitude is None or location.longitude is None:
        return None
    return location.latitude, location.longitude


def _alike(one: Lookalike) -> dict[str, Any]:
    provider: Provider = one.location.provider
    return {
        "name": provider.display_name,
        "url": provider.get_absolute_url(),
        "address": claim_proofs.address_line(one.location),
        "why": ", ".join(str(WHY[code]) for code in sorted(one.why)),
        "miles": one.about_miles,
    }


def _differences(side: ListingSide, register: RegisterSide | None) -> list[Difference]:
    """The listing against the register: a lead, not a proof."""
    record = register.record if register else None
    if record is None:
        return []
    provider = side.provider
    found = [
        likeness.firm(_("Name"), provider.legal_name or provider.display_name, name_of(record)),
        likeness.phone(_("Telephone"), side.phones[0] if side.phones else "", record.phone),
    ]
    for first in _open(side)[:1]:
        zips = likeness.text("", first.zip, record.zip[:5])
        here = claim_proofs.address_line(first)
        found.append(Difference(_("Address, by its ZIP code"), here, address_of(record), zips.is_same))
    return found


def _publish(by: User, case: Case, said: dict[str, Any]) -> None:
    listing_review.publish(by=by, provider=case.subject)


def _send_back(by: User, case: Case, said: dict[str, Any]) -> None:
    listing_review.send_back(by=by, provider=case.subject, reason=said["reason"])


VERBS[CaseKind.LISTING] = {
    "call": calls.CALL,
    "publish": step(
        "publish", _publish, permission=RIGHT, form=OptionalReasonForm, done=gettext_lazy("Published.")
    ),
    "send-back": step(
        "send_back", _send_back, permission=RIGHT, form=ReasonForm, done=gettext_lazy("Sent back.")
    ),
}


def _actions(case: Case, has_tasks: bool, numbers: calls.Numbers) -> list[Action]:
    why_not = _("Something is still missing: see what is left to do.") if has_tasks else ""
    return [
        Action("publish", _("Publish"), "a", OptionalReasonForm(case=case), why_not=why_not),
        Action("send-back", _("Send back to the owner"), "r", ReasonForm(case=case)),
        calls.call_action(case, numbers),
    ]


PANELS[CaseKind.LISTING] = panel
