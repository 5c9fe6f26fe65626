"""What is measured: a dense city and a sparse state; no filter, three, a rare one, and nothing found."""

from typing import NamedTuple

DENSE, SPARSE = "near=New+York%2C+NY&within=25", "near=Montana"
THREE = "&condition=trd&insurance=medicaid&accepting=1"
RARE, NONE = "&route=rectal", "&route=rectal&credential=CRNA&access=relay_calls&language=hmn"


class Scenario(NamedTuple):
    name: str
    query: str

    @property
    def path(self) -> str:
        return f"/search/?{self.query}"


SCENARIOS = [
    Scenario(f"{where}, {which}, page {page}", f"{area}{filters}&page={page}")
    for where, area in (("New York 25 mi", DENSE), ("Montana", SPARSE))
    for which, filters in (
        ("no filter", ""),
        ("three filters", THREE),
        ("rare filter", RARE),
        ("nothing found", NONE),
    )
    for page in ((1,) if filters == NONE else (1, 10))
]
