"""What a page was drawn from, as one short text."""

import pytest

from providers.actions.versions import Stale, chosen, refuse_stale, version_of
from providers.models import AccessFact, Provider
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_order_of_rows_does_not_matter():
    site = factories.location()
    for feature in ("parking", "step_free"):
        factories.access_fact(site, feature)
    rows = AccessFact.objects.all()
    assert version_of(rows.order_by("pk")) == version_of(rows.order_by("-pk")) == version_of(*rows)


def test_every_field_of_a_row_counts():
    fact = factories.access_fact(factories.location())
    before = version_of(fact)
    AccessFact.objects.update(is_available=False)
    assert version_of(AccessFact.objects.get()) != before


def test_only_chosen_fields_count():
    provider = factories.provider(about="As it was.")
    before = version_of(chosen(provider, "about"))
    provider.display_name = "Another name"
    assert version_of(chosen(provider, "about")) == before
    provider.about = "New."
    assert version_of(chosen(provider, "about")) != before


def test_a_row_more_is_another_version():
    site = factories.location()
    empty = version_of(site.access_facts.all())
    factories.access_fact(site)
    assert version_of(site.access_facts.all()) != empty


@pytest.mark.parametrize("seen", ["", "x", "\0", "0" * 32])
def test_anything_but_the_version_is_stale(seen):
    with pytest.raises(Stale):
        refuse_stale(seen, factories.provider())


def test_the_version_itself_is_not_stale():
    provider = factories.provider()
    refuse_stale(version_of(Provider.objects.get()), Provider.objects.get(pk=provider.pk))
