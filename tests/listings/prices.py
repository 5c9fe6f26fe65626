"""What a browser sends from the price editor: the fields of its rows under their names."""

from typing import Any

from django.urls import reverse

from providers.actions import editing_prices


def address(service, name="edit_price"):
    location = service.location
    return reverse(name, args=[location.provider.slug, location.slug, service.pk])


def row_of(price, **over: Any) -> dict[str, Any]:
    """A stored part as its row is drawn."""
    varies = price.amount_max != price.amount_min
    return {
        "pk": price.pk,
        "component": price.component,
        "amount_min": str(price.amount_min),
        "amount_max": str(price.amount_max) if varies else "",
        "per": price.per,
        "includes": price.includes,
        "valid_from": price.valid_from.isoformat(),
        "valid_to": price.valid_to.isoformat() if price.valid_to else "",
        "evidence": price.evidence,
        **over,
    }


def new_row(amount="450", component="session_bundle", per="session", **over: Any) -> dict[str, Any]:
    return {"pk": "", "component": component, "amount_min": amount, "per": per, **over}


def sent(service, *rows: dict[str, Any], version: str | None = None, **more: Any) -> dict[str, Any]:
    """The whole form, drawn just now unless a version is given."""
    fields = {
        f"part-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()
    }
    return {
        "part-TOTAL_FORMS": len(rows),
        "part-INITIAL_FORMS": 0,
        "version": editing_prices.version(service) if version is None else version,
        **fields,
        **more,
    }
