"""The site's addresses: patients' pages in each language, and what has no language."""

from django.contrib import admin
from django.urls import path

from directory.health import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
]
