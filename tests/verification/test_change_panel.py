"""A sensitive edit is decided on its case: part by part, with the register beside it, never one's own."""

import pytest

from providers.actions import changes
from providers.models import ChangeRequest, Membership, NpiRecord, Provider
from providers.models.change_request import ChangedField as F

from .. import cast, factories, mailbox
from .working import case_of, compared, do, html, in_hand, page, signed_in, steps

pytestmark = pytest.mark.django_db
SAID = {"basis": "provider_attested"}


@pytest.fixture
def waiting():
    return asked(F.DISPLAY_NAME, "<b>New</b> Name")


def asked(field, after, **over):
    site = factories.published_listing(display_name="Old Name", slug="old-name", **over)
    where = {"location": site} if field in (F.ADDRESS, F.PHONE) else {}
    return changes.request_change(
        by=cast.owner(site.provider), provider=site.provider, field=field, after=after, **where
    )


def test_both_values_are_side_by_side_and_nothing_in_them_is_markup(client, waiting):
    shown = html(page(client, in_hand(client, case_of(waiting))))
    assert ">Old Name</td><td data-label=\"Asked for\">&lt;b&gt;New&lt;/b&gt; Name</td>" in shown
    assert "A new name can make a listing pass for another practice." in shown


def test_each_part_of_an_address_by_itself(client):
    site = factories.published_listing(site={"street": "1 Main Street", "street2": "", "zip": ""})
    whole = {"street": "9 Elm Street", "street2": "", "city": site.city, "state": site.state, "zip": ""}
    owner = cast.owner(site.provider)
    row = changes.request_change(
        by=owner, provider=site.provider, field=F.ADDRESS, after=whole, location=site
    )
    shown = page(client, in_hand(client, case_of(row)))
    parts = {part.name: (part.source, part.claim, part.is_same) for part in shown.context["parts"]}
    assert parts["Street"] == ("1 Main Street", "9 Elm Street", False)
    assert parts["City"] == (site.city, site.city, True)
    assert "Suite or floor" not in parts


def test_approving_applies_it_and_tells_the_asker(client, waiting):
    case = in_hand(client, case_of(waiting))
    do(client, case, "approve", **SAID, new_slug="new-name")
    row = Provider.objects.get()
    assert (row.display_name, row.slug) == ("<b>New</b> Name", "new-name")
    mail = mailbox.sent()[-1]
    assert (mail.to, mail.subject) == (waiting.asked_by.email, "Your change is live: <b>New</b> Name")
    assert "Before: Old Name\nAsked for: <b>New</b> Name" in mail.text
    case.refresh_from_db()
    assert (case.outcome, ("step", "approve_change", "") in steps(case)) == ("approved", True)


def test_refusing_tells_the_reason(client, waiting):
    case = in_hand(client, case_of(waiting))
    assert do(client, case, "refuse").status_code == 422
    assert ChangeRequest.objects.get().status == "open"
    do(client, case, "refuse", reason="The register says otherwise.")
    assert (ChangeRequest.objects.get().status, Provider.objects.get().display_name) == (
        "refused",
        "Old Name",
    )
    assert "What our staff say: The register says otherwise." in mailbox.sent()[-1].text


def test_what_was_seen_needs_its_source(client, waiting):
    case = in_hand(client, case_of(waiting))
    answer = do(client, case, "approve", basis="verified_source")
    assert (answer.status_code, "Say where you have seen it." in html(answer)) == (422, True)
    assert ChangeRequest.objects.get().status == "open"


@pytest.mark.parametrize("slug", ["new name", "x" * 111, "taken"])
def test_an_address_that_cannot_be_is_refused_and_nothing_is_done(client, waiting, slug):
    factories.provider(slug="taken")
    case = in_hand(client, case_of(waiting))
    assert do(client, case, "approve", **SAID, new_slug=slug).status_code in (409, 422)
    assert ChangeRequest.objects.get().status == "open"
    assert "step" not in [kind for kind, _code, _text in steps(case)]


def test_a_value_that_moved_meanwhile_is_said_and_nothing_is_saved(client, waiting):
    case = in_hand(client, case_of(waiting))
    Provider.objects.update(display_name="Third Name")
    answer = do(client, case, "approve", **SAID)
    assert (answer.status_code, "The live value has changed since" in html(answer)) == (409, True)
    assert (Provider.objects.get().display_name, ChangeRequest.objects.get().status) == ("Third Name", "open")


def test_nobody_decides_on_what_they_asked_for_or_run(client, waiting):
    case = case_of(waiting)
    signed_in(client)
    Membership.objects.create(provider=waiting.provider, user=cast.reviewer(), role="editor")
    assert do(client, case, "approve", **SAID).status_code == 409
    Membership.objects.filter(user=cast.reviewer()).delete()
    ChangeRequest.objects.update(asked_by=cast.reviewer())
    assert "somebody else must decide" in html(page(client, case))
    assert do(client, case, "approve", **SAID).status_code == 409
    assert Provider.objects.get().display_name == "Old Name"


def test_the_register_speaks_to_a_name_an_npi_and_a_telephone(client):
    NpiRecord.objects.create(npi="1234567893", entity=2, organization="OLD NAME PLLC", phone="3035550199")
    row = asked(F.NPI, "1234567893")
    assert compared(page(client, in_hand(client, case_of(row))))["Holder of the new NPI"] == (
        "Old Name",
        "OLD NAME PLLC",
        True,
    )
    Provider.objects.update(npi="1234567893")
    second = changes.request_change(
        by=cast.owner(row.provider), provider=row.provider, field=F.LEGAL_NAME, after="Other LLC"
    )
    assert compared(page(client, case_of(second)))["Name in the NPI register"][2] is False


def test_a_certification_names_the_manufacturers_list(client):
    site = factories.published_listing()
    service = factories.spravato(site, rems_status="lapsed")
    row = changes.request_change(
        by=cast.owner(site.provider),
        provider=site.provider,
        field=F.REMS,
        after="claimed",
        location=site,
        subject=str(service.pk),
    )
    assert "www.spravato.com" in html(page(client, in_hand(client, case_of(row))))


@pytest.mark.parametrize("outcome", ["withdrawn", "replaced"])
def test_a_colleague_who_undoes_it_is_no_secret_and_the_case_goes(waiting, outcome):
    listing, colleague = waiting.provider, cast.editor_of(waiting.provider)
    if outcome == "withdrawn":
        changes.withdraw_change(by=colleague, change=waiting)
    else:
        changes.request_change(by=colleague, provider=listing, field="display_name", after="Third Name")
    assert [(mail.to, mail.key) for mail in mailbox.sent()] == [
        (waiting.asked_by.email, f"change:{waiting.pk}:{outcome}")
    ]
    assert waiting.cases.get().outcome == outcome


def test_nobody_is_told_what_they_did_themselves(waiting):
    changes.withdraw_change(by=waiting.asked_by, change=waiting)
    assert mailbox.sent() == []


@pytest.mark.parametrize("more", [0, 2])
def test_the_page_costs_the_same_for_one_row_and_for_three(client, waiting, more, django_assert_num_queries):
    for number in range(more):
        factories.location(waiting.provider, slug=f"l{number}")
    case = in_hand(client, case_of(waiting))
    page(client, case)
    with django_assert_num_queries(10):
        page(client, case)
