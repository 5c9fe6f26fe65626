"""A hit on the exclusion list: both sides in private; one person confirms it, one or two clear it."""

import hashlib

import pytest
from django.db import transaction

from providers.actions import exclusion_holds
from providers.models import Exclusion, ExclusionMatch, NpiRecord, Practitioner, Provider
from providers.models.vocabulary import CredentialStatus as C
from providers.models.vocabulary import ListingStatus as S

from .. import cast, factories
from ..factories.facts import day
from .working import case_of, compared, do, html, in_hand, page, signed_in, steps, verbs

pytestmark = pytest.mark.django_db
NPI = "1234567893"


def listed(**over):
    row = {
        "last_name": "MADEUP", "first_name": "WANDA", "state": "CO", "city": "DENVER", "type": "1128b4",
        "specialty": "PSYCHIATRY", "excluded_on": day(400), **over,
    }  # fmt: skip
    key = hashlib.sha256(repr(sorted(row.items())).encode()).hexdigest()
    return Exclusion.objects.create(key=key, **row)


def of_a_person(strength="name_state", **over):
    site = factories.published_listing(site={"phone": "+13035550142"})
    who = Practitioner.objects.get(roles__location=site)
    Practitioner.objects.update(name="Wanda Madeup", npi=NPI)
    who.refresh_from_db()
    return hit(listed(**over), strength, practitioner=who)


def of_a_firm(strength="npi", site=None, **over):
    firm = {"last_name": "", "first_name": "", "business": "CLEAR CREEK KETAMINE", "npi": NPI, **over}
    listing = factories.published_listing(
        display_name="Clear Creek Ketamine, LLC", npi=NPI, site=site or {}
    ).provider
    return hit(listed(**firm), strength, provider=listing)


def hit(exclusion, strength, **whom):
    match = ExclusionMatch.objects.create(exclusion=exclusion, strength=strength, **whom)
    with transaction.atomic():
        exclusion_holds.follow(match)
    match.refresh_from_db()
    return match


def state():
    return ExclusionMatch.objects.get().state


def licence():
    return Practitioner.objects.get(npi=NPI).credentials.get()


def test_what_agrees_and_what_does_not_is_said(client):
    NpiRecord.objects.create(npi=NPI, entity=1, first_name="WANDA", last_name="MADEUP", state="CO")
    match = of_a_person(born_on=day(20_000), waived_on=day(10), waiver_state="WY", npi="1689872012")
    shown = page(client, in_hand(client, case_of(match)))
    rows = compared(shown)
    assert rows["Name"] == ("Wanda Madeup", "WANDA MADEUP", True)
    assert rows["Name in the NPI register"][2] is True
    assert rows["NPI"] == (NPI, "1689872012", False)
    assert rows["State"] == ("Colorado", "Colorado", True)
    assert rows["Day of birth"][2] is None
    text = html(shown)
    assert "None of this is public" in text
    assert "in WY only" in text
    assert "https://exclusions.oig.hhs.gov/" in text


def test_one_person_confirms_a_name_and_what_is_vouched_for_is_suspended(client):
    case = in_hand(client, case_of(of_a_person()))
    assert do(client, case, "confirm", reason="OIG’s own search agrees.").status_code == 422
    assert state() == "open"
    do(client, case, "confirm", reason="OIG’s own search agrees.", sure="1")
    assert (state(), licence().status) == ("confirmed", C.SUSPENDED)
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("closed", "confirmed")
    assert ("step", "confirm_match", "OIG’s own search agrees.") in steps(case)


def test_one_person_clears_a_name_where_nothing_is_suspended(client):
    case = in_hand(client, case_of(of_a_person()))
    assert do(client, case, "clear").status_code == 422
    do(client, case, "clear", reason="Another middle name.")
    assert (state(), licence().status) == ("cleared", C.ACTIVE)


def test_the_same_npi_takes_two_people_to_clear(client):
    match = of_a_person("npi", npi=NPI)
    assert licence().status == C.SUSPENDED
    case = in_hand(client, case_of(match))
    assert verbs(page(client, case)) == ["confirm", "endorse", "call"]
    assert do(client, case, "clear", reason="A typing error.").status_code == 409
    do(client, case, "endorse", reason="A typing error.")
    case.refresh_from_db()
    assert (state(), case.held_by) == ("open", None)
    assert "another person must clear it" in html(page(client, case))

    in_hand(client, case, cast.lead_reviewer())
    assert "Reviewer said on" in html(page(client, case))
    do(client, case, "clear", reason="I agree.")
    assert (state(), licence().status) == ("cleared", C.SUSPENDED)


def test_a_firm_that_was_cleared_by_two_is_restored_on_its_case(client):
    case = in_hand(client, case_of(of_a_firm()))
    assert Provider.objects.get().status == S.SUSPENDED
    do(client, case, "endorse", reason="Another firm.")
    in_hand(client, case, cast.lead_reviewer())
    do(client, case, "clear", reason="I agree.")
    case.refresh_from_db()
    assert (state(), case.state) == ("cleared", "ready")
    assert verbs(page(client, case)) == ["restore", "call"]
    do(client, case, "restore", reason="Cleared by two.")
    assert Provider.objects.get().status == S.PUBLISHED
    case.refresh_from_db()
    assert case.state == "closed"


def test_other_rows_of_the_list_are_named(client):
    match = of_a_person()
    other = listed(last_name="MADEUP", first_name="W", excluded_on=day(900))
    ExclusionMatch.objects.create(
        exclusion=other, strength="name_state", practitioner=match.practitioner, found_at=match.found_at
    )
    shown = page(client, in_hand(client, case_of(match)))
    assert [row["name"] for row in shown.context["rows"]] == ["W MADEUP"]


def test_nobody_decides_on_a_listing_that_they_run(client):
    match = of_a_firm()
    case = case_of(match)
    signed_in(client)
    cast.owner(match.provider)
    match.provider.memberships.create(user=cast.reviewer(), role="editor")
    assert do(client, case, "confirm", reason="x", sure="1").status_code == 409
    assert state() == "open"


def test_patients_hear_nothing_of_it(client):
    match = of_a_person()
    site = match.practitioner.roles.get().location
    text = html(client.get(site.provider.get_absolute_url()))
    assert "xclu" not in text
    assert "LEIE" not in text


@pytest.mark.parametrize("more", [0, 2])
def test_the_page_costs_the_same_for_one_row_and_for_three(client, more, django_assert_num_queries):
    match = of_a_person()
    for number in range(more):
        ExclusionMatch.objects.create(
            exclusion=listed(excluded_on=day(500 + number)),
            strength="name_state",
            practitioner=match.practitioner,
        )
    case = in_hand(client, case_of(match))
    page(client, case)
    with django_assert_num_queries(12):
        page(client, case)
