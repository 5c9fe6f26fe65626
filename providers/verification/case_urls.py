"""The page of a case and what is done there."""

from django.urls import URLPattern, path

from . import case_doing, case_page, credential_panel, document_pages

# What registers itself in panels.PANELS when it is imported.
REGISTERED = (credential_panel,)

urlpatterns: list[URLPattern] = [
    path("cases/<int:pk>/", case_page.staff_case, name="staff_case"),
    path("cases/<int:pk>/do/<slug:verb>/", case_doing.staff_do, name="staff_do"),
    path("documents/<uuid:public_id>/", document_pages.staff_document, name="staff_document"),
    path("documents/<uuid:public_id>/file/", document_pages.staff_document_file, name="staff_document_file"),
    path("stay/", case_doing.staff_stay, name="staff_stay"),
]
