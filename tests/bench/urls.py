"""The site, and the bare page that it is compared with."""

from django.urls import path

from directory.urls import urlpatterns as site
from tests.bench.bare import bare

urlpatterns = [path("bare/", bare), *site]
