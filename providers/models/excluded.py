"""One row of the federal exclusion list as it was read: the plain record that its source yields."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Excluded:
    """A person or a firm. Names in capitals, without accents or signs; npi empty where the list has none.

    is_cut: the name filled its column, so the list may have cut it. warnings: what was left out, and why.
    """

    line: int
    last_name: str
    first_name: str
    middle_name: str
    business: str
    general: str
    specialty: str
    npi: str
    born_on: datetime.date | None
    street: str
    city: str
    state: str
    zip: str
    type: str
    excluded_on: datetime.date
    reinstated_on: datetime.date | None
    waived_on: datetime.date | None
    waiver_state: str
    is_cut: bool = False
    warnings: tuple[str, ...] = ()

    @property
    def identity(self) -> tuple[str, ...]:
        """Who and when, in the words of the list: what stays the same from month to month.

        An NPI may be added later and an address may move, so neither belongs to a person's identity. Firms
        have no day of birth: their place tells them apart.
        """
        place = (self.state, "" if self.last_name else self.city) if not self.born_on else ()
        born = self.born_on.isoformat() if self.born_on else ""
        names = (self.last_name, self.first_name, self.middle_name, self.business)
        return (*names, born, self.type, self.excluded_on.isoformat(), *place)
