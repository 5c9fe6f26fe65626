"""Listings that a new one may repeat: same NPI, same telephone, or a similar name nearby. It writes nothing.

Unlike the matching of registers, a person looks at what is found; so it shows too many rather than too few.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from rapidfuzz import fuzz

from providers.models import Location, Place, Provider, User
from providers.models.geography import bounding_box, great_circle_miles
from providers.models.place import PlaceKind

from .matching import name_words

MILES = 20.0
MOST_SHOWN = 6
WHOLE_NAME, PART_OF_NAME = 84, 92
# In so many names of this field that sharing them says nothing.
EVERYWHERE = frozenset({
    "associates", "behavioral", "care", "center", "clinic", "counseling", "doctor", "dr", "group", "healing",
    "health", "infusion", "infusions", "institute", "ketamine", "md", "medical", "medicine", "mental",
    "practice", "psychiatric", "psychiatry", "psychotherapy", "services", "spa", "therapies", "therapy",
    "treatment", "wellness",
})  # fmt: skip


@dataclass
class Lookalike:
    """why: "npi", "phone", "name"; score: how alike the names are, of 100; miles: None where not known."""

    location: Location
    why: set[str] = field(default_factory=set)
    score: float = 0.0
    miles: float | None = None

    @property
    def about_miles(self) -> int | None:
        return None if self.miles is None else max(1, round(self.miles))

    @property
    def rank(self) -> tuple[bool, bool, float, float, int]:
        number = "npi" not in self.why, "phone" not in self.why
        return *number, -self.score, self.miles or 0.0, self.location.pk


def find(
    *,
    by: User,
    name: str,
    zip: str,
    city: str,
    state: str,
    phone: str,
    npi: str,
    middle: tuple[float, float] | None = None,
) -> list[Lookalike]:
    """The likeliest first, one for each listing. Drafts of others stay unseen. One query, or two.

    middle: where it is; by default where its ZIP code is, if that is known.
    """
    middle = middle or _middle(zip, state)
    found: dict[int, Lookalike] = {}
    shown = _shown_to(by)
    wanted = frozenset(name_words(name))
    by_number = [shown.filter(provider__npi=npi)] * bool(npi) + [shown.filter(phone=phone)] * bool(phone)
    for location in shown.filter(_around(middle, city, state)).union(*by_number):
        one = Lookalike(location, miles=_miles(location, middle))
        if is_near(one, city, state):
            one.score = likeness(wanted, frozenset(name_words(location.provider.display_name)))
        one.why |= {"npi"} if npi and npi == location.provider.npi else set()
        one.why |= {"phone"} if phone and phone == location.phone else set()
        one.why |= {"name"} if one.score else set()
        if one.why:
            found[location.pk] = one
    return _one_each(sorted(found.values(), key=lambda one: one.rank))[:MOST_SHOWN]


def is_near(one: Lookalike, city: str, state: str) -> bool:
    here = one.location.state == state and one.location.city.casefold() == city.casefold()
    return here or (one.miles is not None and one.miles <= MILES)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Of 100; 0 for names that a person would not confuse. The words that tell names apart decide."""
    telling = one - EVERYWHERE, other - EVERYWHERE
    if not all(telling):
        return 100.0 if one == other else 0.0
    left, right = (" ".join(sorted(words)) for words in telling)
    whole, part = fuzz.ratio(left, right), fuzz.token_set_ratio(left, right)
    return float(max(whole, part)) if whole >= WHOLE_NAME or part >= PART_OF_NAME else 0.0


def _shown_to(by: User) -> QuerySet[Location]:
    """What has a public page, and this person's own drafts. Made-up listings are nobody's."""
    whose = Q(provider__in=Provider.objects.visible()) | Q(provider__in=Provider.objects.run_by(by))
    open_ones = Location.objects.filter(whose, closed_on__isnull=True, provider__is_demo=False)
    return open_ones.select_related("provider").order_by()


def _around(middle: tuple[float, float] | None, city: str, state: str) -> Q:
    here = Q(state=state, city__iexact=city)
    if middle is None:
        return here
    box = bounding_box(*middle, MILES)
    near = Q()
    for west, east in box.longitude_spans():
        near |= Q(longitude__range=(west, east))
    return here | (near & Q(latitude__range=(box.south, box.north)))


def _middle(zip: str, state: str) -> tuple[float, float] | None:
    place = Place.objects.filter(kind=PlaceKind.ZIP, code=zip, state=state).first() if zip else None
    return place.point if place else None


def _miles(location: Location, middle: tuple[float, float] | None) -> float | None:
    if middle is None or location.latitude is None or location.longitude is None:
        return None
    return great_circle_miles(*middle, location.latitude, location.longitude)


def _one_each(ranked: list[Lookalike]) -> list[Lookalike]:
    kept: dict[int, Lookalike] = {}
    for one in ranked:
        kept.setdefault(one.location.provider_id, one)
    return list(kept.values())
