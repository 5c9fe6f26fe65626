"""Looking one number up in the NPI register."""

from django.urls import path

from . import npi

urlpatterns = [
    path("npi/", npi.staff_npi, name="staff_npi"),
    path("npi/ask/", npi.staff_npi_ask, name="staff_npi_ask"),
]
