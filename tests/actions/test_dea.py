"""DEA numbers go in, are judged and locked away, and come out of nothing."""

import base64
import json
import secrets
from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.core.serializers import serialize
from django.db import connection

from providers.actions import account_holdings, credential_entry, dea
from providers.models import Check, SealedNumber
from providers.models.vocabulary import CredentialType, Gate
from tests import cast, factories

pytestmark = pytest.mark.django_db
NUMBER, OTHER = "AB1234563", "AB4523761"


@pytest.fixture
def role():
    return factories.role(factories.published_listing())


def entered(role, number=NUMBER):
    listing = role.location.provider
    return credential_entry.enter(
        by=cast.owner(listing),
        provider=listing,
        holder=role.practitioner,
        type=CredentialType.DEA_REGISTRATION,
        facts={"state": "CO", "issuer": "US Drug Enforcement Administration", "dea_number": number},
    )


def everything():
    """Every text and number in every table, as a dump would have it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        for name in tables:
            cursor.execute(f'SELECT row_to_json(t)::text FROM "{name}" t')
            yield from (text for (text,) in cursor.fetchall())


@pytest.mark.parametrize("typed", [NUMBER, "ab 1234563", " AB-1234563 "])
def test_it_is_judged_locked_and_shown_as_a_hint(role, typed):
    row = entered(role, typed)
    assert (row.number, row.number_is_public) == ("", False)
    assert row.sealed_number.hint == dea.hint(row) == "A••••••63"
    check = row.checks.get(gate=Gate.DEA_DIGIT)
    assert (check.result, check.by, check.found["check_digit"]) == ("agrees", None, "right")


def test_no_table_mail_history_or_export_holds_it(role):
    row = entered(role)
    owner = cast.owner(role.location.provider)
    texts = [*everything(), json.dumps(account_holdings.holdings(by=owner), default=str)]
    texts += [serialize("json", SealedNumber.objects.all()), str(row.sealed_number), repr(row.sealed_number)]
    assert len(texts) > 20
    assert not [text for text in texts if "1234563" in text]
    assert base64.b64encode(NUMBER.encode()).decode() not in "".join(texts)


def test_the_admin_does_not_know_it():
    assert SealedNumber not in admin.site._registry


@pytest.mark.parametrize("typed", ["AB4523763", "AB4523767", "12345", "AB12345630"])
def test_a_wrong_one_is_refused_without_being_repeated(role, typed):
    with pytest.raises(ValidationError) as refused:
        entered(role, typed)
    assert list(refused.value.message_dict) == ["dea_number"]
    assert typed not in str(refused.value)
    assert refused.value.__cause__ is None
    assert not SealedNumber.objects.exists()


def test_it_is_optional_and_of_no_other_kind_of_credential(role):
    assert dea.hint(entered(role, "")) == ""
    licence = factories.licence(role.practitioner)
    assert dea.seal(credential=licence, number=NUMBER) is None
    assert not SealedNumber.objects.exists()


def test_without_a_key_only_the_check_digit_s_result_is_kept(role, settings):
    settings.SEALING_KEYS = []
    row = entered(role)
    assert not SealedNumber.objects.exists()
    assert row.checks.get(gate=Gate.DEA_DIGIT).result == "agrees"
    assert (dea.hint(row), dea.look(row), dea.can_keep()) == ("", None, False)


def test_a_corrected_number_takes_the_place_of_the_first_and_none_leaves_it(role):
    row, listing = entered(role), role.location.provider
    for number, hint in [(OTHER, "A••••••61"), ("", "A••••••61")]:
        credential_entry.correct(
            by=cast.owner(listing),
            provider=listing,
            credential=row,
            version=credential_entry.version(row),
            facts={"state": "CO", "issuer": "US Drug Enforcement Administration", "dea_number": number},
        )
        assert dea.hint(row) == hint
    assert SealedNumber.objects.count() == 1


def test_it_goes_with_the_entry_s_withdrawal(role):
    row, listing = entered(role), role.location.provider
    credential_entry.withdraw(by=cast.owner(listing), provider=listing, credential=row)
    assert not SealedNumber.objects.exists()


def test_keys_are_changed_one_after_the_other(role, settings):
    row = entered(role)
    old, new = settings.SEALING_KEYS[0], Fernet.generate_key().decode()
    settings.SEALING_KEYS = [new, old]
    call_command("rotate_sealing_keys", stdout=StringIO())
    settings.SEALING_KEYS = [new]
    assert dea.look(row).found["check_digit"] == "right"

    settings.SEALING_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(CommandError, match="cannot be opened"):
        call_command("rotate_sealing_keys", stdout=StringIO())
    assert dea.look(row) is None


def test_two_entries_of_one_number_look_different(role):
    one, other = entered(role), entered(factories.role(factories.published_listing()))
    assert bytes(one.sealed_number.sealed) != bytes(other.sealed_number.sealed)
    assert len({check.digest for check in Check.objects.filter(gate=Gate.DEA_DIGIT)}) == 1


def test_a_lost_key_is_logged_without_the_number(role, settings, caplog):
    row = entered(role)
    settings.SEALING_KEYS = [base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()]
    assert dea.look(row) is None
    assert "No key opens" in caplog.text
    assert "1234563" not in caplog.text
