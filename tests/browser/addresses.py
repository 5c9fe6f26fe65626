"""The site's addresses and the style guide, which has them only while developing."""

from directory.urls import urlpatterns as site
from providers.search import styleguide

urlpatterns = [*site, *styleguide.urlpatterns]
