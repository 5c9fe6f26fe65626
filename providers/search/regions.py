"""Pages of a state, a county or a city: what there is, what it costs, how much of it is confirmed."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from providers.http import NoSuchPage, page_number, paginate
from providers.models import Location, Place, Price, SearchCard, SearchRow
from providers.models.place import PlaceKind
from providers.models.place_names import STATES, search_key
from providers.models.provider import AGEING_DAYS
from providers.models.search_row import ROUTE_COLUMNS
from providers.models.vocabulary import PriceComponent, PriceUnit, Route
from providers.models.weekly_count import Counted
from providers.shown.amounts import dollars

from .counting import counted
from .rows import Row, RowReader

PER_PAGE = 20
MOST_NEIGHBOURS = 8
CANDIDATES = 60


@dataclass(frozen=True)
class Line:
    """A name, its count or amount, and where it leads."""

    label: str
    text: str
    url: str


@dataclass(frozen=True)
class PriceRange:
    """What a session by one route costs here, and how many places state it."""

    label: str
    amount: str
    places: int


def shown(today: datetime.date) -> QuerySet[SearchRow]:
    """What search shows by default: confirmed within 180 days, or an import that says it is not confirmed."""
    oldest = today - datetime.timedelta(days=AGEING_DAYS)
    return SearchRow.objects.filter(Q(is_unconfirmed=True) | Q(confirmed_on__gte=oldest))


def inside(place: Place, rows: QuerySet[SearchRow]) -> QuerySet[SearchRow]:
    rows = rows.filter(state=place.state)
    if place.kind == PlaceKind.COUNTY:
        return rows.filter(county=place.name)
    if place.kind == PlaceKind.CITY:
        return rows.filter(location__state=place.state, location__city__in=spellings(place))
    return rows


def spellings(city: Place) -> list[str]:
    """How listings in its state write the city: "St. Louis", "Saint Louis", "SAINT LOUIS"."""
    written = Location.objects.filter(state=city.state).values_list("city", flat=True).distinct().order_by()
    return [name for name in written if search_key(name) == city.search_key]


@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    """Every state that has something to show."""
    states = states_with_providers(timezone.localdate())
    total = sum(int(line.text) for line in states)
    return render(request, "search/regions.html", {"states": states, "total": total})


@require_safe
def region(request: HttpRequest, state: str, place: str = "") -> HttpResponse:
    """404 with a search box where there is nothing to show."""
    found = Place.objects.at_path(state, place).first()
    if found is None:
        raise Http404
    today = timezone.localdate()
    rows = inside(found, shown(today))
    facts = summary(rows, today)
    if not facts["total"]:
        raise Http404
    number = page_number(request.GET)
    if number is None:
        raise Http404
    try:
        pager = paginate(request.GET, facts["total"], PER_PAGE, number)
    except NoSuchPage as error:
        raise Http404 from error
    listed = listing_rows(rows, number, today)
    context = {
        "place": found,
        "name": found.label if found.kind != PlaceKind.STATE else found.name,
        "state_name": STATES.get(found.state, found.state),
        "state_url": reverse("region_state", args=[state]) if place else "",
        "summary": facts,
        "routes": route_lines(found, facts),
        "prices": price_lines(rows, today),
        "rows": listed,
        "pager": pager,
        "places": places_inside(found, today) if not place else [],
        "neighbours": neighbours_with_providers(found, today),
        "search_url": search_url(found),
        "canonical": request.build_absolute_uri(region_url(found)),
    }
    response = render(request, "search/region.html", context)
    return counted(request, response, Counted.SHOWN, (row.pk for row in listed))


def summary(rows: QuerySet[SearchRow], today: datetime.date) -> dict[str, int]:
    """Counts of the region in one query."""
    counts = {
        column: Count("pk", filter=Q(**{f"{column}__isnull": False})) for column in ROUTE_COLUMNS.values()
    }
    found = rows.aggregate(
        total=Count("pk"),
        verified=Count("pk", filter=Q(verified_until__gte=today)),
        unconfirmed=Count("pk", filter=Q(is_unconfirmed=True)),
        **counts,
    )
    found["verified_share"] = round(100 * found["verified"] / found["total"]) if found["total"] else 0
    return found


def route_lines(place: Place, facts: dict[str, int]) -> list[Line]:
    return [
        Line(str(Route(code).label), str(facts[column]), f"{search_url(place)}&route={code}")
        for code, column in ROUTE_COLUMNS.items()
        if facts[column]
    ]


def price_lines(rows: QuerySet[SearchRow], today: datetime.date) -> list[PriceRange]:
    """The lowest and highest stated price of a session, for each route."""
    held = Q(valid_from__lte=today) & (Q(valid_to__isnull=True) | Q(valid_to__gte=today))
    ranges = (
        Price.objects.filter(
            held,
            service__location__in=rows.values("pk"),
            component=PriceComponent.SESSION_BUNDLE,
            per=PriceUnit.SESSION,
        )
        .values("service__route")
        .annotate(
            low=Min("amount_min"), high=Max("amount_max"), stated=Count("service__location", distinct=True)
        )
        .order_by("service__route")
    )
    found = {row["service__route"]: row for row in ranges}
    return [
        PriceRange(
            str(route.label), dollars(found[route]["low"], found[route]["high"]), found[route]["stated"]
        )
        for route in Route
        if route in found
    ]


def listing_rows(rows: QuerySet[SearchRow], number: int, today: datetime.date) -> list[Row]:
    """The rule of ranking without a distance: confirmed before imported, then completeness, then key."""
    start = (number - 1) * PER_PAGE
    ordered = rows.order_by("is_unconfirmed", "-completeness", "pk").values_list("pk", flat=True)
    wanted = list(ordered[start : start + PER_PAGE])
    cards = SearchCard.objects.in_bulk(wanted)
    reader = RowReader(today)
    return [reader.row(pk, cards[pk].card) for pk in wanted]


def region_url(place: Place) -> str:
    if place.kind == PlaceKind.STATE:
        return reverse("region_state", args=[place.state_slug])
    return reverse("region_place", args=[place.state_slug, place.slug])


def search_url(place: Place) -> str:
    return f"{reverse('search')}?near={place.query.replace(' ', '+')}"


def places_inside(state: Place, today: datetime.date) -> list[Line]:
    """The state's cities that have providers, the most first."""
    cities = (
        Location.objects.filter(pk__in=inside(state, shown(today)).values("pk"))
        .values_list("city")
        .annotate(count=Count("pk"))
        .order_by("-count", "city")[:CANDIDATES]
    )
    counts: Counter[str] = Counter()
    for city, count in cities:
        counts[search_key(city)] += count
    known = Place.objects.filter(kind=PlaceKind.CITY, state=state.state, search_key__in=counts).order_by(
        "prominence"
    )
    lines = {p.search_key: Line(p.name, str(counts[p.search_key]), region_url(p)) for p in known}
    return sorted(lines.values(), key=lambda line: line.label)


