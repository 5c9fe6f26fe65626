"""The house rules that a machine can keep: sizes, names, layers, guarded addresses, nothing inline."""

import ast
import fnmatch
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import URLPattern, URLResolver, get_resolver
from importlinter.cli import lint_imports

from directory.env import BASE_DIR

MODULE_IS_A_QUESTION, MODULE_IS_A_NO = 250, 400
FUNCTION_IS_A_NO = 40
TEMPLATE_IS_A_NO = 120
LONG_FOR_A_REASON = {
    "providers/models/vocabulary.py": "the field's lists of allowed values, read as one table",
}
INLINE_FOR_A_REASON = {
    "templates/emails/base.html": "mail programs fetch no style sheet",
}
UNDECIDED_NAMES = re.compile(r"(^|_)(utils?|helpers?|managers?|services?_layer|misc|common)(_|$)")
TOP_LEVEL = {
    *(
        "manage.py",
        "directory",
        "providers",
        "templates",
        "static",
        "tests",
        "script",
        "docs",
        "requirements",
    ),
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "pyproject.toml"),
    *(".ci", ".git", ".gitignore", ".gitattributes", ".editorconfig", ".python-version"),
}
PUBLIC = {
    "",
    "about/",
    "account/deleted/",
    "account/inactive/",
    "account/login/",
    "account/logout/",
    "account/password/reset/",
    "account/password/reset/complete/",
    "account/password/reset/done/",
    "account/signup/",
    "add-your-practice/",
    "admin/login/",
    "admin/logout/",
    "chosen/<int:pk>/<slug:what>/",
    "guide/",
    "guide/<slug:slug>/",
    "healthz",
    "help/providers/",
    "how-results-are-ordered/",
    "how-we-verify/",
    "in/",
    "in/<slug:state>/",
    "in/<slug:state>/<slug:place>/",
    "invitations/<str:token>/",
    "privacy/",
    "providers/<slug:slug>/",
    "providers/<slug:slug>/<slug:location_slug>/",
    "providers/<slug:slug>/<slug:location_slug>/report/",
    "providers/<slug:slug>/<slug:location_slug>/report/thanks/",
    "providers/<slug:slug>/claim/",
    "providers/<slug:slug>/remove/",
    "providers/<slug:slug>/remove/<str:token>/",
    "questions/",
    "questions/sheet/",
    "robots.txt",
    "search/",
    "search/suggest/",
    "sitemap-<section>.xml",
    "sitemap.xml",
    "still-true/<str:token>/",
    "still-true/thanks/",
}

CODE = [
    path
    for folder in ("directory", "providers")
    for path in sorted((BASE_DIR / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
TEMPLATES = sorted((BASE_DIR / "templates").rglob("*.html"))


def named(path: Path) -> str:
    return str(path.relative_to(BASE_DIR))


def lines_of(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_there_is_something_to_look_at():
    assert len(CODE) > 40
    assert len(TEMPLATES) > 10


def test_modules_are_short_or_excused_with_a_reason():
    long = {named(path) for path in CODE if lines_of(path) > MODULE_IS_A_QUESTION}
    assert long == set(LONG_FOR_A_REASON)
    assert [named(path) for path in CODE if lines_of(path) > MODULE_IS_A_NO] == []


def test_functions_fit_on_a_screen():
    long = [
        f"{named(path)}:{node.lineno} {node.name}"
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= FUNCTION_IS_A_NO
    ]
    assert long == []


def test_templates_are_short_and_have_nothing_inline():
    inline = re.compile(
        r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*(\ssrc=|application/ld\+json))", re.I
    )
    assert [named(path) for path in TEMPLATES if lines_of(path) > TEMPLATE_IS_A_NO] == []
    assert {named(path) for path in TEMPLATES if inline.search(path.read_text())} == set(INLINE_FOR_A_REASON)


def test_every_module_says_what_it_is_for():
    empty = [path for path in CODE if path.read_text().strip()]
    assert [named(path) for path in empty if not ast.get_docstring(ast.parse(path.read_text()))] == []


def test_names_are_decided():
    everything = [*CODE, *(path for path in (BASE_DIR / "tests").rglob("*.py"))]
    assert [named(path) for path in everything if UNDECIDED_NAMES.search(path.stem)] == []


def test_nothing_happens_by_signal():
    signals = re.compile(r"django\.dispatch|db\.models\.signals|@receiver")
    assert [named(path) for path in CODE if signals.search(path.read_text())] == []


def test_the_import_law_holds(monkeypatch):
    monkeypatch.chdir(BASE_DIR)
    assert lint_imports(config_filename="pyproject.toml") == 0


def test_the_top_level_is_as_agreed():
    ignored = [line.strip("/") for line in (BASE_DIR / ".gitignore").read_text().split()]
    found = {path.name for path in BASE_DIR.iterdir()}
    assert {
        name for name in found - TOP_LEVEL if not any(fnmatch.fnmatch(name, rule) for rule in ignored)
    } == set()


def test_every_dependency_has_a_reason_and_is_locked():
    text = (BASE_DIR / "pyproject.toml").read_text()
    project = tomllib.loads(text)
    for listed, lock in (
        (project["project"]["dependencies"], "runtime.txt"),
        (project["project"]["dependencies"] + project["dependency-groups"]["dev"], "development.txt"),
    ):
        locked = (BASE_DIR / "requirements" / lock).read_text().lower()
        for requirement in listed:
            name = re.split(r"[\[~>=<]", requirement)[0]
            assert re.search(rf'"{re.escape(requirement)}",\s*# \w{{2,}}', text), f"{name} has no reason"
            assert re.search(rf"^{re.escape(name.lower())}(\[[^]]*\])?==\S+.*\n\s+--hash=", locked, re.M), (
                name
            )
        assert "://" not in locked


def addresses(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        here = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, here)
        else:
            yield here


def example_of(address: str) -> str:
    """A path that the pattern matches: 1 for whatever is asked for."""
    plain = re.sub(
        r"\(\?P<app_label>([^)|]*)[^)]*\)|\(\?P<[^)]*\)|<[^>]*>", lambda found: found[1] or "1", address
    )
    return "/" + plain.replace("^", "").replace("$", "").replace("\\Z", "")


def test_the_public_list_names_addresses_that_exist():
    assert set(addresses(get_resolver().url_patterns)) >= PUBLIC


@pytest.mark.django_db
def test_every_other_address_is_guarded(client):
    # The style guide is there only while developing; which test came first decides whether it is here.
    everything = [one for one in addresses(get_resolver().url_patterns) if not one.startswith("styleguide/")]
    guarded = [one for one in everything if one not in PUBLIC]
    assert len(guarded) > 10
    for address in guarded:
        answer = client.get(example_of(address))
        if answer.status_code == 405:
            answer = client.post(example_of(address))
        where = answer.headers.get("Location", "")
        login = where.startswith(("/admin/login/", resolve_url(settings.LOGIN_URL)))
        assert answer.status_code in {403, 404} or (answer.status_code == 302 and login), address
