"""The queue, what is done with a case as a whole, and the search for a file."""

from django.urls import URLPattern, path

from . import finding, holding, queue

urlpatterns: list[URLPattern] = [
    path("", queue.staff_queue, name="staff_queue"),
    path("take/", holding.staff_take, name="staff_take"),
    path("find/", finding.staff_find, name="staff_find"),
    path("cases/<int:pk>/assign/", holding.staff_case_assign, name="staff_case_assign"),
    path("cases/<int:pk>/close/", holding.staff_case_close, name="staff_case_close"),
    path("cases/<int:pk>/message/", holding.staff_case_message, name="staff_case_message"),
    path("cases/<int:pk>/note/", holding.staff_case_note, name="staff_case_note"),
    path("cases/<int:pk>/release/", holding.staff_case_release, name="staff_case_release"),
    path("cases/<int:pk>/renew/", holding.staff_case_renew, name="staff_case_renew"),
    path("cases/<int:pk>/take/", holding.staff_case_take, name="staff_case_take"),
]
