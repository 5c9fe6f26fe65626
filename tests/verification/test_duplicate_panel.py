"""Two listings on the page of their case, and joining them: choose, preview, do, undo."""

import re

import pytest
from django.urls import reverse

from providers.actions import case_holding, duplicate_finder
from providers.models import Case, DuplicatePair, Membership, Merge, Message, Provider
from providers.models.duplicate import PairState
from tests import cast, claiming, factories
from tests.actions import whole_database

from .at_work import at, page, send

pytestmark = pytest.mark.django_db

HERE = {"street": "1 Pearl Street", "phone": "+13035550101"}


@pytest.fixture
def pair():
    factories.published_listing(display_name="Clear Creek", site=HERE)
    other = factories.unclaimed_listing(display_name="Clear Creek Ketamine", slug="old-name", site=HERE)
    factories.opening_hours(other)
    factories.location(other.provider, at=factories.DENVER)
    Provider.objects.filter(pk=other.provider_id).update(website=claiming.WEBSITE)
    factories.reindex(other)
    duplicate_finder.find_all()
    return DuplicatePair.objects.select_related("one", "other").get()


@pytest.fixture
def case(pair):
    return Case.objects.get(duplicate=pair)


def held(client, case, person=None):
    person = person or cast.reviewer()
    case_holding.take(by=person, case=case)
    return at(client, person)


def address(case):
    return reverse("staff_merge", args=[case.pk])


def sent(shown):
    """What the page's form would send back if nobody changed anything."""
    form = shown.context["form"]
    values = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    return values | {"gone": str(form.goes.pk), "drawn": form.twins(), "reason": "One desk."}


def previewed(client, case, **changes):
    data = sent(client.get(address(case))) | changes
    shown = client.post(address(case), data | {"step": "preview"})
    return data, shown


def joined(client, case, **changes):
    data, shown = previewed(client, case, **changes)
    data |= {"previewed": shown.context["digest"], "step": "merge"}
    return client.post(address(case), data)


def test_both_sides_are_shown_with_what_differs(client, pair, case):
    text = page(held(client, case), case).content.decode()
    assert "the same telephone, a similar name" in text
    assert "Clear Creek Ketamine" in text
    assert claiming.WEBSITE in text
    assert address(case) in text


def test_the_page_costs_the_same_for_a_chain(client, pair, case, django_assert_max_num_queries):
    client = held(client, case)
    page(client, case)
    counts = []
    for _n in range(2):
        with django_assert_max_num_queries(12) as queries:
            page(client, case)
        counts.append(len(queries))
        for _more in range(3):
            factories.role(factories.location(pair.other))
            cast.editor_of(pair.other)
    assert counts[0] == counts[1]


def test_apart_with_a_reason(client, pair, case):
    client = held(client, case)
    assert send(client, case, "apart", reason="").status_code == 422
    assert send(client, case, "apart", reason="A clinic and its lab.").status_code == 302
    pair.refresh_from_db()
    assert (pair.state, pair.reason) == (PairState.APART, "A clinic and its lab.")


def test_the_form_offers_each_fact_and_the_unconfirmed_one_goes(client, pair, case):
    shown = held(client, case).get(address(case))
    form = shown.context["form"]
    place = pair.other.locations.order_by("pk")[0]
    assert (form.goes, form.stays) == (pair.other, pair.one)
    defaults = sent(shown)
    assert (defaults["display_name"], defaults["website"]) == ("kept", "gone")
    assert defaults[f"place:{place.pk}"] == f"as:{pair.one.locations.get().pk}"
    assert defaults[f"place:{place.pk}:hours"] == "gone"


def test_the_other_way_round(client, pair, case):
    shown = held(client, case).get(address(case), {"gone": pair.one.pk})
    assert (shown.context["goes"], shown.context["stays"]) == (pair.one, pair.other)


def test_a_preview_changes_nothing_and_says_what_will_be(client, pair, case):
    client = held(client, case)
    cast.owner(pair.other)
    client.get(address(case))
    before = whole_database.rows()
    _data, shown = previewed(client, case, display_name="gone")
    assert shown.status_code == 200
    seen = shown.context["preview"]
    assert (seen.name, len(seen.places), len(seen.behind)) == ("Clear Creek Ketamine", 2, 1)
    assert seen.redirects == ["old-name"]
    assert seen.told == [cast.owner(pair.other).email]
    assert whole_database.rows() == before
    assert not Message.objects.exists()


def test_joined_as_previewed_and_undone_from_its_record(client, pair, case):
    client = held(client, case)
    before = whole_database.rows()
    answer = joined(client, case, display_name="gone")
    merge = Merge.objects.get()
    assert answer["Location"] == reverse("staff_merge_record", args=[merge.pk])
    assert Provider.objects.get(pk=pair.one.pk).display_name == "Clear Creek Ketamine"
    record = client.get(answer["Location"]).content.decode()
    assert "from the one that went" in record
    assert "Undo this merge" in record
    assert "joined; it can be undone there" in page(client, case).content.decode()

    back = client.post(reverse("staff_merge_undo", args=[merge.pk]))
    assert back.status_code == 302
    after = whole_database.rows()
    assert [table for table in before if before[table] != after[table]] == []
    again = client.post(reverse("staff_merge_undo", args=[merge.pk]))
    assert (again.status_code, "undone already" in again.content.decode()) == (409, True)


