"""Addresses of the guide and the questions."""

from django.urls import path

from . import questions, views

urlpatterns = [
    path("questions/", questions.questions, name="questions"),
    path("questions/sheet/", questions.question_sheet, name="question_sheet"),
    path("guide/", views.guide, name="guide"),
    path("guide/<slug:slug>/", views.guide_page, name="guide_page"),
    path("about/", views.about, name="about"),
    path("privacy/", views.privacy, name="privacy"),
]
