"""A claim's web domain and telephone number beside those of the listing, at its start and its proof."""

import json

import pytest

from providers.actions import claims
from providers.models import Claim
from providers.models.vocabulary import CheckResult, Gate
from tests import cast, factories

from .entries import NPI, entry

pytestmark = pytest.mark.django_db


def listed(website="https://www.clear-creek.example", **over):
    return factories.unclaimed_listing(website=website, **over).provider


def started(provider, email="dana@example.net"):
    person = factories.user(email=email)
    return claims.start(by=person, provider=provider)


def look(claim, gate):
    return claim.checks.filter(gate=gate).first()


@pytest.mark.parametrize(
    ("email", "website", "result"),
    [
        ("dana@clearcreek.com", "https://www.clearcreek.com", CheckResult.AGREES),
        ("dana@mail.clearcreek.com", "https://clearcreek.com/denver", CheckResult.AGREES),
        ("dana@gmail.com", "https://www.clearcreek.com", CheckResult.DIFFERS),
        ("dana@clearcreek.com.evil.com", "https://www.clearcreek.com", CheckResult.DIFFERS),
        ("dana@clearcreek.com", "", CheckResult.NO_ANSWER),
        ("dana@facebook.com", "https://facebook.com/clearcreek", CheckResult.NO_ANSWER),
    ],
)
def test_the_claimant_s_domain_is_compared_when_the_claim_begins(email, website, result):
    claim = started(listed(website), email)
    check = look(claim, Gate.CLAIM_DOMAIN)
    assert (check.result, check.by) == (result, None)
    assert "dana@" not in json.dumps(check.found)


def test_a_code_to_the_listed_domain_agrees_whatever_the_account_s_is():
    claim = started(listed("https://www.clearcreek.com"))
    assert look(claim, Gate.CLAIM_DOMAIN).result == CheckResult.DIFFERS

    claims.send_code(by=claim.claimant, claim=claim, address="desk@clearcreek.com")
    assert look(claim, Gate.CLAIM_DOMAIN).result == CheckResult.AGREES
    assert claim.checks.filter(gate=Gate.CLAIM_DOMAIN).count() == 2


def test_the_called_number_is_compared_with_the_listing_s():
    claim = started(listed(site={"phone": "+13035550142"}))
    assert look(claim, Gate.CLAIM_PHONE).result == CheckResult.NO_ANSWER

    claims.ask_for_call(by=claim.claimant, claim=claim)
    assert look(claim, Gate.CLAIM_PHONE).result == CheckResult.AGREES


@pytest.mark.parametrize(
    ("registered", "official", "result"),
    [("3035550142", "", CheckResult.AGREES), ("7205550111", "3035550142", CheckResult.AGREES),
     ("7205550111", "", CheckResult.DIFFERS)],
)  # fmt: skip
def test_the_listed_number_is_compared_with_the_npi_register_s(registered, official, result):
    entry(entity=2, phone=registered, official_phone=official)
    claim = started(listed(npi=NPI, site={"phone": "+13035550142"}))
    check = look(claim, Gate.CLAIM_PHONE)
    assert check.result == result
    assert [one["field"] for one in check.found.get("differs", [])] == (
        ["phone"] if result == CheckResult.DIFFERS else []
    )


def test_a_called_number_that_left_the_listing_differs_at_the_proof():
    provider = listed(site={"phone": "+13035550142"})
    claim = started(provider)
    claims.ask_for_call(by=claim.claimant, claim=claim)
    provider.locations.update(phone="+13035550199")
    claims.prove(Claim.objects.get(pk=claim.pk), by=cast.reviewer())
    checks = claim.checks.filter(gate=Gate.CLAIM_PHONE).order_by("pk")
    assert [check.result for check in checks] == ["no_answer", "agrees", "differs"]


def test_the_same_again_is_kept_once():
    provider = listed()
    claim = started(provider)
    assert claims.start(by=claim.claimant, provider=provider) == claim
    assert claim.checks.count() == 2
