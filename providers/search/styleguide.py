"""Every component in every state, and the result page over made-up listings: development only."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from providers.models.vocabulary import Basis

from .styleguide_samples import EVIDENCE, OTHER_STATES, sample_page

ICONS = (
    *(
        "check",
        "search",
        "pin",
        "phone",
        "filters",
        "close",
        "next",
        "print",
        "map",
        "locate",
        "info",
        "warning",
    ),
    *("video", "current", "expiring", "expired", "suspended", "not_confirmed"),
    *("verified_source", "document_seen", "provider_attested", "public_import", "user_report", "not_stated"),
)


class SampleForm(forms.Form):
    field = forms.ChoiceField(label="What is wrong", choices=[("", "Choose one"), ("phone", "Phone number")])
    detail = forms.CharField(label="What should it say", widget=forms.Textarea, help_text="A line is enough.")
    contact = forms.EmailField(label="Your e-mail", required=False, help_text="Only if we may ask back.")
    kind = forms.ChoiceField(
        label="You are",
        choices=[("patient", "A patient"), ("clinic", "The clinic")],
        widget=forms.RadioSelect,
    )
    agree = forms.BooleanField(label="You may write to the clinic about this")


def styleguide(request: HttpRequest, state: str = "") -> HttpResponse:
    if state:
        return render(request, "search/search.html", {**sample_page(), **OTHER_STATES.get(state, {})})
    wrong = SampleForm({"contact": "not an address"})
    context = {
        "standings": EVIDENCE.values(),
        "bases": [{"code": basis.value, "label": basis.label} for basis in Basis],
        "icons": ICONS,
        "form": SampleForm(auto_id="fresh_%s"),
        "wrong": wrong,
        "states": ["full", *OTHER_STATES],
        **{key: value for key, value in sample_page().items() if key not in ("title", "description")},
    }
    return render(request, "styleguide.html", context)


urlpatterns = [
    path("styleguide/", styleguide, name="styleguide"),
    path("styleguide/<slug:state>/", styleguide, name="styleguide_state"),
]
