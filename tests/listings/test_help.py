"""The site's help for clinics is docs/providers.md, and what it promises is what the code does."""

import pytest

from directory.env import BASE_DIR
from providers.listings.help import FILES
from providers.models import attestation, claim, membership, provider
from providers.models.document import LARGEST_BYTES, MOST_PER_HOLDER

TEXTS = {language: (BASE_DIR / "docs" / name).read_text() for language, name in FILES.items()}


@pytest.mark.parametrize(("path", "heading"), [("", "Running your listing"), ("/es", "Cómo llevar su ficha")])
def test_the_site_serves_the_same_text(client, db, path, heading):
    page = client.get(f"{path}/help/providers/").content.decode()
    assert f"<h1>{heading}</h1>" in page
    headings = [
        line.strip("# ") for line in TEXTS["es" if path else "en"].splitlines() if line.startswith("##")
    ]
    assert len(headings) > 8
    assert [one for one in headings if f">{one}</h" not in page] == []


@pytest.mark.parametrize("language", FILES)
def test_its_numbers_are_those_of_the_code(language):
    words = TEXTS[language]
    for number in (
        *(provider.FRESH_DAYS, provider.AGEING_DAYS, attestation.LINK_DAYS),
        *(*attestation.BEFORE, *attestation.AFTER),
        *(claim.CODE_HOURS, claim.LETTER_DAYS, LARGEST_BYTES // 1024 // 1024),
    ):
        assert str(number) in words, number
    spelt = {"en": {5: "five", 7: "seven"}, "es": {5: "cinco", 7: "siete"}}[language]
    for number in (claim.TRIES, claim.CONFLICT_DAYS, membership.INVITATION_DAYS, MOST_PER_HOLDER):
        assert spelt[number] in words, number


def test_both_languages_have_the_same_parts():
    shapes = {
        language: [line.split(" ")[0] for line in words.splitlines() if line.startswith(("#", "-", "1", "2"))]
        for language, words in TEXTS.items()
    }
    assert shapes["en"] == shapes["es"]
