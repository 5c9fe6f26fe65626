"""The page of a case and what is done there."""

from django.urls import URLPattern, path

from . import case_doing, case_page

urlpatterns: list[URLPattern] = [
    path("cases/<int:pk>/", case_page.staff_case, name="staff_case"),
    path("cases/<int:pk>/do/<slug:verb>/", case_doing.staff_do, name="staff_do"),
    path("stay/", case_doing.staff_stay, name="staff_stay"),
]
