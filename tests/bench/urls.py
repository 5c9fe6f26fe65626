"""The site, and the bare page that it is compared with."""

from django.urls import path

from directory.urls import urlpatterns as site
from tests.bench.bare import bare, bare_cases, bare_staff

urlpatterns = [
    path("bare/", bare),
    path("bare/<int:rows>/", bare_cases),
    path("bare/staff/<int:rows>/", bare_staff),
    *site,
]
