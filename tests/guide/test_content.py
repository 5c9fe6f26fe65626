"""The words of the guide and the questions: complete, sourced, plain, and never promising."""

import json
import re
from html.parser import HTMLParser
from itertools import chain
from urllib.parse import parse_qsl

import pytest

from providers.guide.pages import CITATION, CONTENT, ContentError, Source, page, pages, render

LANGUAGES = ("en", "es")
FILES = sorted(CONTENT.glob("e[ns]/*.md"))
TEXTS = ("text", "why", "good_answer", "warning_sign")
HYPE = re.compile(
    r"\b(breakthrough|transformati\w+|miracle|game.chang\w+|revolutionary|holistic|paradigm|beacon|"
    r"groundbreaking|cures?|guaranteed?|life.changing|immense|milagr\w+|revolucionari\w+|transformador\w*|"
    r"hol[ií]stic\w+|cura[rn]?|garantiza\w*)\b|[!¡]",
    re.IGNORECASE,
)
APPROVAL = re.compile(r"\bapprov(?:e[sd]?|al)\b|\baprob\w+|\baprueba", re.IGNORECASE)
ALLOWED = re.compile(
    r"\b(spravato|esketamin[ae]|anesthe\w+|anestesia|not|never|no|ning[uú]n\w*|nunca|whether|si el uso|"
    r"off-label|fuera de indicaci[oó]n|in advance|approved medicines|medicamentos aprobados|one of the two|"
    r"única de las dos|treatments approved|tratamientos aprobados|within minutes|under 18)\b",
    re.IGNORECASE,
)
OTHER_ROUTES = re.compile(r"\b(infusi[oó]n\w*|IV|IM|lozenges?|pastillas|compounded|compuest\w+)\b")
NEGATION = re.compile(r"\b(not|never|no|than|que los|off-label|fuera de indicaci[oó]n)\b", re.IGNORECASE)


def content(name):
    return json.loads((CONTENT / name).read_text(encoding="utf-8"))


def body(path):
    return path.read_text(encoding="utf-8").split("---\n", 2)[2]


def sentences(text):
    plain = re.sub(r"[*#]|^\d\. |^- ", "", CITATION.sub("", text), flags=re.MULTILINE)
    return [part.strip() for part in re.split(r"(?<=[.?!])\s+|\n", plain) if part.strip()]


def claims_approval(sentence):
    """True where a sentence calls something approved that is neither Spravato nor anesthesia."""
    if not APPROVAL.search(sentence) or sentence.endswith("?"):
        return False
    return not ALLOWED.search(sentence) or bool(
        OTHER_ROUTES.search(sentence) and not NEGATION.search(sentence)
    )


def all_sentences():
    questions = content("questions.json")["questions"]
    asked = (question[language][name] for question in questions for language in LANGUAGES for name in TEXTS)
    facts = (
        f[lang][part] for f in content("site_facts.json")["facts"] for lang in LANGUAGES for part in f[lang]
    )
    return list(chain.from_iterable(sentences(text) for text in chain(map(body, FILES), asked, facts)))


def test_the_twenty_eight_questions_are_complete_in_both_languages():
    data = content("questions.json")
    assert sorted(question["number"] for question in data["questions"]) == list(range(1, 29))
    assert len({question["key"] for question in data["questions"]}) == 28
    assert {question["group"] for question in data["questions"]} == {group["key"] for group in data["groups"]}
    assert all(group["en"] and group["es"] for group in data["groups"])
    for question in data["questions"]:
        for language in LANGUAGES:
            assert set(question[language]) == set(TEXTS)
            assert all(question[language].values()), question["key"]
        assert all("?" in question[language]["text"] for language in LANGUAGES)


def test_the_articles_three_come_first_and_the_rest_follow_their_groups():
    questions = sorted(content("questions.json")["questions"], key=lambda question: question["position"])
    assert [question["position"] for question in questions] == list(range(1, 29))
    assert [question["number"] for question in questions if question["article"]] == [1, 9, 3]
    assert [question["number"] for question in questions[:3]] == [1, 9, 3]
    assert [question["number"] for question in questions[3:]] == [2, 4, 5, 6, 7, 8, *range(10, 29)]


@pytest.mark.parametrize("name", ["questions.json", "sources.json"])
def test_each_source_is_named_dated_or_undated_and_linked(name):
    data = content(name)
    questions = data.get("questions")
    sources = [s for question in questions for s in question["sources"]] if questions else list(data.values())
    assert len(sources) >= 28
    for source in sources:
        assert set(source) == {"name", "year", "url"}
        assert source["year"] is None or 1990 < source["year"] <= 2026
        assert source["name"]
        assert re.fullmatch(r"https://[^\s\"<>]+", source["url"])


def test_prices_are_those_of_a_named_seller_and_in_order():
    prices = content("prices.json")
    assert len(prices) >= 8
    for price in prices:
        assert set(price) == {
            "key",
            "route",
            "en",
            "es",
            "low",
            "high",
            "unit",
            "source",
            "year",
            "url",
            "basis",
        }
        assert 0 < price["low"] <= price["high"]
        assert price["basis"] == "vendor"
        assert all((price["en"], price["es"], price["source"]))
        assert price["url"].startswith("https://")


