"""Storing what a register says: what is created, what stays, what is remembered, all or nothing."""

from dataclasses import replace

import pghistory.models
import pgtrigger
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from providers.actions import imports, listings, search_index
from providers.models import (
    Coverage,
    ImportRun,
    Language,
    Location,
    Match,
    Policy,
    Provider,
    SearchCard,
    SearchRow,
    Service,
    SourceRecord,
)
from providers.models.facility import Refused
from tests import factories

from .registers import REGISTER, ZIP_80302, boulder, counts, events, everything, stated, store

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places():
    return boulder()


def test_store_creates_an_unclaimed_listing_with_what_is_stated():
    report = store(stated(unit_name="Adult Services", offers_telehealth=True, is_hospital=True))
    assert counts(report) == {"created": 1}
    provider = Provider.objects.get()
    assert provider.display_name == "Cedar Grove Clinic – Adult Services"
    assert provider.slug == "cedar-grove-clinic-adult-services-boulder-co"
    assert (provider.status, provider.kind) == ("imported_unclaimed", "hospital_department")
    assert (provider.basis, provider.source) == ("public_import", "SAMHSA's 2022 directory")
    assert (provider.last_confirmed_on, provider.website, provider.is_demo) == (None, "", False)
    location = Location.objects.get()
    assert (location.street, location.city, location.state) == ("12 Cedar Street", "Boulder", "CO")
    assert (location.zip, location.county, location.timezone) == ("80302", "Boulder County", "America/Denver")
    assert (location.latitude, location.longitude) == ZIP_80302
    assert (location.geocode_quality, location.phone) == ("zip_centroid", "+13035550142")
    assert (location.offers_telehealth, location.new_patients, location.slug) == (True, None, "boulder")


def test_store_creates_the_facts_with_their_source_and_nothing_that_is_not_stated():
    store(stated(plan_families=("medicaid", "medicare_b"), languages=("ase", "es")))
    service = Service.objects.get()
    assert (service.route, service.setting, service.conditions) == ("iv", None, None)
    assert (service.age_groups, service.drug_basis, service.rems_status) == (["adult"], None, None)
    coverages = Coverage.objects.order_by("plan_family").values_list(
        "plan_family", "route", "position", "note"
    )
    assert list(coverages) == [
        ("medicaid", None, "unknown", ""),
        ("medicare_b", None, "unknown", "Medicare; the part is not stated"),
    ]
    assert sorted(Language.objects.values_list("tag", "spoken_by")) == [("ase", None), ("es", None)]
    policy = Policy.objects.get()
    assert (policy.self_pay, policy.sliding_scale, policy.payment_plan) == (True, None, None)
    for row in (service, policy, *Coverage.objects.all(), *Language.objects.all()):
        assert (row.basis, row.source) == ("public_import", "SAMHSA's 2022 directory")


def test_a_facility_that_states_nothing_more_has_no_facts():
    store(stated(plan_families=(), self_pay=None, age_groups=(), languages=()))
    assert Service.objects.get().age_groups is None
    assert not Coverage.objects.exists()
    assert not Policy.objects.exists()
    assert not Language.objects.exists()


def test_the_listing_is_found_by_search_at_once():
    store(stated())
    location = Location.objects.get()
    assert SearchRow.objects.get().location_id == location.pk
    card = SearchCard.objects.get().card
    assert (card["name"], card["unconfirmed"]) == ("Cedar Grove Clinic", True)
    assert card["source"] == "SAMHSA's 2022 directory"
    assert not search_index.drift()


def test_what_the_source_said_is_kept_apart_with_its_match():
    by = factories.user()
    facility = stated()
    imports.store([facility], by=by, register=REGISTER)
    record = SourceRecord.objects.get()
    assert (record.register, record.key, record.payload) == (REGISTER, "key-2", facility.payload)
    match = Match.objects.get()
    assert (match.record, match.location, match.by) == (record, Location.objects.get(), by)
    assert (match.method, match.score, match.before) == ("created", None, {})


