"""Addresses of the people who run listings; sorted. See sections.py for the sections' order on the page."""

from django.urls import URLPattern, URLResolver, include, path

from . import (
    account_views,
    documents,
    edit_insurance,
    edit_prices,
    edit_safety,
    edit_services,
    history,
    waiting,
)

LISTING = "your-listings/<slug:slug>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", account_views.home, name="account_home"),
    path("account/delete/", account_views.delete, name="account_delete"),
    path("account/deleted/", account_views.deleted, name="account_deleted"),
    path("account/download/", account_views.download, name="account_download"),
    path("account/name/", account_views.name, name="account_name"),
    path("account/", include("allauth.urls")),
    path("", include("providers.listings.claim_urls")),
    path("", include("providers.listings.running_urls")),
    path("documents/<uuid:public_id>/", documents.document, name="document"),
    path(f"{LISTING}/", include("providers.listings.place_urls")),
    path(f"{LISTING}/changes/<int:pk>/take-back/", waiting.take_back_change, name="take_back_change"),
    path(f"{LISTING}/history/", history.listing_history, name="listing_history"),
    path(f"{LISTING}/history/<slug:kind>/<int:pk>/undo/", history.undo_change, name="undo_change"),
    path(f"{LISTING}/edit/insurance/", edit_insurance.edit_insurance, name="edit_insurance"),
    path(
        f"{LISTING}/edit/insurance/<slug:location_slug>/",
        edit_insurance.edit_insurance,
        name="edit_insurance",
    ),
    path(f"{LISTING}/edit/prices/", edit_prices.edit_prices, name="edit_prices"),
    path(f"{LISTING}/edit/prices/<slug:location_slug>/", edit_prices.edit_prices, name="edit_prices"),
    path(f"{LISTING}/edit/prices/<slug:location_slug>/<int:pk>/", edit_prices.edit_prices, name="edit_price"),
    path(f"{LISTING}/edit/safety/", edit_safety.edit_safety, name="edit_safety"),
    path(f"{LISTING}/edit/safety/<slug:location_slug>/", edit_safety.edit_safety, name="edit_safety"),
    path(f"{LISTING}/edit/services/", edit_services.edit_services, name="edit_services"),
    path(f"{LISTING}/edit/services/<slug:location_slug>/", edit_services.edit_services, name="edit_services"),
    path(f"{LISTING}/edit/services/<slug:location_slug>/add/", edit_services.add_service, name="add_service"),
    path(
        f"{LISTING}/edit/services/<slug:location_slug>/<int:pk>/",
        edit_services.edit_service,
        name="edit_service",
    ),
    path(
        f"{LISTING}/edit/services/<slug:location_slug>/<int:pk>/remove/",
        edit_services.remove_service,
        name="remove_service",
    ),
]
