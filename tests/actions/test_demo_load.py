"""Demo listings: fictional in every number and address, real in every rule."""

import datetime
import random
import re
from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from providers.actions import demo, search_index
from providers.actions.demo_data.area_codes import AREA_CODES
from providers.actions.demo_data.credentials import EVENTS
from providers.actions.demo_data.dice import Dice
from providers.actions.demo_data.ground import Ground
from providers.actions.demo_data.template import SEARCH_TABLES, TABLES
from providers.models import (
    AccessFact,
    Answer,
    Check,
    Coverage,
    Credential,
    Decision,
    Language,
    Location,
    Place,
    Practitioner,
    PractitionerRole,
    Price,
    Provider,
    SearchCard,
    Service,
    TelehealthReach,
)
from providers.models.credential import transitions
from providers.models.first_course import first_course
from providers.models.geography import great_circle_miles
from providers.models.identifiers import is_npi
from providers.models.provenance import Provenance
from providers.models.search_row import LANGUAGES
from providers.models.vocabulary import (
    AccessFeature,
    AgeGroup,
    Basis,
    Condition,
    CoveragePosition,
    CredentialStatus,
    CredentialType,
    Emergency,
    Kind,
    ListingStatus,
    LocationType,
    Monitor,
    PlanFamily,
    PriceComponent,
    Profession,
    RemsStatus,
    Route,
    Setting,
    Standing,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_listings")]


def values(model, field):
    """Every code that some row holds, of a plain or a list field."""
    found = set()
    for value in model.objects.values_list(field, flat=True):
        found.update(value if isinstance(value, list) else [value])
    return found - {None}


def test_load_makes_as_many_locations_as_asked_all_marked_demo():
    assert Location.objects.count() == 400
    assert not Provider.objects.filter(is_demo=False).exists()
    assert not Provider.objects.exclude(status="merged").filter(locations=None).exists()


def test_every_state_the_capital_and_puerto_rico_have_some_and_big_states_more():
    by_state = Counter(Location.objects.values_list("state", flat=True))
    assert set(by_state) == set(AREA_CODES)
    assert len(by_state) == 52
    assert by_state["CA"] > 5 * by_state["WY"]
    assert {state for state, _ in by_state.most_common(4)} >= {"CA", "TX"}


def test_new_york_has_the_share_of_its_people():
    """About 14.5 of the country's 334 million live within 25 miles of midtown (Census 2020): one in 23."""
    ground = Ground.read()
    dice = Dice(1)
    spots = [ground.states[ground.state_for(dice, 99)].spot(dice, scattered=True) for _n in range(6000)]
    near = sum(great_circle_miles(40.75, -73.99, spot.latitude, spot.longitude) <= 25 for spot in spots)
    assert 0.03 < near / len(spots) < 0.06


@pytest.mark.parametrize(
    ("model", "field", "codes"),
    [
        (Provider, "status", ListingStatus),
        (Provider, "kind", Kind),
        (Location, "location_type", LocationType),
        (Service, "route", Route),
        (Service, "setting", Setting),
        (Service, "conditions", Condition),
        (Service, "age_groups", AgeGroup),
        (Service, "monitoring", Monitor),
        (Service, "emergency", Emergency),
        (Service, "rems_status", RemsStatus),
        (Price, "component", PriceComponent),
        (Coverage, "plan_family", PlanFamily),
        (Coverage, "position", CoveragePosition),
        (Practitioner, "profession", Profession),
        (Credential, "type", CredentialType),
        (Credential, "status", CredentialStatus),
        (AccessFact, "feature", AccessFeature),
    ],
)
def test_every_code_can_be_seen(model, field, codes):
    rare = {"none_stated"} if codes is Monitor else set()
    assert set(codes.values) - values(model, field) <= rare


def test_every_basis_vouches_for_something():
    assert set().union(*(values(table, "basis") for table in TABLES if issubclass(table, Provenance))) == set(
        Basis.values
    )


def test_languages_that_can_be_searched_for_are_spoken_somewhere():
    assert len(set(LANGUAGES) - values(Language, "tag")) <= 3


def test_a_patient_sees_every_standing_of_a_license():
    today = timezone.localdate()
    licences = Credential.objects.filter(type="state_licence")
    assert {licence.standing(today) for licence in licences} == set(Standing)


def test_freshness_runs_from_this_week_to_never():
    today = timezone.localdate()
    seen = Counter(row.freshness(today) for row in Provider.objects.exclude(status="merged"))
    assert set(seen) == {"fresh", "ageing", "stale", "never"}
    assert seen["fresh"] > seen["stale"] > 10


def test_telephones_are_kept_for_fiction_and_have_an_area_code_of_the_state():
    shape = re.compile(r"\+1([0-9]{3})55501[0-9]{2}")
    for phone, state in Location.objects.exclude(phone="").values_list("phone", "state"):
        match = shape.fullmatch(phone)
        assert match
        assert match[1] in AREA_CODES[state]


def test_addresses_lead_only_to_example_org():
    pages = [*values(Provider, "website"), *values(Location, "booking_url")]
    pages += [url for table in TABLES for url in source_urls(table)]
    assert {url for url in pages if url and not re.match(r"https://[a-z-]+\.example\.org/", url)} == set()
    mail = values(Location, "email") - {""}
    assert mail
    assert all(re.fullmatch(r"hello@[a-z-]+\.example\.org", each) for each in mail)


def source_urls(table):
    return values(table, "source_url") if issubclass(table, Provenance) else []


def test_npis_have_right_check_digits_and_belong_to_one_person_each():
    npis = list(Practitioner.objects.exclude(npi="").values_list("npi", flat=True))
    npis += Provider.objects.exclude(npi="").values_list("npi", flat=True)
    assert len(npis) > 300
    assert all(is_npi(npi) and npi.startswith("29") for npi in npis)
    assert len(set(npis)) == len(npis)


def test_positions_lie_by_a_zip_code_of_the_city_and_virtual_places_have_none():
    zips = {zip.code: zip for zip in Place.objects.filter(kind="zip", latitude__isnull=False)}
    cities = {(city.state, city.name) for city in Place.objects.filter(kind="city")}
    for row in Location.objects.all():
        assert (row.state, row.city) in cities
        assert (zips[row.zip].state, zips[row.zip].county) == (row.state, row.county)
        assert row.timezone
        if row.location_type == LocationType.VIRTUAL:
            assert row.latitude is None
        else:
            miles = great_circle_miles(*zips[row.zip].point, row.latitude, row.longitude)
            assert miles < (0.01 if row.geocode_quality == "zip_centroid" else 1.1)


def test_a_sample_of_every_table_passes_the_models_own_check():
    dice = random.Random(7)
    for model in set(TABLES) - set(SEARCH_TABLES):
        rows = list(model.objects.all())
        assert rows, model
        for row in dice.sample(rows, min(8, len(rows))):
            row.full_clean(exclude=["at", "created_at"])


def test_credentials_came_where_they_are_step_by_step():
    allowed = {*transitions(), ("claimed", "claimed")}
    for credential in Credential.objects.prefetch_related("decisions"):
        steps = list(credential.decisions.all())
        assert [step.from_status for step in steps[1:]] == [step.to_status for step in steps[:-1]]
        assert {(step.from_status, step.to_status) for step in steps} <= allowed
        assert steps[-1].to_status == credential.status
        assert [step.at for step in steps] == sorted(step.at for step in steps)
        assert steps[-1].at.date() <= timezone.localdate()


def test_events_are_named_as_the_actions_name_them():
    assert values(Decision, "event") <= {*EVENTS.values(), "claim"}
    approvals = Decision.objects.filter(event="approve").select_related("evidence", "credential")
    assert all(step.evidence.credential_id == step.credential_id for step in approvals)
    assert set(Check.objects.values_list("result", flat=True)) == {"agrees", "differs", "no_answer"}


def test_no_dea_number_is_made_up():
    rows = Credential.objects.filter(type="dea_registration")
    assert rows
    assert set(rows.values_list("number", flat=True)) == {""}


def test_tricare_pays_for_spravato_only_and_home_care_names_its_states():
    tricare = Coverage.objects.filter(plan_family="tricare", basis="provider_attested")
    assert set(tricare.values_list("route", flat=True)) == {Route.SPRAVATO}
    at_home = Location.objects.filter(services__setting__startswith="home").distinct()
    assert at_home
    assert not at_home.filter(telehealth_reach=None).exists()


def test_prices_include_ranges_gaps_and_some_that_have_ended():
    today, totals = timezone.localdate(), Counter()
    for service in Service.objects.filter(basis="provider_attested").prefetch_related("prices"):
        course = first_course(service, service.prices.all(), today)
        totals["total" if course.low is not None else ",".join(course.missing)] += 1
    assert totals["total"] > 50
    assert totals["consultation"] > 20
    assert Price.objects.filter(valid_to__lt=today).count() > 20
    assert any(price.amount_max > price.amount_min for price in Price.objects.all())


def test_an_unclaimed_listing_has_a_registers_facts_and_nothing_else():
    rows = Provider.objects.filter(status=ListingStatus.IMPORTED_UNCLAIMED)
    assert set(rows.values_list("source", "basis", "last_confirmed_on")) == {
        ("Demo register", Basis.PUBLIC_IMPORT, None)
    }
    for model, path in ((PractitionerRole, "location__"), (Price, "service__location__"), (Answer, "")):
        assert not model.objects.filter(**{f"{path}provider__in": rows}).exists()


def test_chains_have_three_to_twelve_locations_under_one_name():
    sizes = Counter(Location.objects.values_list("provider", flat=True)).values()
    assert 3 <= max(sizes) <= 12
    names = Location.objects.exclude(name="").select_related("provider")
    assert all(row.name == f"{row.provider.display_name} {row.city}" for row in names)


def test_answers_differ_in_number_and_keep_their_questions_version():
    counts = Counter(Answer.objects.values_list("provider", flat=True)).values()
    assert max(counts) > 20
    assert min(counts) < 6
    assert not Answer.objects.exclude(question_version=1).exists()


def test_search_agrees_with_what_was_loaded():
    drift = search_index.drift()
    assert not drift, drift
    assert SearchCard.objects.count() == Location.objects.listed().count()


def test_references_hold_although_they_were_not_looked_up_one_by_one():
    connection.check_constraints()
    assert not TelehealthReach.objects.filter(licence__isnull=False, licence__practitioner=None).exists()


def test_no_history_is_written_for_a_load():
    assert not Provider.pgh_event_model.objects.exists()


def test_the_same_seed_is_refused_while_it_is_there():
    with pytest.raises(ValidationError, match="seed 1 are here already"):
        demo.load(count=5, seed=1)
    with pytest.raises(ValidationError, match="at least one"):
        demo.load(count=0, seed=2)


def test_dates_stop_at_today():
    today = timezone.localdate()
    for model in (Provider, Price, Credential, Answer):
        assert not model.objects.filter(confirmed_on__gt=today).exists()
    assert Provider.objects.filter(last_confirmed_on__gt=today - datetime.timedelta(days=7)).exists()
