"""The board, and the calls by which we measure ourselves."""

from django.urls import path

from . import accuracy, board

urlpatterns = [
    path("board/", board.staff_board, name="staff_board"),
    path("accuracy/", accuracy.staff_accuracy, name="staff_accuracy"),
    path("accuracy/draw/", accuracy.staff_sample_draw, name="staff_sample_draw"),
    path("accuracy/<int:pk>/", accuracy.staff_sample, name="staff_sample"),
    path("accuracy/calls/<int:pk>/", accuracy.staff_sample_call, name="staff_sample_call"),
]
