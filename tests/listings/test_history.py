"""A listing's history: told in sentences, complete, private where it must be, and undone where harmless."""

import re

import pghistory
import pytest
from django.urls import reverse

from providers.actions import changes, listings, report_steps, reports
from providers.models import (
    Coverage,
    Invitation,
    Language,
    Location,
    OpeningHours,
    Policy,
    Price,
    Provider,
    Service,
)
from providers.models.listing_history import KINDS, changes_of, count_changes

from .. import cast, factories
from ..factories.facts import day
from ..models.rows import later

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return factories.published_listing(slug="clear-creek", site={"name": "Boulder"})


@pytest.fixture
def owner(site):
    person = cast.owner(site.provider)
    person.name = "Dana Office"
    person.save()
    return person


@pytest.fixture
def page(client, site, owner):
    """The words of the history as its owner reads them."""

    def read(person=owner, **params):
        client.force_login(person)
        answer = client.get(reverse("listing_history", args=["clear-creek"]), params)
        main = answer.content.decode().split("<main")[-1]
        return " ".join(re.sub(r"<[^>]+>", " ", main).split())

    return read


def by(person):
    return pghistory.context(by=person.pk)


def undo(client, change):
    return client.post(reverse("undo_change", args=["clear-creek", change.kind, change.pk]))


def newest(site, kind="provider"):
    """One test is one moment, so rows of a kind have an order and kinds have none."""
    return next(one for one in changes_of(site.provider, start=0, length=99) if one.kind == kind)


def test_who_what_from_and_to(page, site, owner):
    with by(owner):
        Location.objects.filter(pk=site.pk).update(new_patients="nopt")

    was, now = "“Accepting new patients”", "“Not accepting patients”"
    assert f"· You changed “New patients” of the location from {was} to {now}" in page()


@pytest.mark.parametrize(
    ("reader", "name"),
    [("owner", "You"), ("editor", "Dana Office")],
)
def test_colleagues_are_named(page, site, owner, reader, name):
    with by(owner):
        Provider.objects.update(about="New words.")
    person = owner if reader == "owner" else cast.editor_of(site.provider)

    assert f"· {name} changed “About the practice” from “Not stated” to “New words.”" in page(person)


def test_staff_are_our_staff_and_registers_have_names(page, site):
    factories.language(site, basis="public_import", source="FindTreatment.gov")
    listings.suspend(by=cast.reviewer(), provider=site.provider, reason="Mr. Smith complained.")

    text = page()
    assert "· Our staff changed “State of the listing” from “Published” to “Suspended”" in text
    assert "· FindTreatment.gov added the language Spanish" in text
    assert not re.search("reviewer|Smith", text)


def test_private_numbers_and_reporters_stay_private(page, site):
    licence = factories.licence(site.roles.get().practitioner, number="DR.0012345", state="CO")
    type(licence).objects.filter(pk=licence.pk).update(number="DR.0099999")
    wrong = {"field": "phone", "message": "My aunt died there", "contact": "aunt@example.org"}
    report = reports.file_report(location=site, client="10.0.0.1", **wrong)
    report_steps.triage(by=cast.reviewer(), report=report)

    text = page()
    assert "changed the number of the credential “State license, Colorado” of Alex Sample" in text
    assert "dealt with the report about “Phone number”: Triaged" in text
    assert not re.search(r"00\d{5}|aunt", text)


def test_a_request_is_told_from_asking_to_its_end(page, site, owner):
    change = changes.request_change(
        by=owner, provider=site.provider, field="phone", location=site, after="+13035550199"
    )
    changes.refuse_change(by=cast.reviewer(), change=change, reason="Nobody answers there.")

    text = page()
    assert "to “(303) 555-0199”; our staff look at it first" in text
    assert "Our staff did not approve “(303) 555-0199” for “Main telephone number”, and said: Nobody" in text


def test_what_was_approved_at_once_is_told_once(page, site, owner):
    draft = factories.location(factories.provider(status="draft", slug="draft"))
    draft.provider.memberships.create(user=owner, role="owner")
    changes.request_change(by=owner, provider=draft.provider, field="npi", after="1234567893")
    Provider.objects.filter(pk=site.provider_id).update(slug="other")
    Provider.objects.filter(pk=draft.provider_id).update(slug="clear-creek")

    text = page()
    assert "changed “NPI” from “Not stated” to “1234567893”" in text
    assert "asked" not in text


