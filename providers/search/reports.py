"""A visitor reports a wrong fact: a short form of its own, so that reading a listing sets no cookie."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from providers.actions import reports
from providers.http import client_address
from providers.models import Location, Provider
from providers.models.vocabulary import ReportedField


class ReportForm(forms.Form):
    """`website` is a trap for robots: people do not see it."""

    field = forms.ChoiceField(
        label=_("What is wrong?"), choices=[("", _("Choose one")), *ReportedField.choices]
    )
    message = forms.CharField(
        label=_("What is the right information, as far as you know?"),
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": 2000}),
        max_length=2000,
        min_length=5,
        help_text=_("Please leave out anything about your own health."),
    )
    contact = forms.CharField(
        label=_("E-mail or phone, if you want to hear the outcome (optional)"),
        max_length=254,
        required=False,
        help_text=_("We erase it once we have told you the outcome."),
    )
    website = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"})
    )


def _location(slug: str, location_slug: str) -> Location:
    rows = Location.objects.filter(provider__in=Provider.objects.visible()).select_related("provider")
    return get_object_or_404(rows, provider__slug=slug, slug=location_slug)


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str, location_slug: str) -> HttpResponse:
    location = _location(slug, location_slug)
    form = ReportForm(request.POST or None, initial={"field": request.GET.get("field", "")})
    context = {"form": form, "location": location, "provider": location.provider, "too_many": False}
    if request.method != "POST" or not form.is_valid():
        return render(request, "search/report.html", context, status=422 if request.method == "POST" else 200)
    if form.cleaned_data["website"]:
        return redirect("report_thanks", slug, location_slug)
    try:
        reports.file_report(
            location=location,
            field=form.cleaned_data["field"],
            message=form.cleaned_data["message"],
            contact=form.cleaned_data["contact"],
            client=client_address(request),
            language=get_language() or "",
        )
    except reports.TooMany:
        return render(request, "search/report.html", context | {"too_many": True}, status=429)
    return redirect("report_thanks", slug, location_slug)


@require_safe
def report_thanks(request: HttpRequest, slug: str, location_slug: str) -> HttpResponse:
    location = _location(slug, location_slug)
    return render(request, "search/report_thanks.html", {"location": location, "provider": location.provider})
