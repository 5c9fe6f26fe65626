"""Small bar charts, drawn on the server: numbers in, places in an SVG out. The table beside says the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ROW, THICK, LABEL, LONGEST, ROOM = 28, 16, 130, 220, 110
WIDTH = LABEL + LONGEST + ROOM


@dataclass(frozen=True)
class Piece:
    """One colored part of a bar; tone: its class in the style sheet."""

    x: float
    width: float
    tone: str


@dataclass(frozen=True)
class Bar:
    """y: the top of its row. end: where its number stands."""

    label: str
    y: int
    pieces: list[Piece]
    end: float
    number: str


@dataclass(frozen=True)
class Chart:
    """Lengths are of a drawing WIDTH wide; height grows with the rows. Empty where nothing is above zero."""

    bars: list[Bar]
    height: int
    width: int = WIDTH
    label: int = LABEL - 8
    thick: int = THICK


def stacked(rows: Sequence[tuple[str, Sequence[float], str]], tones: Sequence[str]) -> Chart | None:
    """rows: label, one number for each tone, and the number as text. None: nothing to draw."""
    highest = max((sum(numbers) for _label, numbers, _text in rows), default=0)
    if highest <= 0:
        return None
    bars = []
    for place, (label, numbers, text) in enumerate(rows):
        pieces, x = [], float(LABEL)
        for number, tone in zip(numbers, tones, strict=True):
            width = round(LONGEST * number / highest, 1)
            if number > 0:
                pieces.append(Piece(round(x, 1), max(width, 1.5), tone))
            x += width
        bars.append(Bar(label, place * ROW, pieces, round(x + 6, 1), text))
    return Chart(bars, len(rows) * ROW)
