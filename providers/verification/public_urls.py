"""The one page of this face that everybody may read."""

from django.urls import path

from .how_we_verify import how_we_verify

urlpatterns = [path("how-we-verify/", how_we_verify, name="how_we_verify")]