def test_rows_that_are_gone_are_still_told(page, site, owner):
    with by(owner):
        price = Price.objects.get(component="session_bundle")
        price.delete()
        Service.objects.all().delete()

    text = page()
    assert "removed the price “Session, all in”, $450 per session, for IV infusion: In the clinic" in text
    assert "removed “IV infusion: In the clinic, watched”" in text


def test_members_and_invitations(page, site, owner):
    Invitation.objects.create(
        provider=site.provider, email="new@example.org", role="editor", digest="0" * 64, expires_at=later(7)
    )
    assert "invited new@example.org as Editor" in page()
    assert "added you (Owner)" in page()


def test_nothing_in_a_value_is_markup(client, site, owner):
    Provider.objects.update(about="<script>alert(1)</script>")
    client.force_login(owner)
    text = client.get(reverse("listing_history", args=["clear-creek"])).content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_long_texts_stand_below_their_sentence(page):
    Provider.objects.update(about="word " * 100)
    assert "changed “About the practice” Both texts From Not stated To word word" in page()


def test_newest_first_and_in_pages(client, page, site):
    for number in range(60):
        Provider.objects.update(about=f"Words {number:02}")

    assert page().index("to “Words 59”") < page().index("to “Words 58”")
    assert "to “Words 09”" not in page()
    assert "to “Words 09”" in page(page="2")
    client.force_login(cast.owner(site.provider))
    for wrong in ("9", "0", "x", "-1", "\0"):
        assert client.get(reverse("listing_history", args=["clear-creek"]), {"page": wrong}).status_code in {
            400,
            404,
        }


def test_the_same_queries_for_one_change_and_for_many(client, site, owner, django_assert_num_queries):
    client.force_login(owner)
    address = reverse("listing_history", args=["clear-creek"])
    with by(owner):
        factories.answer(site.provider, factories.question())
    client.get(address)
    with django_assert_num_queries(14):
        client.get(address)
    for number in range(5):
        factories.coverage(site, plan_name=f"Plan {number}")
        Provider.objects.update(about=f"Words {number}")
        factories.answer(site.provider, factories.question())
    with django_assert_num_queries(14):
        client.get(address)


def test_another_listing_is_another_history(site):
    before = count_changes(site.provider)
    other = factories.published_listing()
    Location.objects.filter(pk=other.pk).update(new_patients="nopt")

    assert count_changes(site.provider) == before
    assert {change.kind for change in changes_of(other.provider, start=0, length=99)} <= set(KINDS)


def test_an_edit_is_undone_and_that_is_told_too(client, page, site, owner):
    Location.objects.filter(pk=site.pk).update(new_patients="nopt", wait_days=9)
    client.force_login(owner)

    answer = undo(client, newest(site, "location"))

    row = Location.objects.get()
    assert (answer.status_code, row.new_patients, row.wait_days) == (302, "newpt", None)
    assert (row.basis, row.confirmed_by) == ("provider_attested", owner)
    assert "· You changed “New patients” of the location from “Not accepting patients” to" in page()


@pytest.mark.parametrize("kind", ["language", "openinghours", "coverage", "policy", "price"])
def test_a_row_that_went_comes_back_and_one_that_came_goes(client, site, owner, kind):
    model = {
        "language": Language, "openinghours": OpeningHours, "coverage": Coverage, "policy": Policy,
        "price": Price,
    }[kind]  # fmt: skip
    factories.language(site)
    factories.opening_hours(site)
    factories.policy(site.provider, prepay_required=True)
    row = model.objects.order_by("pk").last()
    client.force_login(owner)
    undo(
        client,
        next(
            c for c in changes_of(site.provider, start=0, length=99) if c.row_pk == row.pk and c.kind == kind
        ),
    )
    assert not model.objects.filter(pk=row.pk).exists()

    undo(client, newest(site, kind))

    back = model.objects.get(pk=row.pk)
    names = {f.name for f in model._meta.concrete_fields} - {
        "basis",
        "source",
        "confirmed_on",
        "confirmed_by",
    }
    assert {n: getattr(back, n) for n in names} == {n: getattr(row, n) for n in names}