def test_the_run_is_recorded_with_its_numbers_and_refusals():
    refused = Refused(7, "it has no name")
    store(stated(), stated(3, offers_ketamine=False), refused, file_name="directory.csv", digest="ab12")
    run = ImportRun.objects.get()
    assert (run.register, run.file_name, run.digest) == (REGISTER, "directory.csv", "ab12")
    assert (run.created, run.updated, run.unchanged, run.skipped, run.refused) == (1, 0, 0, 0, 1)
    assert run.refusals == [{"line": 7, "reason": "it has no name"}]
    assert run.started_at < run.finished_at


def test_the_history_names_the_run():
    store(stated())
    event = pghistory.models.Events.objects.tracks(Provider.objects.get()).get()
    assert event.pgh_context == {"import_run": ImportRun.objects.get().pk, "register": REGISTER}


def test_the_second_time_everything_is_unchanged_and_no_history_is_written():
    facilities = [stated(), stated(3, name="Fir Lane Clinic", street="3 Fir Lane", phone="")]
    store(*facilities)
    providers, locations, _, history = everything()
    assert counts(store(*facilities)) == {"unchanged": 2}
    assert everything() == (providers, locations, 2, history)
    assert set(SourceRecord.objects.values_list("run", flat=True)) == {ImportRun.objects.latest("pk").pk}


def test_without_ketamine_a_facility_is_left_out_unless_asked_for():
    assert counts(store(stated(offers_ketamine=False))) == {"left_out": 1}
    assert not SourceRecord.objects.exists()
    assert counts(store(stated(offers_ketamine=False), only_ketamine=False)) == {"created": 1}
    assert not Service.objects.exists()


def test_a_dry_run_changes_nothing_and_reports_the_same_numbers():
    store(stated())
    before = everything()
    facilities = [
        stated(phone="+13035550143"),
        stated(3, name="Fir Lane Clinic"),
        Refused(4, "it has no city"),
    ]
    told = store(*facilities, dry_run=True)
    assert everything() == before
    assert Location.objects.get().phone == "+13035550142"
    assert store(*facilities) == told
    assert counts(told) == {"created": 1, "updated": 1, "refused": 1}


def test_a_run_that_is_killed_half_way_leaves_nothing():
    def until_the_power_goes():
        yield stated()
        for line in range(3, 700):
            yield stated(line, name=f"Clinic {line}", street=f"{line} Fir Lane", phone="")
        raise KeyboardInterrupt

    before = everything()
    with pytest.raises(KeyboardInterrupt):
        imports.store(until_the_power_goes(), by=None, register=REGISTER)
    assert everything() == before


def test_a_changed_row_changes_the_listing_and_keeps_its_address():
    store(stated(plan_families=("medicaid", "tricare")))
    changed = stated(
        phone="+13035550143",
        phone_extension="12",
        plan_families=("medicaid", "commercial"),
        languages=(),
        age_groups=("adult", "senior"),
        self_pay=None,
        sliding_scale=True,
        website="https://example.org/",
    )
    assert counts(store(changed)) == {"updated": 1}
    location = Location.objects.get()
    assert (location.phone, location.phone_extension) == ("+13035550143", "12")
    assert (location.provider.website, location.provider.slug) == (
        "https://example.org/",
        "cedar-grove-clinic-boulder-co",
    )
    assert set(location.coverages.values_list("plan_family", flat=True)) == {"medicaid", "commercial"}
    assert not location.languages.exists()
    assert location.services.get().age_groups == ["adult", "senior"]
    assert (location.provider.policy.self_pay, location.provider.policy.sliding_scale) == (None, True)
    assert SourceRecord.objects.get().payload == changed.payload
    assert not search_index.drift()
    assert counts(store(changed)) == {"unchanged": 1}


def test_a_listing_follows_its_register_out_of_ketamine():
    store(stated())
    assert counts(store(stated(offers_ketamine=False))) == {"updated": 1}
    assert not Service.objects.exists()


def test_a_change_leaves_what_somebody_confirmed():
    store(stated())
    location = Location.objects.get()
    Coverage.objects.update(basis="document_seen", source="card", confirmed_on=factories.facts.day(3))
    Service.objects.update(basis="verified_source", source="register", confirmed_on=factories.facts.day(3))
    Policy.objects.update(basis="provider_attested", source="clinic", confirmed_on=factories.facts.day(3))
    store(stated(plan_families=(), age_groups=("senior",), self_pay=None, sliding_scale=True))
    assert location.coverages.get().plan_family == "medicaid"
    assert location.services.get().age_groups == ["adult"]
    assert (Policy.objects.get().self_pay, Policy.objects.get().sliding_scale) == (True, None)


