"""schema.org JSON-LD of a listing: only facts that the clinic attested or that were verified."""

from __future__ import annotations

import datetime
import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from providers.models import Freshness
from providers.models.provenance import VOUCHED
from providers.models.vocabulary import Kind, NewPatients
from providers.models.vocabulary import ReportedField as F
from providers.shown.listing import Listing

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def json_ld(listing: Listing, url: str, today: datetime.date) -> SafeString:
    """Empty for an unconfirmed, stale or demo listing: machines get no fact that nobody stands behind.

    Nor what visitors report as wrong.
    """
    provider = listing.provider
    fresh = provider.freshness(today) in (Freshness.FRESH, Freshness.AGEING)
    if provider.is_unconfirmed or provider.is_demo or not fresh or listing.location.basis not in VOUCHED:
        return mark_safe("")
    return as_script_text(_clinic(listing, url))


def _clinic(listing: Listing, url: str) -> dict[str, Any]:
    provider, location = listing.provider, listing.location
    disputed = listing.facts.disputes.fields
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Hospital" if provider.kind == Kind.HOSPITAL_DEPARTMENT else "MedicalClinic",
        "name": provider.display_name,
        "url": url,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": ", ".join(filter(None, [location.street, location.street2])),
            "addressLocality": location.city,
            "addressRegion": location.state,
            "postalCode": location.zip,
            "addressCountry": "US",
        },
    }
    optional = {
        "legalName": provider.legal_name,
        "sameAs": provider.website,
        "telephone": "" if F.PHONE in disputed else location.phone,
        "isAcceptingNewPatients": location.new_patients == NewPatients.NEWPT
        if location.new_patients and F.ACCEPTING not in disputed
        else None,
        "geo": _geo(listing),
        "openingHoursSpecification": [] if F.HOURS in disputed else _hours(listing),
        "availableService": [] if F.ROUTE in disputed else _services(listing),
    }
    return data | {name: value for name, value in optional.items() if value not in ("", None, [])}


def _geo(listing: Listing) -> dict[str, Any] | None:
    location = listing.location
    if location.latitude is None or location.geocode_quality == "zip_centroid":
        return None
    return {"@type": "GeoCoordinates", "latitude": location.latitude, "longitude": location.longitude}


def _hours(listing: Listing) -> list[dict[str, str]]:
    return [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": f"https://schema.org/{DAYS[span.weekday]}",
            "opens": f"{span.opens:%H:%M}",
            "closes": f"{span.closes:%H:%M}",
        }
        for span in listing.facts.opening_hours
    ]


def _services(listing: Listing) -> list[dict[str, str]]:
    vouched = (service for service in listing.facts.services if service.basis in VOUCHED)
    return [{"@type": "MedicalTherapy", "name": service.route_label} for service in vouched]


def as_script_text(data: dict[str, Any]) -> SafeString:
    """JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    escaped = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return mark_safe(escaped)  # noqa: S308 - every character that could leave the script is escaped above
