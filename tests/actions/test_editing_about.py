"""What a practice says of itself: harmless facts at once, names, NPI and website after review."""

import pytest
from django.core.exceptions import ValidationError

from providers.actions import changes, editing_about
from providers.actions.versions import Stale
from providers.models import ChangeRequest, Provider
from providers.models.vocabulary import Basis, ListingStatus
from tests import cast, factories
from tests.factories.facts import day

pytestmark = pytest.mark.django_db


def save(provider, *, by=None, version=None, **typed):
    row = Provider.objects.get(pk=provider.pk)
    editing_about.save(
        by=by or cast.owner(provider),
        provider=provider,
        version=version or editing_about.version(provider),
        facts=editing_about.stated(row) | typed,
    )
    return Provider.objects.get(pk=provider.pk)


@pytest.fixture
def provider():
    return factories.published_listing(
        display_name="Clear Creek Clinic", website="https://clearcreek.example/", source="a register"
    ).provider


def waiting(provider):
    return {change.field: change.after for change in changes.open_changes(provider)}


def test_harmless_facts_are_live_at_once_in_the_clinics_word(provider):
    row = save(provider, about="We treat adults.", other_names=["CCC"], kind="solo_practice")
    assert (row.about, row.other_names, row.kind) == ("We treat adults.", ["CCC"], "solo_practice")
    assert (row.basis, row.source, row.confirmed_on) == (Basis.PROVIDER_ATTESTED, "", day(0))
    assert row.confirmed_by == cast.owner(provider)


def test_saving_the_same_again_writes_nothing(provider):
    before, events = Provider.objects.values().get(), provider.events.count()
    save(provider)
    assert Provider.objects.values().get() == before
    assert provider.events.count() == events


@pytest.mark.parametrize(
    ("field", "value"),
    [("display_name", "New Name"), ("legal_name", "CCC LLC"), ("npi", "1245319599")],
)
def test_a_sensitive_field_waits_and_the_rest_of_the_form_does_not(provider, field, value):
    row = save(provider, **{field: value}, about="At once.")
    assert getattr(row, field) == getattr(provider, field)
    assert row.about == "At once."
    assert waiting(provider) == {field: value}


def test_what_waits_stays_when_something_else_is_saved(provider):
    save(provider, display_name="New Name")
    request = ChangeRequest.objects.get()
    save(provider, about="Something else.")
    assert list(changes.open_changes(provider)) == [request]


def test_typing_the_live_name_again_takes_the_request_back(provider):
    save(provider, display_name="New Name")
    save(provider, display_name="Clear Creek Clinic")
    assert waiting(provider) == {}


def test_another_page_of_the_same_site_needs_no_review_and_another_site_does(provider):
    row = save(provider, website="https://www.clearcreek.example/ketamine")
    assert (row.website, waiting(provider)) == ("https://www.clearcreek.example/ketamine", {})
    row = save(provider, website="https://clearcreek.example.evil.example/")
    assert row.website == "https://www.clearcreek.example/ketamine"
    assert waiting(provider) == {"website": "https://clearcreek.example.evil.example/"}


def test_a_draft_that_nobody_reads_changes_at_once():
    provider = factories.location(factories.provider(status=ListingStatus.DRAFT)).provider
    row = save(provider, display_name="New Name", npi="1245319599")
    assert (row.display_name, row.npi, waiting(provider)) == ("New Name", "1245319599", {})


def test_the_second_of_two_is_refused_and_changes_nothing(provider):
    seen = editing_about.version(provider)
    save(provider, about="Theirs.", version=seen)
    with pytest.raises(Stale):
        save(provider, about="Mine.", display_name="Mine", version=seen)
    assert Provider.objects.get().about == "Theirs."
    assert waiting(provider) == {}


def test_a_confirmation_meanwhile_is_no_conflict(provider):
    seen = editing_about.version(provider)
    Provider.objects.update(last_confirmed_on=day(0))
    assert save(provider, about="Mine.", version=seen).about == "Mine."


def test_history_says_who_did_what(provider):
    save(provider, about="New.")
    context = provider.events.order_by("pgh_id").last().pgh_context.metadata
    assert (context["event"], context["by"]) == ("edit_about", cast.owner(provider).pk)


@pytest.mark.parametrize(
    "typed", [{"about": "FDA-approved infusions."}, {"other_names": ["FDA Approved Care"]}]
)
def test_own_words_call_nothing_approved_that_is_not(provider, typed):
    with pytest.raises(ValidationError, match="has approved only Spravato"):
        save(provider, **typed)
    assert Provider.objects.get(pk=provider.pk).about == provider.about


def test_who_gives_spravato_may_say_that_it_is_approved(provider):
    factories.spravato(provider.locations.get())
    assert save(provider, about="Spravato is FDA-approved.").about == "Spravato is FDA-approved."
