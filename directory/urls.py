"""The site's addresses: patients' pages in each language, and what has no language."""

from allauth.account.decorators import secure_admin_login
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from directory.health import healthz

# There is one way in: the admin's own form knows no second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("providers.search.plain_urls")),
    path("admin/", admin.site.urls),
    *i18n_patterns(
        path("", include("providers.guide.urls")),
        path("", include("providers.listings.urls")),
        path("", include("providers.search.urls")),
        path("staff/", include("providers.verification.urls")),
        path("", include("providers.verification.public_urls")),
        prefix_default_language=False,
    ),
]
