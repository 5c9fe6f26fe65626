"""Rules that span rows, so that no constraint can hold them: one copy for forms, imports, API and actions.

Each gives a list of (field, sentence); an empty list means that nothing stands in the way.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable

from django.utils.translation import gettext as _

from .credential import Credential
from .location import Location
from .provider import Provider
from .vocabulary import CredentialType, Duty, Setting, Standing

Problems = list[tuple[str, str]]
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


def location_problems(location: Location, day: datetime.date) -> Problems:
    """All of the above for one location as it is stored. Costs three queries."""
    settings = list(location.services.values_list("setting", flat=True))
    states = list(location.telehealth_reach.values_list("state", flat=True))
    prescribers = location.roles.filter(does__contains=[Duty.PRESCRIBES])
    credentials = Credential.objects.filter(practitioner__roles__in=prescribers)
    licensed = licensed_states(credentials, day)
    problems = home_problems(settings, states) + reach_problems(states, licensed)
    if not settings:
        problems.append(("services", _("Name at least one way in which ketamine is given here.")))
    else:
        problems += prescriber_problems(_visited_state(location), licensed)
    return problems


def _visited_state(location: Location) -> str | None:
    return None if location.location_type == "virtual" else location.state


def publication_problems(provider: Provider, day: datetime.date) -> Problems:
    """What stands between this listing and its publication."""
    problems: Problems = []
    locations = list(provider.locations.filter(closed_on__isnull=True))
    if provider.last_confirmed_on is None:
        problems.append(("last_confirmed_on", _("The clinic has not confirmed this listing.")))
    if not locations:
        problems.append(("locations", _("Name at least one location.")))
    for location in locations:
        problems += location_problems(location, day)
    return problems
