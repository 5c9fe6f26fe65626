"""The pages of the states' registers: read by everybody at the workbench, kept by who works on cases."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from providers.actions import licence_registers
from providers.actions.clock import today
from providers.models import LicenceRegister

from .. import cast
from ..factories.facts import day
from ..sign_in import with_second_factor

pytestmark = pytest.mark.django_db

FACTS = {"name": "Wyoming Board", "url": "https://board.example.org/", "note": "Press Search."}


def register(**over):
    return LicenceRegister.objects.create(**({"state": "WY", "board": "medical"} | FACTS | over))


@pytest.fixture
def at_work(client):
    with_second_factor(client, cast.operator())
    return client


def looker():
    """Sees the workbench, and works on nothing."""
    person = cast.reader()
    person.user_permissions.set(Permission.objects.filter(codename="view_case"))
    return person


def of(row, name="staff_register"):
    return reverse(name, args=[row.pk])


def posted(row, **over):
    return {"version": licence_registers.version(row), **FACTS, **over}


def test_the_list_says_what_was_opened_and_can_show_one_state(at_work):
    register()
    register(state="CO", name="Colorado Board", opened_on=day(0))
    page = at_work.get(reverse("staff_registers"))
    names = [row.name for row, _state in page.context["registers"]]
    assert names == ["Colorado Board", "Wyoming Board"]
    text = page.content.decode()
    assert "Not opened by our staff yet" in text
    assert "opened 1 of 2 addresses" in text
    one = at_work.get(reverse("staff_registers"), {"state": "WY"})
    assert [row.name for row, _state in one.context["registers"]] == ["Wyoming Board"]


@pytest.mark.parametrize("state", ["ZZ", "x" * 500, "wy"])
def test_an_unknown_state_shows_all(at_work, state):
    register()
    assert len(at_work.get(reverse("staff_registers"), {"state": state}).context["registers"]) == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_a_fixed_number_of_questions(at_work, django_assert_num_queries, rows):
    for number in range(rows):
        register(name=f"Board {number}", changed_by=cast.reviewer())
    with django_assert_num_queries(7):
        at_work.get(reverse("staff_registers"))


def test_a_change_is_saved(at_work):
    row = register()
    answer = at_work.post(of(row), posted(row, note="Choose Physician."))
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.note, row.changed_by) == ("Choose Physician.", cast.operator())


def test_opening_it_is_noted(at_work):
    row = register()
    at_work.post(of(row, "staff_register_opened"), posted(row))
    row.refresh_from_db()
    assert row.opened_on == today()


def test_a_register_is_added(at_work):
    answer = at_work.post(reverse("staff_register_add"), {"state": "WY", "board": "nursing", **FACTS})
    assert answer.status_code == 302
    assert LicenceRegister.objects.get().board == "nursing"


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"url": "http://board.example.org/"}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": ""}, "url"),
        ({"name": ""}, "name"),
        ({"name": "x\0"}, "name"),
        ({"note": "x" * 501}, "note"),
    ],
)
def test_a_wrong_field_says_so_and_keeps_what_was_typed(at_work, over, field):
    row = register()
    answer = at_work.post(of(row), posted(row, **over))
    assert answer.status_code == 422
    assert answer.context["form"].errors[field]
    assert FACTS["note"] in answer.content.decode() or field == "note"
    row.refresh_from_db()
    assert row.url == FACTS["url"]


def test_the_same_board_twice_is_refused(at_work):
    register()
    again = at_work.post(reverse("staff_register_add"), {"state": "WY", "board": "medical", **FACTS})
    assert again.status_code == 422
    assert LicenceRegister.objects.count() == 1


@pytest.mark.parametrize("name", ["staff_register", "staff_register_opened"])
def test_a_page_that_is_out_of_date_is_refused(at_work, name):
    row = register()
    old = posted(row, note="Mine.")
    LicenceRegister.objects.update(note="Theirs.")
    answer = at_work.post(of(row, name), old)
    assert answer.status_code == 409
    assert "Theirs." in answer.content.decode()
    row.refresh_from_db()
    assert (row.note, row.opened_on) == ("Theirs.", None)


def test_who_only_looks_changes_nothing(client):
    row = register()
    with_second_factor(client, looker())
    assert "Save" not in client.get(of(row)).content.decode()
    assert client.post(of(row), posted(row, note="Mine.")).status_code == 403
    assert client.post(of(row, "staff_register_opened"), posted(row)).status_code == 403
    assert client.get(reverse("staff_register_add")).status_code == 403
    row.refresh_from_db()
    assert row.note == FACTS["note"]


def test_others_do_not_come_in(client):
    row = register()
    for url in (reverse("staff_registers"), of(row)):
        assert client.get(url)["Location"].startswith(reverse("account_login"))
    with_second_factor(client, cast.editor())
    for url in (reverse("staff_registers"), of(row)):
        assert client.get(url).status_code == 403


def test_what_is_not_there_and_the_wrong_method(at_work):
    assert at_work.get(reverse("staff_register", args=[10**9])).status_code == 404
    assert at_work.get(of(register(), "staff_register_opened")).status_code == 405
