"""What keeps listings right: visitors' reports, and listings that stand here twice."""

from django.urls import URLPattern

from . import report_panel

# Each registers what its kind of case shows and what can be done there.
REGISTERED = (report_panel,)

urlpatterns: list[URLPattern] = []
