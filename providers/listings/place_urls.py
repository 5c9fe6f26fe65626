"""Addresses, within a listing, of what is said of the practice and of its places."""

from django.urls import URLPattern, path

from .edit_about import edit_about
from .edit_access import edit_access
from .edit_answers import edit_answers
from .edit_hours import edit_hours
from .edit_location import add_location, close_location, edit_location, reopen_location
from .edit_telehealth import edit_telehealth

urlpatterns: list[URLPattern] = [
    path("edit/about/", edit_about, name="edit_about"),
    path("edit/access/", edit_access, name="edit_access"),
    path("edit/access/<slug:location_slug>/", edit_access, name="edit_access"),
    path("edit/answers/", edit_answers, name="edit_answers"),
    path("edit/hours/", edit_hours, name="edit_hours"),
    path("edit/hours/<slug:location_slug>/", edit_hours, name="edit_hours"),
    path("edit/location/", edit_location, name="edit_location"),
    path("edit/location/<slug:location_slug>/", edit_location, name="edit_location"),
    path("edit/telehealth/", edit_telehealth, name="edit_telehealth"),
    path("edit/telehealth/<slug:location_slug>/", edit_telehealth, name="edit_telehealth"),
    path("locations/add/", add_location, name="add_location"),
    path("locations/<slug:location_slug>/close/", close_location, name="close_location"),
    path("locations/<slug:location_slug>/reopen/", reopen_location, name="reopen_location"),
]
