"""The board: what waits and since when, how fast it ends, how good the data are, how old the feeds."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from providers.actions import accuracy, board, feeds

from .charts import Chart, stacked
from .entrance import staff

AGE_LABELS = (
    gettext_lazy("up to 1 day"),
    gettext_lazy("2 days"),
    gettext_lazy("3 to 5 days"),
    gettext_lazy("6 to 10 days"),
    gettext_lazy("older"),
)
TONES = ("is-new", "is-young", "is-middle", "is-old", "is-oldest")


@dataclass(frozen=True)
class Measure:
    """One share, with what it is a share of."""

    label: str
    share: board.Share


@require_safe
@staff()
def staff_board(request: HttpRequest) -> HttpResponse:
    """Six queries."""
    now, today = timezone.now(), timezone.localdate()
    waiting, paces = board.open_cases(now, today), board.paces(now)
    quality = board.quality(today)
    context = {
        "open": waiting,
        "age_labels": AGE_LABELS,
        "tones": list(zip(TONES, AGE_LABELS, strict=True)),
        "total": sum(row.total for row in waiting),
        "overdue": sum(row.overdue for row in waiting),
        "open_chart": _open_chart(waiting),
        "paces": paces,
        "pace_chart": _pace_chart(paces),
        "measures": measures(quality),
        "quality_chart": _quality_chart(quality),
        "checks_overdue": quality.checks_overdue,
        "feeds": feeds.ages(today),
        "estimate": accuracy.estimate(),
        "recent": board.RECENT_DAYS,
    }
    return render(request, "staff/board/board.html", context)


def _open_chart(rows: list[board.Open]) -> Chart | None:
    return stacked([(str(row.kind.label), row.ages, f"{row.total:,}") for row in rows], TONES)


def _pace_chart(rows: list[board.Pace]) -> Chart | None:
    """The median, and from there on to the 90th percentile."""
    drawn = [row for row in rows if row.median is not None and row.slow is not None]
    return stacked(
        [
            (
                str(row.kind.label),
                [row.median or 0, (row.slow or 0) - (row.median or 0)],
                _("%(median).1f to %(slow).1f days") % {"median": row.median, "slow": row.slow},
            )
            for row in drawn
        ],
        ("is-middle", "is-new"),
    )


def measures(quality: board.Quality) -> list[Measure]:
    return [
        Measure(_("Public listings that the clinic confirmed within 90 days"), quality.confirmed),
        Measure(_("Public listings with a price that holds today"), quality.priced),
        Measure(_("Approved credentials that are current today"), quality.current),
    ]


def _quality_chart(quality: board.Quality) -> Chart | None:
    """Always to the same scale: a hundred is the whole."""
    names = (_("Confirmed"), _("With prices"), _("Current"))
    shares = (quality.confirmed, quality.priced, quality.current)
    rows: list[tuple[str, list[float], str]] = [
        (name, [share.percent or 0, 100 - (share.percent or 0)], _percent(share))
        for name, share in zip(names, shares, strict=True)
    ]
    return stacked(rows, ("is-middle", "is-rest")) if any(share.whole for share in shares) else None


def _percent(share: board.Share) -> str:
    return _("nothing yet") if share.percent is None else f"{share.percent} %"