@pytest.mark.parametrize(
    "status", ["claim_pending", "claimed_draft", "pending_review", "published", "suspended", "closed"]
)
def test_a_listing_that_is_no_longer_an_unclaimed_import_is_never_overwritten(status):
    store(stated())
    today = factories.facts.day()
    with pgtrigger.ignore("providers.Provider:listing_life"):
        Provider.objects.update(status=status, last_confirmed_on=today, closed_on=today)
    history = events()
    changed = stated(phone="+13035550143", plan_families=("tricare",))
    report = store(changed)
    assert counts(report) == {"skipped": 1}
    assert "no longer an unclaimed import" in report.skipped[0].reason
    assert Location.objects.get().phone == "+13035550142"
    assert Coverage.objects.get().plan_family == "medicaid"
    assert events() == history
    assert SourceRecord.objects.get().payload == changed.payload
    assert counts(store(changed)) == {"unchanged": 1}


def test_a_listing_that_was_removed_on_request_stays_away():
    store(stated())
    listings.remove_on_request(by=factories.user(), provider=Provider.objects.get(), reason="asked by letter")
    for facility in (stated(), stated(phone="+13035550143"), stated(9, name="Cedar Grove Clinic Inc")):
        report = store(facility)
        assert counts(report) == {"skipped": 1}
        assert report.skipped[0].reason == "its listing was removed on request"
    assert Provider.objects.get().status == "removed_by_request"
    assert not SearchRow.objects.exists()


def test_a_listing_that_was_merged_is_not_made_again():
    store(stated())
    imported, ours = Provider.objects.get(), factories.published_listing(at=factories.DENVER).provider
    listings.merge(by=factories.user(), provider=imported, into=ours)
    assert counts(store(stated())) == {"unchanged": 1}
    assert counts(store(stated(phone="+13035550143"))) == {"skipped": 1}
    assert Provider.objects.filter(source="SAMHSA's 2022 directory").count() == 1


def test_a_listing_whose_rows_were_deleted_is_not_made_again():
    store(stated())
    Provider.objects.all().delete()
    report = store(stated())
    assert counts(report) == {"skipped": 1}
    assert report.skipped[0].reason == "its listing was deleted here"
    assert not Provider.objects.exists()


def test_the_same_row_twice_in_one_file_is_one_listing():
    report = store(stated(), replace(stated(3), key="key-2"))
    assert counts(report) == {"created": 1, "unchanged": 1}
    assert [str(note) for note in report.repeats] == ["line 3: the same facility as an earlier row"]


def test_the_same_row_in_two_batches_is_one_listing(monkeypatch):
    monkeypatch.setattr(imports, "BATCH", 1)
    first, again = stated(), replace(stated(3, phone="+13035550199"), key="key-2")
    assert counts(store(first, again)) == {"created": 1, "unchanged": 1}
    assert counts(store(first, again)) == {"unchanged": 2}
    assert Location.objects.get().phone == "+13035550142"


def test_slugs_are_readable_and_free():
    factories.provider(slug="cedar-grove-clinic-boulder-co-2")
    sites = [stated(line, street=f"{line} Cedar Street", phone="") for line in (2, 3, 4)]
    store(*sites)
    slugs = Provider.objects.filter(basis="public_import").order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == [
        "cedar-grove-clinic-boulder-co",
        "cedar-grove-clinic-boulder-co-3",
        "cedar-grove-clinic-boulder-co-4",
    ]


def test_warnings_name_their_line():
    report = store(stated(warnings=("it has no street",), zip="00000"))
    assert [str(note) for note in report.warnings] == [
        "line 2: it has no street",
        "line 2: its ZIP code 00000 has no place on the map",
    ]
    assert Location.objects.get().latitude is None


def test_queries_do_not_grow_with_the_rows_of_a_batch():
    def queries(start: int, number: int) -> int:
        sites = [
            stated(line, name=f"Clinic {line}", street=f"{line} Fir Lane", phone="")
            for line in range(start, start + number)
        ]
        with CaptureQueriesContext(
            connection,
        ) as captured:
            store(*sites)
        return len(captured)

    queries(1, 1)
    assert queries(100, 2) == queries(200, 60)
