"""Addresses of claiming a listing, of asking for its removal, and of adding a practice."""

from django.urls import path

from . import claim_pages, practice_pages, removal_pages

PROVIDER = "providers/<slug:slug>"
CLAIM = f"{PROVIDER}/claim/<int:pk>"

urlpatterns = [
    path("add-your-practice/", practice_pages.add_practice, name="add_practice"),
    path(f"{PROVIDER}/claim/", claim_pages.claim, name="claim"),
    path(f"{CLAIM}/", claim_pages.state, name="claim_state"),
    path(f"{CLAIM}/answer/", claim_pages.answer, name="claim_answer"),
    path(f"{CLAIM}/code/", claim_pages.code, name="claim_code"),
    path(f"{CLAIM}/proof/", claim_pages.proof, name="claim_proof"),
    path(f"{CLAIM}/withdraw/", claim_pages.withdraw, name="claim_withdraw"),
    path(f"{PROVIDER}/remove/", removal_pages.removal, name="removal"),
    path(f"{PROVIDER}/remove/<str:token>/", removal_pages.removal_state, name="removal_state"),
]
