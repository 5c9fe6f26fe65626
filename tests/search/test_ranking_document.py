"""The public rule of ranking says what the code does."""

import re

from directory.env import BASE_DIR
from providers.actions.completeness import WEIGHTS
from providers.search import elsewhere, engine, result_page, results

DOCUMENT = (BASE_DIR / "docs" / "ranking.md").read_text()


def test_weights_are_published_as_they_are_used_and_make_a_hundred():
    published = dict(re.findall(r"^\| ([a-z][^|]+) \| (\d+) \|$", DOCUMENT, re.M))
    assert {name: int(weight) for name, weight in published.items()} == WEIGHTS
    assert sum(WEIGHTS.values()) == 100


def test_limits_are_published_as_they_are_used():
    assert f"{engine.MOST_NAMES - 1:,} listings" in DOCUMENT
    assert f"at most {elsewhere.NAMES_LOOKED_AT:,} locations" in DOCUMENT
    assert f"only the nearest {result_page.COUNTED:,} are counted" in DOCUMENT
    assert f"among the {elsewhere.LOOKED_AT:,} or so locations nearest" in DOCUMENT
    assert f"among the nearest {elsewhere.RARE_AMONG[-1]:,}" in DOCUMENT
    assert f"among the best {results.TELEHEALTH_LOOKED_AT:,} of the state" in DOCUMENT
