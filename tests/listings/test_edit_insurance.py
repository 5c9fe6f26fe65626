"""Insurance by plan, route and part; paying; and two people at once."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from providers.actions import editing_insurance
from providers.models import Coverage, Policy, SearchCard
from providers.models.vocabulary import Basis, CoveragePosition, HsaFsa, PlanFamily, Route
from tests import cast, factories

pytestmark = pytest.mark.django_db


def text_of(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def url_of(location):
    return reverse("edit_insurance", args=[location.provider.slug, location.slug])


def row_of(row, **over):
    names = ("plan_family", "plan_name", "route", "component", "position", "note")
    return {"pk": row.pk, **{name: getattr(row, name) or "" for name in names}, **over}


def new_row(family=PlanFamily.TRICARE, position=CoveragePosition.NOT_BILLED, **over):
    return {"pk": "", "plan_family": family, "position": position, **over}


def sent(location, *rows, **more):
    fields = {
        f"plan-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()
    }
    return {
        "plan-TOTAL_FORMS": len(rows),
        "plan-INITIAL_FORMS": 0,
        "version": editing_insurance.version(location),
        **fields,
        **more,
    }


@pytest.fixture
def location():
    """Medicaid is in network, for no route in particular."""
    return factories.published_listing()


@pytest.fixture
def medicaid(location):
    return location.coverages.get()


@pytest.fixture
def owner(client, location):
    person = cast.owner(location.provider)
    client.force_login(person)
    return person


def test_new_line_and_paying_are_live_at_once(client, location, medicaid, owner):
    line = new_row(
        PlanFamily.COMMERCIAL_PPO, CoveragePosition.PRIOR_AUTH, route=Route.SPRAVATO, component="drug"
    )
    response = client.post(
        url_of(location),
        sent(
            location, row_of(medicaid), line, **{"paying-hsa_fsa": HsaFsa.YES, "paying-sliding_scale": "no"}
        ),
    )
    assert response.status_code == 302
    new = location.coverages.exclude(pk=medicaid.pk).get()
    assert (new.route, new.component, new.position) == (Route.SPRAVATO, "drug", CoveragePosition.PRIOR_AUTH)
    assert (new.basis, new.confirmed_on, new.confirmed_by) == (
        Basis.PROVIDER_ATTESTED,
        timezone.localdate(),
        owner,
    )
    policy = Policy.objects.get()
    assert (policy.hsa_fsa, policy.sliding_scale, policy.veteran_discount) == (HsaFsa.YES, False, None)
    public = text_of(client.get(location.provider.get_absolute_url()))
    assert "Covered after approval; the clinic asks for it" in public
    families = {line["plan_family"] for line in SearchCard.objects.get(location=location).card["insurance"]}
    assert families == {PlanFamily.MEDICAID, PlanFamily.COMMERCIAL_PPO}


def test_unchanged_line_keeps_its_evidence(client, location, medicaid, owner):
    client.post(url_of(location), sent(location, row_of(medicaid)))
    assert Coverage.objects.get() == medicaid
    assert Coverage.objects.get().confirmed_on == medicaid.confirmed_on
    assert Policy.objects.count() == 0


def test_removed_line_is_gone_from_search_too(client, location, medicaid, owner):
    client.post(url_of(location), sent(location, row_of(medicaid, remove="on", plan_family="")))
    assert Coverage.objects.count() == 0
    assert SearchCard.objects.get(location=location).card["insurance"] == []


def test_two_lines_may_trade_their_plans(client, location, medicaid, owner):
    tricare = factories.coverage(
        location, plan_family=PlanFamily.TRICARE, position=CoveragePosition.NOT_BILLED
    )
    rows = [
        row_of(medicaid, plan_family=PlanFamily.TRICARE),
        row_of(tricare, plan_family=PlanFamily.MEDICAID),
    ]
    assert client.post(url_of(location), sent(location, *rows)).status_code == 302
    assert dict(location.coverages.values_list("plan_family", "position")) == {
        PlanFamily.TRICARE: CoveragePosition.IN_NETWORK,
        PlanFamily.MEDICAID: CoveragePosition.NOT_BILLED,
    }


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([new_row(), new_row()], "are here twice"),
        ([new_row(plan_name="Blue One"), new_row(plan_name="blue one")], "are here twice"),
        ([new_row(position="")], "This field is required."),
        ([new_row("gold")], "Select a valid choice."),
        ([new_row(plan_name="x" * 201)], "at most 200 characters"),
        ([new_row(note="FDA approved for this")], "the FDA has approved only Spravato"),
        ([new_row(note="a\x00b")], "Null characters are not allowed."),
    ],
)
def test_bad_lines_are_named_and_kept(client, location, medicaid, owner, rows, says):
    response = client.post(url_of(location), sent(location, *rows))
    assert response.status_code == 422
    assert says in text_of(response)
    assert list(Coverage.objects.all()) == [medicaid]


def test_line_that_is_there_already_is_refused_even_if_its_row_was_not_sent(
    client, location, medicaid, owner
):
    response = client.post(url_of(location), sent(location, new_row(PlanFamily.MEDICAID)))
    assert response.status_code == 422
    assert list(Coverage.objects.all()) == [medicaid]


def test_line_of_another_listing_is_not_found_and_not_touched(client, location, medicaid, owner):
    theirs = factories.published_listing().coverages.get()
    response = client.post(url_of(location), sent(location, row_of(theirs, remove="on")))
    assert response.status_code == 404
    assert Coverage.objects.filter(pk=theirs.pk).exists()


@pytest.mark.parametrize("total", ["1000", "51", "x"])
def test_any_count_of_rows_is_survived(client, location, medicaid, owner, total):
    response = client.post(url_of(location), sent(location, new_row(), **{"plan-TOTAL_FORMS": total}))
    assert response.status_code == 422
    assert list(Coverage.objects.all()) == [medicaid]


def test_second_save_is_a_conflict_that_shows_both(client, location, medicaid, owner):
    mine = sent(location, row_of(medicaid, position=CoveragePosition.NOT_BILLED))
    client.post(url_of(location), sent(location, row_of(medicaid, position=CoveragePosition.SUPERBILL)))
    response = client.post(url_of(location), mine)
    assert response.status_code == 409
    assert "Now saved: You pay, then claim it back" in text_of(response)
    medicaid.refresh_from_db()
    assert medicaid.position == CoveragePosition.SUPERBILL


def test_another_row_keeps_what_was_typed(client, location, medicaid, owner):
    response = client.post(url_of(location), sent(location, new_row(note="Ask first"), another="1"))
    assert response.status_code == 200
    assert 'value="Ask first"' in response.content.decode()
    assert 'name="plan-1-plan_family"' in response.content.decode()


def test_who_may_come_in(client, location, medicaid):
    assert client.get(url_of(location)).status_code == 302
    client.force_login(cast.other_owner())
    assert client.get(url_of(location)).status_code == 404
    assert client.post(url_of(location), sent(location, new_row())).status_code == 404
    client.force_login(cast.editor_of(location.provider))
    assert client.get(url_of(location)).status_code == 200
    assert list(Coverage.objects.filter(location=location)) == [medicaid]


def test_page_costs_the_same_for_one_plan_and_for_five(client, location, owner):
    client.get(url_of(location))
    with CaptureQueriesContext(connection) as few:
        client.get(url_of(location))
    for family in (PlanFamily.VA, PlanFamily.TRICARE, PlanFamily.COMMERCIAL_HMO, PlanFamily.MEDICARE_B):
        factories.coverage(location, plan_family=family)
    with CaptureQueriesContext(connection) as many:
        client.get(url_of(location))
    assert len(many) == len(few)
