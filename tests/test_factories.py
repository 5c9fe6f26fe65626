"""Every factory makes a row that the database accepts."""

import pytest

from providers.models.vocabulary import CredentialStatus, ListingStatus

from . import cast, factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", CredentialStatus.values)
def test_licence_in_every_state(status):
    assert factories.licence(status=status).status == status


@pytest.mark.parametrize("status", ListingStatus.values)
def test_provider_in_every_state(status):
    assert factories.provider(status=status).status == status


def test_the_rest():
    site = factories.location()
    factories.priced_service(site)
    factories.spravato(site)
    factories.coverage(site)
    factories.telehealth(site, "WY", factories.licence(state="WY"))
    factories.opening_hours(site)
    factories.access_fact(site)
    factories.language(site)
    factories.policy(site.provider)
    factories.answer(site.provider, factories.question())
    factories.place("city", "Boulder", "CO")
    virtual = factories.location(location_type="virtual")

    assert virtual.latitude is None
    assert site.services.count() == 2


def test_the_cast_has_the_rights_it_names():
    assert cast.reviewer().has_perm("providers.add_decision")
    assert not cast.checker().has_perm("providers.add_decision")
    assert not cast.stranger().has_perm("providers.view_report")