def test_site_facts_have_both_languages_and_a_text_for_after_their_end():
    facts = {fact["key"]: fact for fact in content("site_facts.json")["facts"]}
    assert set(facts) == {"telehealth_flexibility", "good_faith_estimate", "fda_statement"}
    assert facts["telehealth_flexibility"]["ends_on"] == "2026-12-31"
    for fact in facts.values():
        for language in LANGUAGES:
            assert set(fact[language]) == {"title", "before", "after"}
            assert all((fact[language]["title"], fact[language]["before"]))
            assert bool(fact[language]["after"]) == bool(fact["ends_on"])


def test_both_languages_have_the_same_pages_citing_the_same_sources():
    english, spanish = pages("en"), pages("es")
    assert len(english) == 11
    assert [page.order for page in english] == list(range(1, 12))
    for one, other in zip(english, spanish, strict=True):
        assert other.language == "es"
        assert (one.slug, one.order, one.question_numbers, one.search) == (
            other.slug,
            other.order,
            other.question_numbers,
            other.search,
        )
        assert one.sources == other.sources
        assert one.title != other.title


def test_no_source_is_kept_that_no_page_cites():
    cited = {source.key for page in pages("en") for source in page.sources}
    assert cited == set(content("sources.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_page_is_short_described_and_leads_on(path):
    language, slug = path.parent.name, path.stem.partition("-")[2]
    shown = page(slug, language)
    assert path.stem.startswith(f"{shown.order:02}-")
    assert 250 <= len(body(path).split()) <= 500
    assert 50 <= len(shown.description) <= 155
    assert len(shown.sources) >= 3
    assert set(shown.question_numbers) <= set(range(1, 29))
    assert shown.search_label
    allowed = {"route", "condition", "verified", "accepting", "telehealth", "insurance"}
    assert {name for name, _value in parse_qsl(shown.search, strict_parsing=bool(shown.search))} <= allowed


def test_nothing_but_spravato_is_called_approved():
    assert [sentence for sentence in all_sentences() if claims_approval(sentence)] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "IV ketamine is FDA-approved for depression.",
        "Our lozenges are approved by the FDA, like Spravato.",
        "Ketamine has FDA approval for PTSD.",
        "La ketamina está aprobada por la FDA para la depresión.",
        "La ketamina compuesta está aprobada, como Spravato.",
    ],
)
def test_the_guard_catches_a_false_approval(sentence):
    assert claims_approval(sentence)


def test_no_hype_and_no_exclamation():
    assert [sentence for sentence in all_sentences() if HYPE.search(sentence)] == []


@pytest.mark.parametrize("path", sorted(CONTENT.glob("en/*.md")), ids=lambda path: path.stem)
def test_english_sentences_are_short(path):
    lengths = [len(sentence.split()) for sentence in sentences(body(path))]
    assert sum(lengths) / len(lengths) <= 20
    assert max(lengths) <= 35


def test_pages_with_danger_in_them_name_911_and_988():
    for language in LANGUAGES:
        for slug in ("risks", "home-and-telehealth", "finding-a-provider"):
            assert "988" in page(slug, language).html
            assert "911" in page(slug, language).html


class Outline(HTMLParser):
    """Collects headings, ids and links of a rendered page."""

    def __init__(self):
        super().__init__()
        self.tags, self.ids, self.links = [], [], []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append(tag)
        self.ids += [found["id"]] if "id" in found else []
        self.links += [found] if tag == "a" else []


@pytest.mark.parametrize("language", LANGUAGES)
def test_rendered_citations_are_labelled_and_lead_there_and_back(language):
    for shown in pages(language):
        outline = Outline()
        outline.feed(shown.html)
        assert "h1" not in outline.tags
        assert "h2" in outline.tags
        assert len(outline.ids) == len(set(outline.ids))
        inward = [link for link in outline.links if link["href"].startswith("#")]
        assert {link["href"][1:] for link in inward} == set(outline.ids) - {"sources"}
        assert all(link["aria-label"] for link in inward)
        outward = [link for link in outline.links if not link["href"].startswith("#")]
        assert len(outward) == len(shown.sources)
        assert all("noopener" in link["rel"] for link in outward)


def test_render_numbers_sources_by_first_mention_and_says_undated():
    known = {
        "b": Source("b", "Board & Co", 2021, "https://example.org/b"),
        "a": Source("a", "Another", None, "https://example.org/a"),
    }
    html, cited = render("## Heading\n\nOne.[^a] Two.[^b] Three.[^a]", known, "en")
    assert [source.key for source in cited] == ["a", "b"]
    assert (
        '<sup class="citation"><a id="cite-1-2" href="#source-1" '
        'aria-label="Source 1: Another, undated">[1]</a></sup>' in html
    )
    assert 'aria-label="Source 2: Board &amp; Co, 2021"' in html
    assert html.index("Another</a>, undated") < html.index("Board &amp; Co</a>, 2021")
    assert html.count('href="#cite-1-') == 2


def test_a_claim_without_a_known_source_is_an_error():
    with pytest.raises(ContentError, match="no such-key"):
        render("Claim.[^such-key]", {}, "en")


def test_pages_fall_back_to_english_and_know_regional_codes():
    assert page("routes", "fr").language == "en"
    assert page("routes", "es-us").language == "es"
    assert page("no-such-page", "en") is None
