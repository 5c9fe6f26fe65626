"""Addresses of running a listing: the homes, its people, its confirmation, its closing."""

from django.urls import path

from . import closing, help, home, invitation, members, message_pages, still_true

LISTING = "your-listings/<slug:slug>"
MEMBERS = f"{LISTING}/members"

urlpatterns = [
    path("help/providers/", help.provider_help, name="provider_help"),
    path("invitations/<str:token>/", invitation.invitation, name="invitation"),
    path("still-true/thanks/", still_true.still_true_thanks, name="still_true_thanks"),
    path("still-true/<str:token>/", still_true.still_true_link, name="still_true_link"),
    path("your-listings/", home.your_listings, name="your_listings"),
    path(f"{LISTING}/", home.listing_home, name="listing_home"),
    path(f"{LISTING}/close/", closing.close, name="close"),
    path(f"{LISTING}/give-up/", members.give_up, name="give_up"),
    path(f"{MEMBERS}/", members.members, name="members"),
    path(f"{MEMBERS}/invite/", members.invite, name="invite"),
    path(f"{MEMBERS}/leave/", members.leave, name="leave"),
    path(f"{MEMBERS}/<int:pk>/hand-over/", members.hand_over, name="hand_over"),
    path(f"{MEMBERS}/<int:pk>/remove/", members.remove_member, name="remove_member"),
    path(f"{MEMBERS}/<int:pk>/role/", members.change_role, name="change_role"),
    path(
        f"{MEMBERS}/invitations/<int:pk>/withdraw/", members.withdraw_invitation, name="withdraw_invitation"
    ),
    path(f"{LISTING}/messages/", message_pages.listing_messages, name="listing_messages"),
    path(f"{LISTING}/messages/<int:pk>/", message_pages.listing_message, name="listing_message"),
    path(f"{LISTING}/pause/", closing.pause, name="pause"),
    path(f"{LISTING}/reopen/", closing.reopen, name="reopen"),
    path(f"{LISTING}/still-true/", still_true.still_true, name="still_true"),
    path(f"{LISTING}/submit/", closing.submit, name="submit"),
    path(f"{LISTING}/take-back/", closing.take_back, name="take_back"),
]
