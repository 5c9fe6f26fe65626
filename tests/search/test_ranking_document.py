"""The public rule of ranking says what the code does."""

import re

from directory.env import BASE_DIR
from providers.actions.completeness import WEIGHTS
from providers.search import elsewhere, engine

DOCUMENT = (BASE_DIR / "docs" / "ranking.md").read_text()


def test_weights_are_published_as_they_are_used_and_make_a_hundred():
    published = dict(re.findall(r"^\| ([a-z][^|]+) \| (\d+) \|$", DOCUMENT, re.M))
    assert {name: int(weight) for name, weight in published.items()} == WEIGHTS
    assert sum(WEIGHTS.values()) == 100


def test_limits_are_published_as_they_are_used():
    assert f"{engine.MOST_NAMES - 1:,} listings" in DOCUMENT
    assert f"at most {elsewhere.NAMES_LOOKED_AT:,} locations" in DOCUMENT
    far = f"beyond {elsewhere.EXACT_MILES:.0f} miles at most {elsewhere.LOOKED_AT_PER_RING:,} locations"
    assert far in DOCUMENT
