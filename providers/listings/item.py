"""One thing that needs the attention of the people who run a listing."""

from __future__ import annotations

from dataclasses import dataclass

from providers.models import Provider

NOW, SOON, LATER = 0, 1, 2


@dataclass(frozen=True)
class Item:
    """rank: NOW, SOON or LATER. link: what the link to `url` says; "" where there is only to wait."""

    listing: Provider
    rank: int
    text: str
    link: str = ""
    url: str = ""
