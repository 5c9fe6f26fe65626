"""The guide's pages, and what the site says of itself."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from providers.models import Question

from .pages import page, pages
from .questions import language


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    context = {"pages": pages(language()), "canonical": request.build_absolute_uri(request.path)}
    return render(request, "guide/guide.html", context)


@require_safe
def guide_page(request: HttpRequest, slug: str) -> HttpResponse:
    found = page(slug, language())
    if found is None:
        raise Http404
    everything = pages(language())
    position = [other.slug for other in everything].index(slug)
    questions = Question.objects.current().with_words(language()).filter(number__in=found.question_numbers)
    context = {
        "page": found,
        "questions": list(questions),
        "sheet_url": f"{reverse('question_sheet')}?{'&'.join(f'q={n}' for n in found.question_numbers)}",
        "previous": everything[position - 1] if position else None,
        "next": everything[position + 1] if position + 1 < len(everything) else None,
        "canonical": request.build_absolute_uri(request.path),
    }
    return render(request, "guide/page.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "guide/about.html", {"canonical": request.build_absolute_uri(request.path)})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "guide/privacy.html", {"canonical": request.build_absolute_uri(request.path)})
