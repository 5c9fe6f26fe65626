"""What a first visit costs: bytes over the wire, counted by the browser itself."""

from collections import Counter

import pytest

from .page_types import DENVER, FILTERED, PAGE_TYPES

MOST_BYTES = 60 * 1024


def weighed(person, path) -> dict[str, int]:
    """Bytes of each answer with its headers, compressed as it came."""
    session = person.context.new_cdp_session(person.page)
    session.send("Network.enable")
    addresses: dict[str, str] = {}
    sizes: Counter[str] = Counter()
    session.on("Network.requestWillBeSent", lambda e: addresses.update({e["requestId"]: e["request"]["url"]}))
    session.on(
        "Network.loadingFinished", lambda e: sizes.update({addresses[e["requestId"]]: e["encodedDataLength"]})
    )
    person.page.goto(path, wait_until="networkidle")
    return {url.removeprefix(person.site): int(size) for url, size in sizes.items()}


@pytest.mark.parametrize("path", [DENVER, FILTERED, "/es" + DENVER], ids=["results", "filtered", "Spanish"])
def test_a_first_visit_to_results_is_at_most_60_kilobytes(arrive, path):
    person = arrive()
    sizes = weighed(person, path)
    assert path in sizes
    assert len(sizes) > 8
    assert not any("leaflet" in address or "/map/" in address for address in sizes)
    assert sum(sizes.values()) <= MOST_BYTES, sizes


@pytest.mark.parametrize("name", ["home", "provider", "questions"])
def test_a_first_visit_to_other_pages_is_no_heavier(arrive, site, name):
    person = arrive()
    sizes = weighed(person, PAGE_TYPES[name].path_in(site.town))
    assert sum(sizes.values()) <= MOST_BYTES, sizes
