"""Addresses of the people who run listings; sorted. See sections.py for the sections' order on the page."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
