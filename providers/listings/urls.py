"""Addresses of the people who run listings; sorted. See sections.py for the sections' order on the page."""

from django.urls import URLPattern, path

from . import waiting

LISTING = "your-listings/<slug:slug>"

urlpatterns: list[URLPattern] = [
    path(f"{LISTING}/changes/<int:pk>/take-back/", waiting.take_back_change, name="take_back_change"),
]
