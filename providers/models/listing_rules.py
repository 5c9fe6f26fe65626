"""Rules that span rows, so that no constraint can hold them: one copy for forms, imports, API and actions.

Each gives a list of (field, sentence); an empty list means that nothing stands in the way.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from .credential import TERMINAL, Credential
from .location import Location
from .provider import Provider
from .service import Service, TelehealthReach
from .vocabulary import CredentialStatus, CredentialType, Duty, Setting, Standing

Problems = list[tuple[str, str]]
States = Callable[[Iterable[Credential], datetime.date], set[str]]
NO_HOPE = (*TERMINAL, CredentialStatus.SUSPENDED, CredentialStatus.DENIED, CredentialStatus.EXPIRED)
AT_HOME = (Setting.HOME_LIVE, Setting.HOME_PEER)
GOOD = (Standing.CURRENT, Standing.EXPIRING)


def home_problems(settings: Iterable[str | None], telehealth_states: Collection[str]) -> Problems:
    """Treatment at home is telehealth, so the states where it is allowed must be named."""
    if any(setting in AT_HOME for setting in settings) and not telehealth_states:
        return [("telehealth_states", _("Treatment at home needs the states in which you treat people."))]
    return []


def licensed_states(credentials: Iterable[Credential], day: datetime.date) -> set[str]:
    """The states in which these people hold a license that was checked and is good on this day."""
    return {
        credential.state
        for credential in credentials
        if credential.type == CredentialType.STATE_LICENCE and credential.standing(day) in GOOD
    }


def claimed_states(credentials: Iterable[Credential], day: datetime.date) -> set[str]:
    """The same, counting a license that was entered and waits for its check as good."""
    entered = list(credentials)
    return licensed_states(entered, day) | {
        credential.state
        for credential in entered
        if credential.type == CredentialType.STATE_LICENCE
        and credential.status not in NO_HOPE
        and (credential.expires_on is None or credential.expires_on >= day)
    }


def prescriber_problems(site_state: str | None, licensed: Collection[str]) -> Problems:
    """site_state: None for a telehealth-only location, which patients do not visit."""
    if not licensed:
        return [("prescriber", _("Name at least one prescriber whose license is active."))]
    if site_state is not None and site_state not in licensed:
        return [("prescriber", _("No prescriber here has an active license in %s.") % site_state)]
    return []


def reach_problems(telehealth_states: Iterable[str], licensed: Collection[str]) -> Problems:
    """Care counts as given where the patient sits, so each state needs a license of its own."""
    return [
        ("telehealth_states", _("No prescriber has an active license in %s.") % state)
        for state in sorted(set(telehealth_states) - set(licensed))
    ]


@dataclass(frozen=True)
class Stored:
    """What the rules read of one location, in three queries."""

    location: Location
    settings: list[str | None]
    telehealth_states: list[str]
    prescribers: list[Credential]

    @classmethod
    def of(cls, location: Location) -> Stored:
        prescribers = location.roles.filter(does__contains=[Duty.PRESCRIBES])
        return cls(
            location,
            list(location.services.values_list("setting", flat=True)),
            list(location.telehealth_reach.values_list("state", flat=True)),
            list(Credential.objects.filter(practitioner__roles__in=prescribers)),
        )

    @classmethod
    def of_all(cls, locations: Collection[Location]) -> list[Stored]:
        """The same of several that `with_rule_facts` has read, in one more query for all of them."""
        held: dict[int, list[Credential]] = {location.pk: [] for location in locations}
        roles = "practitioner__roles"
        working = {f"{roles}__location__in": held, f"{roles}__does__contains": [Duty.PRESCRIBES]}
        rows = Credential.objects.filter(**working).annotate(held_at=F(f"{roles}__location"))
        for credential in rows.order_by("pk"):
            held[credential.held_at].append(credential)
        return [cls(one, one.settings_held, one.states_reached, held[one.pk]) for one in locations]  # type: ignore[attr-defined]

    def problems(self, day: datetime.date, licences: States) -> Problems:
        """All of the above. licences: which of the prescribers' states count as licensed."""
        licensed = licences(self.prescribers, day)
        problems = home_problems(self.settings, self.telehealth_states)
        problems += reach_problems(self.telehealth_states, licensed)
        if not self.settings:
            return [*problems, ("services", _("Name at least one way in which ketamine is given here."))]
        return problems + prescriber_problems(_visited_state(self.location), licensed)


def with_rule_facts(locations: QuerySet[Location]) -> QuerySet[Location]:
    """Adds what Stored.of_all reads, in the same query."""
    settings = Service.objects.filter(location=OuterRef("pk")).order_by("pk").values("setting")
    states = TelehealthReach.objects.filter(location=OuterRef("pk")).order_by("pk").values("state")
    return locations.annotate(settings_held=ArraySubquery(settings), states_reached=ArraySubquery(states))


def location_problems(location: Location, day: datetime.date) -> Problems:
    """All of the above for one location as it is stored. Costs three queries."""
    return Stored.of(location).problems(day, licensed_states)


def _visited_state(location: Location) -> str | None:
    return None if location.location_type == "virtual" else location.state


def listing_problems(provider: Provider, locations: Collection[Location]) -> Problems:
    """What concerns no location by itself."""
    problems: Problems = []
    if provider.last_confirmed_on is None:
        problems.append(("last_confirmed_on", _("The clinic has not confirmed this listing.")))
    if not locations:
        problems.append(("locations", _("Name at least one location.")))
    return problems


def publication_problems(provider: Provider, day: datetime.date) -> Problems:
    """What stands between this listing and its publication."""
    locations = list(provider.locations.filter(closed_on__isnull=True))
    problems = listing_problems(provider, locations)
    for location in locations:
        problems += location_problems(location, day)
    return problems