def test_what_was_not_previewed_is_not_done(client, pair, case):
    client = held(client, case)
    data, shown = previewed(client, case)
    data |= {"previewed": shown.context["digest"], "step": "merge", "display_name": "gone"}
    answer = client.post(address(case), data)
    assert answer.status_code == 422
    assert "Look at the preview first" in answer.content.decode()
    assert not Merge.objects.exists()


def test_what_changed_after_the_preview_is_previewed_again(client, pair, case):
    client = held(client, case)
    data, shown = previewed(client, case)
    Provider.objects.filter(pk=pair.one.pk).update(legal_name="New Owners LLC")
    answer = client.post(address(case), data | {"previewed": shown.context["digest"], "step": "merge"})
    assert answer.status_code == 422
    assert not Merge.objects.exists()


def test_another_place_asks_anew_what_was_answered_for_the_old_one(client, pair, case):
    client = held(client, case)
    place = pair.other.locations.order_by("pk")[0].pk
    twin = pair.one.locations.get().pk
    _data, shown = previewed(client, case, **{f"place:{place}": f"for:{twin}"})
    form = shown.context["form"]
    assert form.chosen()[f"place:{place}:phone"] == "gone"
    assert form.chosen()[f"place:{place}:services"] == "kept"


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": ""},
        {"reason": "x" * 2001},
        {"reason": "a\0b"},
        {"display_name": "both"},
        {"display_name": "\0"},
        {"drawn": "[" * 5000},
        {"drawn": '{"a": {"b": 1}}', "kind": ["x", "y"]},
    ],
)
def test_odd_input_is_shown_again_and_changes_nothing(client, pair, case, changes):
    _data, shown = previewed(held(client, case), case, **changes)
    assert shown.status_code in (200, 422)
    assert not Merge.objects.exists()


@pytest.mark.parametrize("value", ["as:0", "as:99999999999999999999", "as:x", "for:", "nowhere", "as:²"])
def test_a_strange_place_is_refused(client, pair, case, value):
    place = pair.other.locations.order_by("pk")[0].pk
    _data, shown = previewed(held(client, case), case, **{f"place:{place}": value})
    assert shown.status_code == 422


def test_without_the_case_in_hand_nothing_is_joined(client, pair, case):
    answer = joined(at(client, cast.reviewer()), case)
    assert (answer.status_code, "Take this case first" in answer.content.decode()) == (409, True)
    assert not Merge.objects.exists()


def test_what_somebody_decided_meanwhile_is_a_conflict(client, pair, case):
    client = held(client, case)
    data, shown = previewed(client, case)
    DuplicatePair.objects.update(state=PairState.APART)
    answer = client.post(address(case), data | {"previewed": shown.context["digest"], "step": "merge"})
    assert answer.status_code == 409
    assert "decided" in answer.content.decode()


def test_only_a_lead_turns_people_out(client, pair, case):
    for one in (pair.one, pair.other):
        cast.owner(one)
    _data, shown = previewed(held(client, case), case)
    assert (shown.status_code, "a lead decides" in shown.content.decode()) == (409, True)
    case_holding.release(by=cast.lead_reviewer(), case=case)
    client.logout()
    assert joined(held(client, case, cast.lead_reviewer()), case).status_code == 302
    assert not Membership.objects.filter(provider=pair.other).exists()


def test_doors(client, pair, case):
    names = [address(case), reverse("staff_merges")]
    for url in names:
        assert client.get(url).status_code == 302
    client = at(client, cast.operator())
    assert client.get(address(case)).status_code == 403
    assert client.get(reverse("staff_merges")).status_code == 200
    assert client.post(reverse("staff_merges")).status_code == 405
    assert client.get(reverse("staff_merge", args=[case.pk + 1])).status_code in (403, 404)
    assert client.get(reverse("staff_merge_record", args=[1])).status_code == 404


def test_only_who_may_undoes(client, pair, case):
    joined(held(client, case), case)
    merge = Merge.objects.get()
    undo = reverse("staff_merge_undo", args=[merge.pk])
    client.logout()
    assert client.post(undo).status_code == 302
    client = at(client, cast.operator())
    assert (
        "Not with your rights" in client.get(reverse("staff_merge_record", args=[merge.pk])).content.decode()
    )
    assert client.post(undo).status_code == 403
    assert client.get(undo).status_code == 405


def test_the_list_of_merges_costs_the_same_for_one_and_for_three(
    client, pair, case, django_assert_num_queries
):
    joined(held(client, case), case)
    first = Merge.objects.get()
    client.get(reverse("staff_merges"))
    counts = []
    for _n in range(2):
        with django_assert_num_queries(7):
            shown = client.get(reverse("staff_merges"))
        counts.append(len(re.findall(r"/staff/merges/\d+/", shown.content.decode())))
        for _more in range(2):
            Merge.objects.create(gone=first.gone, kept=first.kept, by=first.by)
    assert counts == [1, 3]
    assert client.get(reverse("staff_merges"), {"page": "9"}).status_code == 404
    assert client.get(reverse("staff_merges"), {"page": "x"}).status_code == 404
