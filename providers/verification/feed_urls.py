"""The registers: their files, and where licenses are looked up."""

from django.urls import path

from . import feeds, registers

urlpatterns = [
    path("feeds/", feeds.staff_feeds, name="staff_feeds"),
    path("feeds/<int:pk>/", feeds.staff_feed_load, name="staff_feed_load"),
    path("registers/", registers.staff_registers, name="staff_registers"),
    path("registers/add/", registers.staff_register_add, name="staff_register_add"),
    path("registers/<int:pk>/", registers.staff_register, name="staff_register"),
    path("registers/<int:pk>/opened/", registers.staff_register_opened, name="staff_register_opened"),
]
