"""Addresses, within a listing, of its people and their credentials."""

from django.urls import URLPattern, path

from . import add_credentials as new
from . import edit_credentials as credential
from . import edit_people as people

ONE = "edit/credentials/<int:pk>"
PEOPLE = "edit/people/<slug:location_slug>"
PERSON = f"{PEOPLE}/<int:pk>"
PLACE = "edit/places/<slug:location_slug>/credentials"

urlpatterns: list[URLPattern] = [
    path(f"{ONE}/", credential.edit_credential, name="edit_credential"),
    path(f"{ONE}/appeal/", credential.appeal, name="appeal_credential"),
    path(f"{ONE}/documents/", credential.add_document, name="add_document"),
    path(f"{ONE}/documents/<int:document>/remove/", credential.remove_document, name="remove_document"),
    path(f"{ONE}/reply/", credential.reply, name="reply_credential"),
    path(f"{ONE}/sign/", credential.sign, name="sign_credential"),
    path(f"{ONE}/withdraw/", credential.withdraw, name="withdraw_credential"),
    path("edit/people/", people.edit_people, name="edit_people"),
    path(f"{PEOPLE}/", people.edit_people, name="edit_people"),
    path(f"{PEOPLE}/add/", people.add_person, name="add_person"),
    path(f"{PEOPLE}/add/known/", people.add_known_person, name="add_known_person"),
    path(f"{PERSON}/", people.edit_person, name="edit_person"),
    path(f"{PERSON}/credentials/", new.choose_credential, name="choose_credential"),
    path(f"{PERSON}/credentials/<slug:kind>/", new.add_credential, name="add_credential"),
    path(f"{PERSON}/remove/", people.remove_person, name="remove_person"),
    path(f"{PERSON}/separate/", people.separate_person, name="separate_person"),
    path(f"{PLACE}/", new.choose_credential, name="choose_place_credential"),
    path(f"{PLACE}/<slug:kind>/", new.add_credential, name="add_place_credential"),
]
