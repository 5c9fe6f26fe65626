"""Every rule of the model, broken once: PostgreSQL refuses, and the sentence can be read."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pgtrigger
import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import CheckConstraint

from .staff_rows import MAKERS

pytestmark = pytest.mark.django_db

NEW_PK = 10**6
SPRAVATO = {
    "route": "nasal_esketamine_spravato",
    "setting": "in_clinic_monitored",
    "rems_status": "claimed",
    "observation_minutes": 120,
}
EARLY, LATE = date(2026, 1, 5), date(2026, 2, 5)
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
OWN = {"claimant_id": 1, "decided_by_id": 1}
OWN_CHANGE = {"asked_by_id": 1, "decided_by_id": 1}
CLEARED = {"state": "cleared", "strength": "npi", "decided_at": NOW, "decided_by_id": 1}

BROKEN = [
    ("provider_published_is_confirmed", {"status": "published", "last_confirmed_on": None}),
    ("provider_closed_has_day", {"status": "closed", "closed_on": None}),
    ("provider_pause_has_end", {"status": "temporarily_closed", "reopens_on": None}),
    ("provider_merged_names_target", {"status": "merged", "merged_into": None}),
    ("provider_merged_names_target", {"status": "published", "merged_into_id": 1}),
    ("provider_not_merged_into_self", {"status": "merged", "merged_into_id": NEW_PK}),
    ("provider_npi_shape", {"npi": "3234567899"}),
    ("provider_npi_shape", {"npi": "123456789"}),
    ("provider_website_https", {"website": "http://example.org"}),
    ("location_position_whole", {"longitude": None}),
    ("location_position_whole", {"geocode_quality": None}),
    ("location_position_on_earth", {"latitude": -105.2705, "longitude": 40.015}),
    ("location_position_on_earth", {"longitude": 180.5}),
    ("location_virtual_has_no_position", {"location_type": "virtual"}),
    ("location_state_code", {"state": "co"}),
    ("location_zip_shape", {"zip": "8030"}),
    ("location_phone_e164", {"phone": "303-555-0100"}),
    ("location_extension_needs_phone", {"phone": "", "phone_extension": "12"}),
    ("location_booking_https", {"booking_url": "http://example.org"}),
    ("openinghours_weekday", {"weekday": 7}),
    ("openinghours_order", {"opens": time(17), "closes": time(9)}),
    ("language_tag_shape", {"tag": "Spanish"}),
    ("practitioner_npi_shape", {"npi": "0234567893"}),
    ("credential_has_one_holder", {"practitioner": None}),
    ("credential_has_one_holder", {"provider_id": 1}),
    ("credential_active_was_checked", {"status": "active", "checked_on": None}),
    ("credential_active_was_checked", {"status": "active", "decided_on": None}),
    ("credential_active_was_checked", {"status": "active", "attested_on": None}),
    ("credential_active_was_checked", {"status": "expiring", "checked_on": None}),
    ("credential_dates_in_order", {"issued_on": LATE, "expires_on": EARLY}),
    ("credential_licence_names_state", {"state": ""}),
    ("credential_dea_number_not_kept", {"type": "dea_registration", "number": "AB1234563"}),
    ("credential_dea_number_not_kept", {"type": "dea_registration", "number_is_public": True}),
    ("check_digest_shape", {"digest": "abc"}),
    ("check_is_about_one", {"gate": "npi_digit", "credential": None}),
    ("check_is_about_one", {"practitioner_id": 1}),
    ("check_by_people_is_of_a_credential", {"credential": None, "practitioner_id": 1}),
    ("decision_that_hurts_has_reason", {"from_status": "in_review", "to_status": "denied"}),
    ("decision_that_hurts_has_reason", {"from_status": "active", "to_status": "suspended"}),
    ("case_risk", {"risk": 101}),
    ("case_names_its_subject", {"credential": None}),
    ("case_names_its_subject", {"claim_id": 1}),
    ("case_names_its_subject", {"kind": "claim"}),
    ("case_held_by_somebody", {"held_by_id": 1}),
    ("case_waits_until_a_day", {"state": "waiting"}),
    ("case_closed_has_moment", {"state": "closed"}),
    ("case_closed_has_moment", {"closed_at": NOW}),
    ("case_closed_has_moment", {"state": "closed", "closed_at": NOW, "held_by_id": 1, "held_until": NOW}),
    ("place_state_code", {"state": "C1"}),
    ("place_position_whole", {"longitude": None}),
    ("place_position_on_earth", {"latitude": 90.5}),
    ("service_ages_in_order", {"min_age": 65, "max_age": 18}),
    ("service_spravato_in_clinic", {**SPRAVATO, "setting": "home_peer_only"}),
    ("service_spravato_in_clinic", {**SPRAVATO, "setting": None}),
    ("service_spravato_observed", {**SPRAVATO, "observation_minutes": 119}),
    ("service_rems_only_spravato", {**SPRAVATO, "rems_status": None}),
    ("service_rems_only_spravato", {"route": "nasal_compounded_ketamine", "rems_status": "claimed"}),
    ("service_rems_seen_has_day", {**SPRAVATO, "rems_status": "certified_seen", "rems_checked_on": None}),
    ("service_approved_only_spravato", {"route": "iv", "drug_basis": "fda_approved_for_indication"}),
    (
        "service_compounded_nasal_basis",
        {"route": "nasal_compounded_ketamine", "drug_basis": "off_label_approved_product"},
    ),
    ("telehealthreach_state_code", {"state": "Co"}),
    ("price_not_negative", {"amount_min": Decimal("-1")}),
    ("price_range_in_order", {"amount_min": Decimal(600), "amount_max": Decimal(450)}),
    ("price_currency_usd", {"currency": "EUR"}),
    ("price_days_in_order", {"valid_from": LATE, "valid_to": EARLY}),
    ("answer_has_words", {"text": ""}),
    ("report_message_length", {"message": "x" * 2001}),
    ("report_settled_forgets", {"status": "corrected"}),
    ("report_settled_forgets", {"status": "flagged", "settled_at": NOW, "contact": "a@example.org"}),
    ("report_settled_forgets", {"status": "flagged", "settled_at": NOW, "sender": 7}),
    ("report_settled_forgets", {"settled_at": NOW}),
    ("user_email_lower_case", {"email": "SOMEBODY@example.org"}),
    ("claim_proved_has_moment", {"status": "proof_ok", "method": "phone"}),
    ("claim_proved_has_moment", {"status": "owner", "proved_at": NOW, "decided_at": NOW}),
    ("claim_conflict_has_hold", {"status": "conflict", "method": "phone", "proved_at": NOW}),
    ("claim_decided_by_somebody", {"status": "refused"}),
    ("claim_decided_by_another", {"status": "refused", "decided_at": NOW, **OWN}),
    ("proofcode_of_one", {"claim": None}),
    ("proofcode_of_one", {"removal_id": 1}),
    ("removalrequest_settled_forgets", {"status": "done", "settled_at": NOW, "contact": "a@example.org"}),
    ("removalrequest_settled_forgets", {"status": "refused"}),
    ("document_of_one_thing", {"credential": None}),
    ("document_of_one_thing", {"claim_id": 1}),
    ("document_size", {"size": 0}),
    ("document_size", {"size": 10 * 1024 * 1024 + 1}),
    ("document_digest_shape", {"digest": "ABC"}),
    ("invitation_one_end", {"accepted_at": NOW, "withdrawn_at": NOW}),
    ("invitation_expires_later", {"expires_at": NOW, "invited_at": NOW}),
    ("changerequest_ended_has_moment", {"status": "approved"}),
    ("changerequest_ended_has_moment", {"decided_at": NOW}),
    ("changerequest_approved_by_another", {"status": "approved", "decided_at": NOW, **OWN_CHANGE}),
    ("message_sent_was_begun", {"sent_at": NOW}),
    ("weeklycount_monday", {"week": date(2026, 1, 6)}),
    ("referenceprice_in_order", {"low": Decimal(800), "high": Decimal(400)}),
    ("feedload_digest_shape", {"digest": "ABC"}),
    ("feedload_ended_has_moment", {"status": "done"}),
    ("feedload_ended_has_moment", {"finished_at": NOW}),
    ("exclusion_npi_shape", {"npi": "3234567899"}),
    ("exclusionmatch_names_one", {"practitioner": None}),
    ("exclusionmatch_names_one", {"provider_id": 1}),
    ("exclusionmatch_decided_by_somebody", {"state": "confirmed", "decided_at": NOW}),
    ("exclusionmatch_endorsed_by_somebody", {"endorsed_at": NOW}),
    ("exclusionmatch_npi_takes_two_to_clear", {**CLEARED}),
    ("exclusionmatch_npi_takes_two_to_clear", {**CLEARED, "endorsed_at": NOW, "endorsed_by_id": 1}),
    ("duplicatepair_in_order", {"one_id": 2, "other_id": 1}),
    ("merge_undone_by_somebody", {"undone_at": NOW}),
    ("samplecall_ended_has_moment", {"outcome": "reached"}),
    ("samplecall_ended_has_moment", {"called_at": NOW}),
    ("licenceregister_state", {"state": "co"}),
    ("licenceregister_https", {"url": "http://example.org"}),
    ("npirecord_npi_shape", {"npi": "3234567899"}),
    ("taxonomy_code_shape", {"code": "PSYCHIATRY"}),
]
# What else must be true of the row, so that only the unknown code is wrong with it.
BESIDE = {
    "service_rems_status_known": SPRAVATO,
    "changerequest_status_known": {"decided_at": NOW},
    "samplecall_outcome_known": {"called_at": NOW, "called_by_id": 1},
    "feedload_status_known": {"finished_at": NOW},
    "exclusionmatch_state_known": {"decided_at": NOW, "decided_by_id": 1},
}


def rules():
    """Every CheckConstraint of the app, by name."""
    return {
        constraint.name: (model, constraint)
        for model in apps.get_app_config("providers").get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint)
    }


def unknown_codes():
    """One unknown code for each coded field, and one fact that nobody dated."""
    for name, (model, _rule) in rules().items():
        if name.endswith("_vouched_has_day"):
            yield name, {"basis": "provider_attested", "confirmed_on": None}
        elif name.endswith("_known"):
            field = model._meta.get_field(name.removeprefix(f"{model._meta.model_name}_")[: -len("_known")])
            nonsense = ["nonsense"] if isinstance(field, ArrayField) else "nonsense"
            yield name, {**BESIDE.get(name, {}), field.name: nonsense}


def spoilt(name, changes):
    """A good row of the rule's model under a new key, with these fields changed."""
    model, rule = rules()[name]
    row = MAKERS[model]()
    if model._meta.pk.name == "id":
        row.pk = NEW_PK
    row._state.adding = True
    for field, value in changes.items():
        setattr(row, field, value)
    return row, rule


@pytest.mark.parametrize(("name", "changes"), [*BROKEN, *unknown_codes()])
def test_the_database_refuses(name, changes):
    row, _rule = spoilt(name, changes)
    with (
        pgtrigger.ignore("providers.Claim:claim_begins", "providers.Credential:credential_begins"),
        pytest.raises(IntegrityError, match=f'violates check constraint "{name}"'),
        transaction.atomic(),
    ):
        row.save(force_insert=True)


@pytest.mark.parametrize(("name", "changes"), [*BROKEN, *unknown_codes()])
def test_a_person_reads_a_sentence(name, changes):
    row, rule = spoilt(name, changes)
    with pytest.raises(ValidationError) as refused:
        row.validate_constraints()

    assert rule.violation_error_message in refused.value.messages
    assert rule.violation_error_message[0].isupper()
    assert name not in rule.violation_error_message
    assert rule.violation_error_message.endswith((".", "https://"))


def test_no_rule_is_without_a_test():
    assert {name for name, _changes in [*BROKEN, *unknown_codes()]} == set(rules())
