"""Credentials in the provider's hand: entered, signed, corrected in time, and never a DEA number."""

import pytest
from django.core.exceptions import ValidationError

from providers.actions import credential_entry, credentials
from providers.actions.documents import DocumentRefused
from providers.actions.refusals import TransitionRefused
from providers.actions.versions import Stale
from providers.models import Credential, Document
from providers.models.vocabulary import Basis, CredentialType
from tests import cast, factories, uploads
from tests.factories.facts import day

pytestmark = pytest.mark.django_db
LICENCE = {"issuer": "Colorado Medical Board", "number": "DR.0012345", "state": "CO", "expires_on": day(-300)}


@pytest.fixture
def role():
    return factories.role(factories.published_listing(licence={"state": "WY"}))


def entered(role, type=CredentialType.STATE_LICENCE, upload=None, **over):
    listing = role.location.provider
    return credential_entry.enter(
        by=cast.editor_of(listing),
        provider=listing,
        holder=role.practitioner,
        type=type,
        facts={**LICENCE, **over},
        upload=upload,
    )


def corrected(row, listing, version=None, **over):
    return credential_entry.correct(
        by=cast.owner(listing),
        provider=listing,
        credential=row,
        version=version or credential_entry.version(row),
        facts={**LICENCE, **over},
    )


def test_it_is_claimed_signed_and_not_confirmed(role):
    row = entered(role, upload=uploads.upload(uploads.pdf()))
    assert (row.status, row.attested_on, row.basis) == ("claimed", day(), Basis.PROVIDER_ATTESTED)
    assert row.confirmed_by == cast.editor_of(role.location.provider)
    assert row.standing(day()) == "not_confirmed"
    assert credentials.gaps(row) == []
    assert [step.event for step in row.decisions.all()] == ["claim", "attest"]
    assert row.documents.get().provider == role.location.provider


def test_a_bad_file_leaves_no_claim_behind(role):
    with pytest.raises(DocumentRefused):
        entered(role, upload=uploads.upload(b"<html>", "license.pdf"))
    assert not role.practitioner.credentials.exists()
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("number", "AB1234563"),
        ("name", "DEA BB-1388568 all schedules"),
        ("issuer", "ab 1234563"),
        ("number", "F91234563"),
    ],
)
@pytest.mark.parametrize("type", [CredentialType.CONTROLLED_SUBSTANCE_STATE, CredentialType.DEA_REGISTRATION])
def test_a_dea_number_is_refused_wherever_it_is_typed(role, type, field, text):
    with pytest.raises(ValidationError) as refusal:
        entered(role, type, **{field: text})
    assert list(refusal.value.message_dict) == [field]
    assert not role.practitioner.credentials.exists()


def test_a_dea_registration_keeps_no_number_at_all(role):
    row = entered(role, CredentialType.DEA_REGISTRATION, number="123", number_is_public=True)
    assert (row.number, row.number_is_public) == ("", False)


@pytest.mark.parametrize("number", ["DR.0012345", "AB1234567", "CSR1234563", "1234563"])
def test_other_numbers_are_no_dea_numbers(number):
    assert not credential_entry.holds_dea(number)


def test_the_same_one_is_not_entered_twice_but_its_renewal_is(role):
    entered(role)
    with pytest.raises(TransitionRefused, match="entered already"):
        entered(role)
    assert entered(role, expires_on=day(-900)).pk


def test_before_anybody_looked_it_is_corrected_and_signed_again(role):
    row = entered(role)
    Credential.objects.update(attested_on=day(50))
    row = corrected(row, role.location.provider, number="DR.0099999")
    assert (row.number, row.attested_on, row.status) == ("DR.0099999", day(), "claimed")
    assert row.decisions.last().event == "correct"


def test_what_was_missing_is_supplied(role):
    row = entered(role)
    Credential.objects.filter(pk=row.pk).update(issuer="")
    row = credentials.mark_incomplete(by=cast.checker(), credential=row)
    row = corrected(row, role.location.provider)
    assert (row.status, row.issuer, row.attested_on) == ("claimed", "Colorado Medical Board", day())
    assert row.decisions.last().event == "supply"


def test_what_was_looked_up_keeps_its_number():
    listing = factories.published_listing().provider
    row = Credential.objects.get()
    with pytest.raises(TransitionRefused, match="cannot be done now"):
        corrected(row, listing, number="DR.0099999")
    assert Credential.objects.get().number == row.number


def test_two_at_once_do_not_overwrite_each_other(role):
    row = entered(role)
    version = credential_entry.version(row)
    corrected(row, role.location.provider, number="DR.1")
    with pytest.raises(Stale):
        corrected(row, role.location.provider, version=version, number="DR.2")
    assert role.practitioner.credentials.get().number == "DR.1"


def test_nobody_enters_for_a_person_of_another_listing(role):
    factories.role(factories.location(), role.practitioner)
    with pytest.raises(TransitionRefused, match="another listing"):
        entered(role)


def test_a_new_license_carries_telehealth_in_its_state(role):
    reach = factories.telehealth(role.location, "CO")
    row = entered(role)
    reach.refresh_from_db()
    assert reach.licence == row
    credential_entry.withdraw(by=cast.stranger(), provider=role.location.provider, credential=row)
    reach.refresh_from_db()
    assert reach.licence is None


def test_a_suspension_cannot_be_withdrawn_away(role):
    row = factories.licence(role.practitioner, status="suspended")
    with pytest.raises(TransitionRefused, match="suspended"):
        credential_entry.withdraw(by=cast.stranger(), provider=role.location.provider, credential=row)
    row.refresh_from_db()
    assert row.status == "suspended"