def neighbours_with_providers(place: Place, today: datetime.date) -> list[Line]:
    """The nearest places of the same kind that have something to show."""
    reach = {PlaceKind.STATE: 1000, PlaceKind.COUNTY: 150}.get(PlaceKind(place.kind), 60)
    near = list(Place.objects.neighbours_of(place, miles=reach)[:CANDIDATES])
    counts = counts_of(place.kind, near, today)
    lines = [
        Line(_neighbour_name(other), str(counts[other.pk]), region_url(other))
        for other in near
        if counts.get(other.pk)
    ]
    return lines[:MOST_NEIGHBOURS]


def _neighbour_name(place: Place) -> str:
    return place.name if place.kind == PlaceKind.STATE else place.label


def counts_of(kind: str, places: list[Place], today: datetime.date) -> dict[int, int]:
    """How many locations each place shows, in one query; keyed by the place's primary key."""
    column = {PlaceKind.STATE: "state", PlaceKind.COUNTY: "county"}.get(PlaceKind(kind), "location__city")
    rows = shown(today).filter(state__in={place.state for place in places})
    counts: Counter[tuple[str, str]] = Counter()
    for state, name, count in rows.values_list("state", column).annotate(Count("pk")).order_by():
        counts[state, search_key(name)] += count
    return {
        place.pk: counts[
            place.state, search_key(place.state) if kind == PlaceKind.STATE else place.search_key
        ]
        for place in places
    }


def states_with_providers(today: datetime.date) -> list[Line]:
    """For the home page: each state's name, how many locations it shows, and its page."""
    counts = dict(shown(today).values_list("state").annotate(Count("pk")).order_by())
    places = Place.objects.filter(kind=PlaceKind.STATE, code__in=counts).order_by("name")
    return [Line(place.name, str(counts[place.code]), region_url(place)) for place in places]
