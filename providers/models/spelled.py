"""Names as the federal lists write them: capitals, without accents or signs. Pure."""

from __future__ import annotations

import re
import unicodedata

# Letters that no accent can be taken from.
OTHER_LETTERS = str.maketrans(
    {"Ø": "O", "Ł": "L", "Đ": "D", "Ð": "D", "Þ": "TH", "Æ": "AE", "Œ": "OE", "ı": "I"}
)
INSIDE_WORDS = re.compile(r"[.'’‘ʻʼ`´]")
SIGNS = re.compile(r"[\W_]+")


def spelled(text: str) -> str:
    """ "O’Brien-Núñez, J.R." is "OBRIEN NUNEZ JR": what stands inside a word goes, other signs part words."""
    plain = unicodedata.normalize("NFKD", INSIDE_WORDS.sub("", text)).upper().translate(OTHER_LETTERS)
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    return " ".join(SIGNS.sub(" ", letters).split())
