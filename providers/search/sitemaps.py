"""What search engines may read: pages of the site, listings that are shown, states. Never a search."""

from __future__ import annotations

import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from providers.models import Place, Provider, SearchRow
from providers.models.place import PlaceKind

from .regions import region_url

PAGES = ("home", "regions", "questions", "guide", "about", "privacy", "how_ordered", "how_we_verify")


class Pages(Sitemap):  # type: ignore[type-arg]
    i18n = True
    alternates = True

    def items(self) -> list[str]:
        return list(PAGES)

    def location(self, item: str) -> str:
        return reverse(item)


class Listings(Sitemap):  # type: ignore[type-arg]
    """Demo listings stay out: they are not real."""

    limit = 20_000

    def items(self) -> QuerySet[Provider]:
        return (
            Provider.objects.listed().filter(is_demo=False).only("slug", "last_confirmed_on").order_by("pk")
        )

    def lastmod(self, item: Provider) -> datetime.date | None:
        return item.last_confirmed_on


class States(Sitemap):  # type: ignore[type-arg]
    def items(self) -> QuerySet[Place]:
        codes = SearchRow.objects.filter(location__provider__is_demo=False).values("state")
        return Place.objects.filter(kind=PlaceKind.STATE, code__in=codes).order_by("name")

    def location(self, item: Place) -> str:
        return region_url(item)


SITEMAPS = {"pages": Pages, "listings": Listings, "states": States}

ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /search/
Disallow: /questions/sheet/
Disallow: /es/search/
Disallow: /es/questions/sheet/
Sitemap: {sitemap}
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Searches are nobody's business, so no robot files them."""
    text = ROBOTS.format(sitemap=request.build_absolute_uri(reverse("sitemap")))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
