"""Two listings that may be one practice, side by side; and the verb by which they are two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from providers.actions import claim_proofs, duplicates
from providers.actions.clock import today
from providers.actions.merge_choices import OF_LISTING
from providers.models import Case, DuplicatePair, Location, Match, Membership, Merge, Provider, User
from providers.models.case import CaseKind
from providers.models.duplicate import PairState
from providers.models.evidence import age
from providers.models.source_record import Register
from providers.models.vocabulary import CredentialStatus, ListingStatus
from providers.permissions import Permission, allows
from providers.shown.amounts import telephone

from .panels import PANELS, VERBS, Action, Panel, ReasonForm, Verb

WHY = {
    "npi": gettext_lazy("the same NPI"),
    "phone": gettext_lazy("the same telephone"),
    "domain": gettext_lazy("the same web domain"),
    "name": gettext_lazy("a similar name"),
}
CHECKED = (CredentialStatus.ACTIVE, CredentialStatus.EXPIRING)
MOST_PLACES = 12


@dataclass(frozen=True)
class Row:
    """One fact of both. is_same: None where one says nothing."""

    name: str
    one: str
    other: str

    @property
    def is_same(self) -> bool | None:
        if not self.one or not self.other:
            return None
        return self.one.casefold() == self.other.casefold()


@dataclass
class Side:
    provider: Provider
    status: str
    places: list[Location]
    facts: dict[str, str]

    @property
    def more(self) -> int:
        return max(len(self.places) - MOST_PLACES, 0)


def panel(request: HttpRequest, case: Case) -> Panel:
    """Four queries, however long the chains."""
    pair = DuplicatePair.objects.select_related("one", "other").get(pk=case.duplicate_id or 0)
    case.duplicate = pair
    one, other = _sides(pair)
    merges = Merge.objects.filter(pair=pair).select_related("by", "undone_by")
    is_open = pair.state == PairState.OPEN
    may = isinstance(request.user, User) and allows(request.user, Permission.DECIDE_DUPLICATES)
    return Panel(
        title=_("One practice or two? %(one)s and %(other)s")
        % {"one": pair.one.display_name, "other": pair.other.display_name},
        template="staff/duplicate/panel.html",
        context={
            "pair": pair,
            "pair_state": PairState(pair.state).label,
            "why": ", ".join(str(WHY.get(code, code)) for code in pair.why),
            "one": one,
            "other": other,
            "rows": [Row(name, one.facts[name], other.facts[name]) for name in one.facts],
            "merge_url": reverse("staff_merge", args=[case.pk]) if is_open and may else "",
            "merges": list(merges),
        },
        actions=[Action("apart", _("Two different practices"), "a", ReasonForm(case=case))]
        if is_open
        else [],
    )


def _sides(pair: DuplicatePair) -> tuple[Side, Side]:
    both = (pair.one, pair.other)
    places: dict[int, list[Location]] = {one.pk: [] for one in both}
    for row in Location.objects.filter(provider__in=both).order_by("closed_on", "pk"):
        places[row.provider_id].append(row)
    counted = _counted(both)
    one, other = (_side(row, places[row.pk], counted[row.pk]) for row in both)
    return one, other


def _counted(both: tuple[Provider, Provider]) -> dict[int, Any]:
    """People who run it, registers that name it, and people with a credential that we checked: one query."""
    runs = Membership.objects.filter(provider=OuterRef("pk")).values("pk")
    named = Match.objects.filter(location__provider=OuterRef("pk")).values("record__register").distinct()
    checked = Location.objects.filter(
        provider=OuterRef("pk"), roles__practitioner__credentials__status__in=CHECKED
    )
    rows = Provider.objects.filter(pk__in=[one.pk for one in both]).annotate(
        runs=ArraySubquery(runs),
        named=ArraySubquery(named),
        checked=ArraySubquery(checked.values("roles__practitioner").distinct()),
    )
    return {row["pk"]: row for row in rows.values("pk", "runs", "named", "checked")}


def _side(provider: Provider, places: list[Location], counted: dict[str, Any]) -> Side:
    first = next((row for row in places if row.closed_on is None), None)
    facts = {str(label): _said(provider, name) for name, label in OF_LISTING.items() if name != "about"}
    facts[_("First place")] = claim_proofs.address_line(first) if first else ""
    facts[_("Telephone")] = telephone(first.phone, first.phone_extension) if first else ""
    facts[_("Places")] = str(len(places))
    facts[_("State")] = str(ListingStatus(provider.status).label)
    facts[_("Confirmed by the clinic")] = _confirmed(provider)
    facts[_("People who run it")] = str(len(counted["runs"]))
    facts[_("Public registers")] = ", ".join(str(Register(one).label) for one in sorted(counted["named"]))
    facts[_("People with a credential that we checked")] = str(len(counted["checked"]))
    return Side(provider, facts[_("State")], places, facts)


def _said(provider: Provider, name: str) -> str:
    value = getattr(provider, name)
    if isinstance(value, list):
        return ", ".join(value)
    return str(provider.get_kind_display() if name == "kind" and value else value or "")


def _confirmed(provider: Provider) -> str:
    day = provider.last_confirmed_on
    return f"{day:%Y-%m-%d}, {age(day, today())}" if day else _("never")


def _apart(by: User, case: Case, said: dict[str, Any]) -> None:
    duplicates.set_apart(by=by, pair=case.subject, reason=said["reason"])


PANELS[CaseKind.DUPLICATE] = panel
VERBS[CaseKind.DUPLICATE] = {
    "apart": Verb(
        form=ReasonForm,
        do=_apart,
        permission=Permission.DECIDE_DUPLICATES,
        done=gettext_lazy("Kept apart: two practices."),
    )
}
