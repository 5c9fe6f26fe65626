"""What an import did, in numbers and in sentences with line numbers."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from django.utils import timezone

from providers.models import ImportRun

MOST_KEPT = 1000


@dataclass(frozen=True)
class Note:
    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


@dataclass
class Report:
    """left_out: facilities that do not state ketamine.

    repeats: rows that name a listing of the same register again; they also count as updated or unchanged.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    left_out: int = 0
    skipped: list[Note] = field(default_factory=list)
    refused: list[Note] = field(default_factory=list)
    repeats: list[Note] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)

    @property
    def read(self) -> int:
        """Facilities that could be read, wanted or not."""
        return self.created + self.updated + self.unchanged + self.left_out + len(self.skipped)

    def skip(self, line: int, reason: str) -> None:
        self.skipped.append(Note(line, reason))

    def refuse(self, line: int, reason: str) -> None:
        self.refused.append(Note(line, reason))

    def repeat(self, line: int, reason: str) -> None:
        self.repeats.append(Note(line, reason))

    def warn(self, line: int, reason: str) -> None:
        self.warnings.append(Note(line, reason))

    def keep_in(self, run: ImportRun) -> None:
        """Store the numbers, and the first thousand refusals."""
        run.created, run.updated, run.unchanged = self.created, self.updated, self.unchanged
        run.skipped, run.refused = len(self.skipped), len(self.refused)
        run.refusals = [asdict(note) for note in self.refused[:MOST_KEPT]]
        run.finished_at = timezone.now()
        run.save()
