"""Staff decide a sensitive edit in the admin, through the actions, and never one of their own."""

import pytest
from django.urls import reverse

from providers.actions import changes
from providers.models import ChangeRequest, Membership, Provider

from .. import cast, factories, mailbox, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting():
    listing = factories.published_listing(display_name="Old Name", slug="old-name").provider
    return changes.request_change(
        by=cast.owner(listing), provider=listing, field="display_name", after="<b>New</b> Name"
    )


@pytest.fixture
def staff(client):
    sign_in.with_second_factor(client, cast.reviewer())
    return client


def page_of(change):
    return reverse("admin:providers_changerequest_change", args=[change.pk])


def decided(client, change, **said):
    return client.post(page_of(change), {"basis": "provider_attested", **said}, follow=True)


def test_both_values_are_side_by_side_and_nothing_in_them_is_markup(staff, waiting):
    text = staff.get(page_of(waiting)).content.decode()
    assert "<td>Old Name</td><td>&lt;b&gt;New&lt;/b&gt; Name</td>" in text


def test_approving_applies_it_and_tells_the_asker(staff, waiting):
    decided(staff, waiting, decision="approve", new_slug="new-name")

    row = Provider.objects.get()
    assert (row.display_name, row.slug) == ("<b>New</b> Name", "new-name")
    mail = mailbox.sent()[-1]
    assert (mail.to, mail.subject) == (waiting.asked_by.email, "Your change is live: <b>New</b> Name")
    assert "Before: Old Name\nAsked for: <b>New</b> Name" in mail.text
    assert "&lt;b&gt;New&lt;/b&gt; Name" in mail.html


def test_refusing_tells_the_reason(staff, waiting):
    assert "Give the reason." in decided(staff, waiting, decision="refuse").content.decode()
    assert ChangeRequest.objects.get().status == "open"

    decided(staff, waiting, decision="refuse", reason="The register says otherwise.")

    assert (ChangeRequest.objects.get().status, Provider.objects.get().display_name) == (
        "refused",
        "Old Name",
    )
    assert "What our staff say: The register says otherwise." in mailbox.sent()[-1].text


def test_what_was_seen_needs_its_source(staff, waiting):
    answer = decided(staff, waiting, decision="approve", basis="verified_source")
    assert "Say where you have seen it." in answer.content.decode()
    assert ChangeRequest.objects.get().status == "open"


def test_a_value_that_moved_meanwhile_is_said_and_nothing_is_saved(staff, waiting):
    Provider.objects.update(display_name="Third Name")
    answer = decided(staff, waiting, decision="approve")
    assert "The live value has changed since" in answer.content.decode()
    assert (Provider.objects.get().display_name, ChangeRequest.objects.get().status) == ("Third Name", "open")


def test_ones_own_and_what_has_ended_are_only_shown(staff, waiting):
    Membership.objects.create(provider=waiting.provider, user=cast.reviewer(), role="editor")
    assert not staff.get(page_of(waiting)).context["has_change_permission"]
    assert decided(staff, waiting, decision="approve").status_code == 403

    staff.logout()
    sign_in.with_second_factor(staff, cast.lead_reviewer())
    decided(staff, waiting, decision="approve")
    assert not staff.get(page_of(waiting)).context["has_change_permission"]


@pytest.mark.parametrize("person", [cast.reader, cast.checker, cast.stranger])
def test_staff_without_the_right_see_nothing(client, waiting, person):
    sign_in.with_second_factor(client, person())
    answer = decided(client, waiting, decision="approve")
    assert answer.status_code == 403 or "admin/login" in answer.redirect_chain[-1][0]
    assert Provider.objects.get().display_name == "Old Name"


@pytest.mark.parametrize("outcome", ["withdrawn", "replaced"])
def test_a_colleague_who_undoes_it_is_no_secret(waiting, outcome):
    listing, colleague = waiting.provider, cast.editor_of(waiting.provider)
    if outcome == "withdrawn":
        changes.withdraw_change(by=colleague, change=waiting)
    else:
        changes.request_change(by=colleague, provider=listing, field="display_name", after="Third Name")

    assert [(mail.to, mail.key) for mail in mailbox.sent()] == [
        (waiting.asked_by.email, f"change:{waiting.pk}:{outcome}")
    ]


def test_nobody_is_told_what_they_did_themselves(waiting):
    changes.withdraw_change(by=waiting.asked_by, change=waiting)
    assert mailbox.sent() == []
