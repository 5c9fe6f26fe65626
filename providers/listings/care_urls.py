"""Addresses of the care that a location gives: its ways, their safety, prices and insurance; and copying."""

from django.urls import path

from . import copy_pages, edit_insurance, edit_prices, edit_safety, edit_services

SERVICES = "edit/services/<slug:location_slug>"
PRICES = "edit/prices/<slug:location_slug>"

urlpatterns = [
    path("copy/", copy_pages.copy, name="copy"),
    path("edit/insurance/", edit_insurance.edit_insurance, name="edit_insurance"),
    path("edit/insurance/<slug:location_slug>/", edit_insurance.edit_insurance, name="edit_insurance"),
    path("edit/prices/", edit_prices.edit_prices, name="edit_prices"),
    path(f"{PRICES}/", edit_prices.edit_prices, name="edit_prices"),
    path(f"{PRICES}/<int:pk>/", edit_prices.edit_prices, name="edit_price"),
    path("edit/safety/", edit_safety.edit_safety, name="edit_safety"),
    path("edit/safety/<slug:location_slug>/", edit_safety.edit_safety, name="edit_safety"),
    path("edit/services/", edit_services.edit_services, name="edit_services"),
    path(f"{SERVICES}/", edit_services.edit_services, name="edit_services"),
    path(f"{SERVICES}/add/", edit_services.add_service, name="add_service"),
    path(f"{SERVICES}/<int:pk>/", edit_services.edit_service, name="edit_service"),
    path(f"{SERVICES}/<int:pk>/remove/", edit_services.remove_service, name="remove_service"),
]
