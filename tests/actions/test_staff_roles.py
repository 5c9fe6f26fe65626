"""The staff's groups, and how somebody comes into one from the server's command line."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command

from providers.actions import case_workers, staff_roles
from providers.models import User
from providers.permissions import ROLES, allows
from providers.permissions import Permission as Right
from tests import cast

pytestmark = pytest.mark.django_db

CAN = {
    "operator": {Right.SEE_WORKBENCH, Right.WORK_CASES},
    "reviewer": {
        Right.SEE_WORKBENCH,
        Right.WORK_CASES,
        Right.DECIDE_CREDENTIALS,
        Right.DECIDE_CLAIMS,
        Right.DECIDE_CHANGES,
    },
    "lead": {
        *(
            Right.SEE_WORKBENCH,
            Right.WORK_CASES,
            Right.DECIDE_CREDENTIALS,
            Right.DECIDE_CLAIMS,
            Right.DECIDE_CHANGES,
        ),
        Right.LEAD,
    },
}


@pytest.mark.parametrize("role", CAN)
def test_a_role_is_a_group_with_its_rights(role):
    staff_roles.make_staff(email=cast.stranger().email, role=role)
    person = User.objects.get(pk=cast.stranger().pk)
    asked = (
        Right.SEE_WORKBENCH,
        Right.WORK_CASES,
        Right.DECIDE_CREDENTIALS,
        Right.DECIDE_CLAIMS,
        Right.DECIDE_CHANGES,
        Right.LEAD,
    )
    assert {one for one in asked if allows(person, one)} == CAN[role]


def test_another_role_takes_the_place_of_the_first():
    for role in ("lead", "operator"):
        person = staff_roles.make_staff(email=cast.stranger().email, role=role)
    assert [group.name for group in person.groups.all()] == ["Operators"]


def test_rights_that_somebody_took_away_or_added_of_ours_are_set_right_and_others_stay():
    staff_roles.ensure_roles()
    group = Group.objects.get(name="Operators")
    other = Permission.objects.get(codename="view_session")
    group.permissions.set([other, Permission.objects.get(codename="add_decision")])
    assert staff_roles.ensure_roles() == 3
    assert set(group.permissions.values_list("codename", flat=True)) == {*ROLES["Operators"], "view_session"}


def test_the_command_names_the_account_and_its_role(capsys):
    call_command("make_staff", cast.stranger().email.upper(), "--role", "lead")
    assert capsys.readouterr().out == "stranger@example.org is staff: Lead reviewers.\n"


def test_the_command_makes_an_account_only_in_development(settings):
    with pytest.raises(CommandError, match="no account with this address"):
        call_command("make_staff", "new@example.org")
    with pytest.raises(CommandError, match="needs DJANGO_DEBUG=1"):
        call_command("make_staff", "new@example.org", "--password", "correct horse")
    settings.DEBUG = True
    call_command("make_staff", "new@example.org", "--password", "correct horse")
    person = User.objects.get(email="new@example.org")
    assert person.check_password("correct horse")
    assert person.emailaddress_set.get().verified


def test_colleagues_are_those_who_may_work_on_cases(django_assert_num_queries):
    staff_roles.make_staff(email=cast.stranger().email, role="operator")
    gone = cast.other_reviewer()
    gone.is_active = False
    gone.save()
    cast.reader()
    expected = {cast.stranger(), cast.reviewer(), cast.superuser()}
    with django_assert_num_queries(1):
        assert set(case_workers.colleagues()) == expected
