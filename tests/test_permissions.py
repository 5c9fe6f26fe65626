"""Who may do what, for each of the cast, and what the decorator makes of it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from providers.permissions import Permission, allows, is_independent, requires

from . import cast, factories

pytestmark = pytest.mark.django_db

# These belong to the people of a listing, whoever else they are.
OF_MEMBERS = {Permission.EDIT_LISTING, Permission.OWN_LISTING}
SEE_AND_WORK = {Permission.SEE_WORKBENCH, Permission.WORK_CASES, Permission.SEE_REPORTS}
REVIEW = {
    *SEE_AND_WORK,
    Permission.CHECK_CREDENTIALS,
    Permission.DECIDE_CREDENTIALS,
    Permission.DECIDE_CHANGES,
    Permission.DECIDE_CLAIMS,
    Permission.DECIDE_REPORTS,
    Permission.DECIDE_DUPLICATES,
}
RIGHTS = {
    "anonymous": set(),
    "stranger": set(),
    "editor": {Permission.EDIT_QUESTIONS},
    "reader": {Permission.SEE_REPORTS, Permission.DECIDE_REPORTS},
    "checker": {Permission.CHECK_CREDENTIALS},
    "operator": SEE_AND_WORK,
    "reviewer": REVIEW,
    "lead_reviewer": {*REVIEW, Permission.LEAD},
    "superuser": set(Permission) - OF_MEMBERS,
}


@pytest.mark.parametrize(("who", "rights"), RIGHTS.items())
def test_each_of_the_cast_has_these_rights_and_no_other(who, rights):
    person = getattr(cast, who)()
    listing = factories.provider()
    assert {permission for permission in Permission if allows(person, permission, listing)} == rights


@pytest.mark.parametrize(("who", "rights"), [("owner", OF_MEMBERS), ("editor_of", {Permission.EDIT_LISTING})])
def test_the_people_of_a_listing_have_theirs_there_and_nowhere_else(who, rights):
    listing, other = factories.provider(), factories.provider()
    person = getattr(cast, who)(listing)
    assert {permission for permission in Permission if allows(person, permission, listing)} == rights
    assert not any(allows(person, permission, other) for permission in Permission)


@pytest.mark.parametrize("lost", ["is_active", "is_staff"])
def test_whoever_leaves_the_staff_loses_them(lost):
    person = cast.editor()
    setattr(person, lost, False)
    person.save()
    assert not allows(person, Permission.EDIT_QUESTIONS)


def test_independence_from_a_credential():
    submitter, other = cast.stranger(), cast.reviewer()
    row = factories.licence(confirmed_by=submitter)
    assert not is_independent(submitter, row)
    assert is_independent(other, row)


@requires(Permission.SEE_REPORTS)
def desk(request):
    return HttpResponse("reports")


def test_the_decorator_lets_in_sends_to_login_or_refuses(rf):
    request = rf.get("/desk/?page=2")
    request.user = cast.anonymous()
    assert desk(request)["Location"].endswith("?next=/desk/%3Fpage%3D2")

    request.user = cast.reader()
    assert desk(request).content == b"reports"

    request.user = cast.editor()
    with pytest.raises(PermissionDenied):
        desk(request)