def test_what_has_moved_since_is_not_undone(client, site, owner):
    Provider.objects.update(about="First.")
    first = newest(site)
    Provider.objects.update(about="Second.")
    client.force_login(owner)

    answer = undo(client, first)

    assert answer.status_code == 409
    assert "This can no longer be undone" in answer.content.decode()
    assert Provider.objects.get().about == "Second."


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Provider, {"display_name": "Another"}),
        (Provider, {"npi": "1234567893"}),
        (Provider, {"website": "https://example.org"}),
        (Location, {"phone": "+13035550199"}),
        (Location, {"street": "1 Elsewhere"}),
        (Service, {"route": "im"}),
    ],
)
def test_sensitive_changes_have_no_button(client, site, owner, model, change):
    model.objects.update(**change)
    client.force_login(owner)
    page = client.get(reverse("listing_history", args=["clear-creek"])).content.decode()
    event = newest(site, model._meta.model_name)
    assert f"history/{event.kind}/{event.pk}/undo" not in page

    assert undo(client, event).status_code == 409
    assert {name: getattr(model.objects.get(), name) for name in change} == change


def test_undoing_what_does_not_fit_any_more_is_refused(client, site, owner):
    service = Service.objects.get()
    Service.objects.update(min_age=18)
    Service.objects.update(min_age=None)
    event = newest(site, "service")
    Service.objects.update(max_age=12)
    client.force_login(owner)

    answer = undo(client, event)

    service.refresh_from_db()
    assert (answer.status_code, service.min_age) == (409, None)
    assert "The lowest age comes before the highest." in answer.content.decode()


@pytest.mark.parametrize(("person", "status"), [("stranger", 404), ("other_owner", 404), ("nobody", 302)])
def test_others_do_not_get_in(client, site, person, status):
    Provider.objects.update(about="New words.")
    if person != "nobody":
        client.force_login(getattr(cast, person)())
    assert client.get(reverse("listing_history", args=["clear-creek"])).status_code == status
    assert undo(client, newest(site)).status_code == status
    assert Provider.objects.get(slug="clear-creek").about == "New words."


def test_a_change_of_another_listing_is_not_found(client, site, owner):
    other = factories.published_listing()
    Provider.objects.filter(pk=other.provider_id).update(about="Theirs.")
    theirs = changes_of(other.provider, start=0, length=1)[0]
    client.force_login(owner)

    for kind, pk in (("provider", theirs.pk), ("user", 1), ("provider", 10**18), ("nonsense", 1)):
        answer = client.post(reverse("undo_change", args=["clear-creek", kind, pk]))
        assert answer.status_code == 404
    assert Provider.objects.get(pk=other.provider_id).about == "Theirs."


def test_undoing_is_a_post(client, site, owner):
    Provider.objects.update(about="New words.")
    client.force_login(owner)
    event = newest(site)
    answer = client.get(reverse("undo_change", args=["clear-creek", event.kind, event.pk]))
    assert (answer.status_code, Provider.objects.get().about) == (405, "New words.")


def test_undoing_calls_nothing_approved_for_what_it_is_not(client, site, owner):
    made = factories.spravato(site, conditions=["ptsd"], drug_basis="off_label_approved_product")
    Service.objects.filter(pk=made.pk).update(conditions=["trd"])
    event = newest(site, "service")
    Service.objects.filter(pk=made.pk).update(drug_basis="fda_approved_for_indication")
    client.force_login(owner)

    answer = undo(client, event)

    made.refresh_from_db()
    assert (answer.status_code, made.conditions) == (409, ["trd"])


def test_undoing_leaves_one_amount_for_one_day(client, site, owner):
    old = Price.objects.get(component="session_bundle")
    Price.objects.filter(pk=old.pk).update(valid_to=day(1))
    event = newest(site, "price")
    factories.price(old.service, "session_bundle", 500, valid_from=day())
    client.force_login(owner)

    answer = undo(client, event)

    old.refresh_from_db()
    assert (answer.status_code, old.valid_to) == (409, day(1))
    assert "The same part has another amount at that time." in answer.content.decode()


def test_what_went_to_another_listing_is_not_undone_from_here(client, site, owner):
    other = factories.published_listing(slug="other")
    factories.language(site)
    event = newest(site, "language")
    Location.objects.filter(pk=site.pk).update(provider=other.provider, slug="moved")
    client.force_login(owner)

    assert undo(client, event).status_code == 409
    assert Language.objects.filter(pk=event.row_pk).exists()
