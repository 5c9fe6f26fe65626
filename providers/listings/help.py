"""The help for clinics: the same text as docs/providers.md, in the reader's language."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from markdown import markdown

DOCS = settings.BASE_DIR / "docs"
FILES = {"en": "providers.md", "es": "providers.es.md"}


@lru_cache(maxsize=len(FILES))
def text(language: str) -> tuple[str, SafeString]:
    """The title and the rest of the page as HTML."""
    title, _blank, rest = (DOCS / FILES[language]).read_text(encoding="utf-8").partition("\n\n")
    html = markdown(rest, extensions=["sane_lists"])
    return title.removeprefix("# "), mark_safe(html)  # noqa: S308 - rendered from a file of ours, not from input


@require_safe
def provider_help(request: HttpRequest) -> HttpResponse:
    language = (get_language() or "en").split("-")[0]
    language = language if language in FILES else "en"
    title, html = text(language)
    context = {
        "title": title,
        "html": html,
        "language": language,
        "canonical": request.build_absolute_uri(reverse("provider_help")),
    }
    return render(request, "listings/help.html", context)
