"""The guide's pages: Markdown files with front matter, read and rendered once per language.

A claim cites its source as [^key]; a key that sources.json lacks is an error, so no claim loses its source.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override
from markdown import markdown

CONTENT = Path(__file__).parent / "content"
FALLBACK = "en"
FIELDS = {"title", "description", "order", "questions", "search", "search_label"}
CITATION = re.compile(r"\[\^([^\]]+)\]")


class ContentError(Exception):
    """A content file is malformed; the message names the file and what is wrong."""


@dataclass(frozen=True)
class Source:
    """One entry of sources.json; year is None where the source bears no date."""

    key: str
    name: str
    year: int | None
    url: str

    def __str__(self) -> str:
        return f"{self.name}, {self.year or _('undated')}"


@dataclass(frozen=True)
class Page:
    """One rendered page. `language` is the language of the text, which may be the fallback."""

    slug: str
    language: str
    title: str
    description: str
    order: int
    question_numbers: tuple[int, ...]
    search: str
    search_label: str
    html: SafeString
    sources: tuple[Source, ...]


def pages(language: str) -> list[Page]:
    """All pages in reading order; a page that lacks a translation comes in English."""
    return list(_pages(_available(language)))


def page(slug: str, language: str) -> Page | None:
    return next((page for page in pages(language) if page.slug == slug), None)


def render(text: str, known: Mapping[str, Source], language: str) -> tuple[SafeString, tuple[Source, ...]]:
    """Markdown to HTML with a titled list of the cited sources, numbered by first mention.

    The citations are our own markup, because the footnotes extension gives its references no
    readable name and its list no heading.
    """
    keys = CITATION.findall(text)
    if missing := sorted(set(keys) - known.keys()):
        raise ContentError(f"sources.json has no {', '.join(missing)}")
    cited = tuple(known[key] for key in dict.fromkeys(keys))
    with override(language):
        body = markdown(_with_references(text, cited), extensions=["tables", "sane_lists"])
        html = body + _source_list(cited, Counter(keys))
    return mark_safe(html), cited  # noqa: S308 - rendered from files of this package, not from input


@lru_cache(maxsize=8)
def _pages(language: str) -> tuple[Page, ...]:
    known = _sources()
    files = {path.stem: path for folder in (FALLBACK, language) for path in (CONTENT / folder).glob("*.md")}
    return tuple(sorted((_read(path, known) for path in files.values()), key=lambda page: page.order))


@lru_cache(maxsize=1)
def _sources() -> Mapping[str, Source]:
    entries = json.loads((CONTENT / "sources.json").read_text(encoding="utf-8"))
    return {key: Source(key=key, **entry) for key, entry in entries.items()}


def _available(language: str) -> str:
    wanted = language.lower().partition("-")[0]
    return wanted if wanted in {path.name for path in CONTENT.iterdir() if path.is_dir()} else FALLBACK


def _read(path: Path, known: Mapping[str, Source]) -> Page:
    language = path.parent.name
    try:
        fields, text = _front_matter(path.read_text(encoding="utf-8"))
        html, cited = render(text, known, language)
        return Page(
            slug=path.stem.partition("-")[2],
            language=language,
            title=fields["title"],
            description=fields["description"],
            order=int(fields["order"]),
            question_numbers=tuple(int(number) for number in fields["questions"].split(",")),
            search=fields["search"],
            search_label=fields["search_label"],
            html=html,
            sources=cited,
        )
    except (ContentError, ValueError) as error:
        raise ContentError(f"{language}/{path.name}: {error}") from error


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    parts = text.split("---\n", 2)
    if len(parts) != 3 or parts[0]:
        raise ContentError("the front matter must stand between two lines of ---")
    pairs = (line.partition(":") for line in parts[1].splitlines())
    fields = {name.strip(): value.strip() for name, _colon, value in pairs}
    if wrong := FIELDS ^ fields.keys():
        raise ContentError(f"missing or unknown in the front matter: {', '.join(sorted(wrong))}")
    return fields, parts[2]


def _with_references(text: str, cited: tuple[Source, ...]) -> str:
    numbers = {source.key: number for number, source in enumerate(cited, start=1)}
    seen: Counter[str] = Counter()

    def reference(match: re.Match[str]) -> str:
        key = match[1]
        seen[key] += 1
        number = numbers[key]
        label = _("Source %(number)d: %(source)s") % {"number": number, "source": cited[number - 1]}
        return format_html(
            '<sup class="citation"><a id="cite-{0}-{1}" href="#source-{0}" aria-label="{2}">[{0}]</a></sup>',
            number,
            seen[key],
            label,
        )

    return CITATION.sub(reference, text)


def _source_list(cited: Iterable[Source], mentions: Mapping[str, int]) -> str:
    items = format_html_join(
        "\n",
        '<li id="source-{}"><a href="{}" lang="en" rel="noopener noreferrer">{}</a>, {} {}</li>',
        (
            (
                number,
                source.url,
                source.name,
                source.year or _("undated"),
                _back(number, mentions[source.key]),
            )
            for number, source in enumerate(cited, start=1)
        ),
    )
    if not items:
        return ""
    return format_html(
        '\n<section class="sources" aria-labelledby="sources">\n<h2 id="sources">{}</h2>\n'
        "<ol>\n{}\n</ol>\n</section>",
        _("Sources"),
        items,
    )


def _back(number: int, mentions: int) -> str:
    label = _("Back to the text, source %(number)d, mention %(mention)d")
    return format_html_join(
        " ",
        '<a class="back" href="#cite-{}-{}" aria-label="{}">↑</a>',
        (
            (number, mention, label % {"number": number, "mention": mention})
            for mention in range(1, mentions + 1)
        ),
    )
