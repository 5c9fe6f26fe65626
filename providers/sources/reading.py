"""What every reader of a register shares: clean text from damaged cells, and the error for a wrong file."""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

MISSING = frozenset({"na", "n/a", "#n/a", "nan", "null", "none", "-", "--"})
UNREADABLE = "\N{REPLACEMENT CHARACTER}"


class UnreadableSourceError(Exception):
    """Nothing can be read from this file or service; the message is for the person who asked."""


def decode(raw: bytes) -> str:
    """UTF-8, or what Windows programs write instead; a byte that is neither becomes a question mark."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def clean(text: str) -> str:
    """One line of printable text. A literal NA, and a cell of nothing but damage, are empty."""
    composed = unicodedata.normalize("NFC", text)
    printable = "".join(
        " " if character.isspace() else character
        for character in composed
        if character.isspace() or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )
    words = " ".join(printable.split())
    return "" if words.casefold() in MISSING else words


def digest_of(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
