"""Addresses of search, of providers' pages and of the regions."""

from django.conf import settings
from django.urls import path

from . import home, provider_page, regions, reports, styleguide, suggest, views

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", views.search, name="search"),
    path("search/suggest/", suggest.suggest, name="suggest"),
    path("how-results-are-ordered/", home.how_ordered, name="how_ordered"),
    path("providers/<slug:slug>/", provider_page.provider, name="provider"),
    path("providers/<slug:slug>/<slug:location_slug>/", provider_page.provider, name="provider_location"),
    path("providers/<slug:slug>/<slug:location_slug>/report/", reports.report, name="report"),
    path(
        "providers/<slug:slug>/<slug:location_slug>/report/thanks/",
        reports.report_thanks,
        name="report_thanks",
    ),
    path("in/", regions.regions, name="regions"),
    path("in/<slug:state>/", regions.region, name="region_state"),
    path("in/<slug:state>/<slug:place>/", regions.region, name="region_place"),
    *(styleguide.urlpatterns if settings.DEBUG else []),
]
