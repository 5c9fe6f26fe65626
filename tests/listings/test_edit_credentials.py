"""Credentials in the clinic's hands: entered, answered for, renewed, withdrawn, with documents."""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from providers.actions import business_days, credential_entry, credentials
from providers.models import Check, Credential, Document
from providers.models.vocabulary import CredentialStatus as C
from providers.models.vocabulary import CredentialType
from tests import cast, factories, uploads
from tests.actions.claims import seen
from tests.factories.facts import day

pytestmark = pytest.mark.django_db


def text_of(response):
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def url_of(location, name, *more):
    return reverse(name, args=[location.provider.slug, *more])


def licence(**over):
    return {
        "state": "WY",
        "number": "W-7788",
        "issuer": "Wyoming Board of Medicine",
        "expires_on": day(-200).isoformat(),
        "statement": "on",
        **over,
    }


@pytest.fixture
def location():
    return factories.published_listing()


@pytest.fixture
def person(location):
    return location.roles.get().practitioner


@pytest.fixture
def editor(client, location):
    someone = cast.editor_of(location.provider)
    client.force_login(someone)
    return someone


@pytest.fixture
def new(location, person):
    return url_of(location, "add_credential", location.slug, person.pk, "state_licence")


@pytest.fixture
def claimed(location, person):
    return credential_entry.enter(
        by=cast.owner(location.provider),
        provider=location.provider,
        holder=person,
        type=CredentialType.STATE_LICENCE,
        facts=dict(licence(), expires_on=day(-200)),
    )


def looked_up(row, result="agrees"):
    row = credentials.match_identity(by=None, credential=row)
    row = credentials.request_source(by=None, credential=row)
    return credentials.record_check(by=None, credential=row, seen=seen(result))


def differing(row):
    return credentials.find_discrepancy(by=None, credential=looked_up(row, "differs"), reason="Another name.")


def denied(row):
    row = credentials.send_to_review(by=None, credential=looked_up(row))
    return credentials.refuse(by=cast.reviewer(), credential=row, reason="It ended in March.")


def test_a_license_is_entered_with_its_document_in_one_go(client, person, new, editor):
    sent = licence(document=uploads.upload(uploads.photograph_with_place("HEIF"), "IMG_0001.HEIC"))
    assert client.post(new, sent).status_code == 302
    row = person.credentials.get(state="WY")
    assert (row.status, row.number, row.number_is_public, row.attested_on) == (
        "claimed",
        "W-7788",
        False,
        day(),
    )
    assert [(d.name, d.content_type) for d in row.documents.all()] == [("IMG_0001.jpg", "image/jpeg")]


def test_patients_see_that_it_is_not_confirmed_and_no_number(client, location, new, editor):
    client.post(new, licence())
    public = text_of(client.get(location.provider.get_absolute_url()))
    assert "State license, Wyoming · not confirmed" in public
    assert "W-7788" not in public


def test_a_public_number_is_shown(client, location, new, editor):
    client.post(new, licence(number_is_public="on"))
    assert "number W-7788" in text_of(client.get(location.provider.get_absolute_url()))


@pytest.mark.parametrize(
    ("over", "says"),
    [
        ({"number": ""}, "required"),
        ({"state": "ZZ"}, "valid choice"),
        ({"statement": ""}, "Tick this to sign"),
        ({"expires_on": "2020-01-01"}, "This day has passed"),
        ({"issued_on": day(-3).isoformat()}, "not later than today"),
        ({"issued_on": "0001-01-01"}, "not later than today"),
        ({"expires_on": "soon"}, "valid date"),
        ({"number": "AB1234563"}, "looks like a DEA number"),
        ({"issuer": "DEA AB1234563"}, "looks like a DEA number"),
        ({"number": "W\r\n77"}, "hidden characters"),
        ({"number": "<b>"}, "letters and digits"),
    ],
)
def test_bad_input_is_named_at_its_field(client, person, new, editor, over, says):
    response = client.post(new, licence(**over))
    assert response.status_code == 422
    assert says in text_of(response)
    assert "Wyoming Board of Medicine" in response.content.decode() or "issuer" in over
    assert not person.credentials.filter(state="WY").exists()


def test_a_hostile_file_is_refused_at_its_field_and_nothing_is_kept(client, person, new, editor):
    response = client.post(new, licence(document=uploads.upload(uploads.encrypted_pdf())))
    assert response.status_code == 422
    assert "Document: This document is locked with a password" in text_of(response)
    assert not person.credentials.filter(state="WY").exists()


def test_a_preview_keeps_neither_claim_nor_file(client, person, new, editor, documents_folder):
    before = list(documents_folder.rglob("*"))
    response = client.post(new, licence(preview="1", document=uploads.upload(uploads.pdf())))
    assert "State license, Wyoming" in text_of(response)
    assert not person.credentials.filter(state="WY").exists()
    assert list(documents_folder.rglob("*")) == before


def test_the_form_of_a_dea_registration_has_no_number(client, location, person, editor):
    page = url_of(location, "add_credential", location.slug, person.pk, "dea_registration")
    assert "number" not in client.get(page).context["form"].fields
    client.post(page, {"state": "CO", "number": "AB1234563", "statement": "on"})
    row = person.credentials.get(type="dea_registration")
    assert (row.number, row.issuer) == ("", "US Drug Enforcement Administration")


def test_a_place_has_its_own_kinds(client, location, editor):
    url = url_of(location, "add_place_credential", location.slug, "facility_accreditation")
    client.post(url, {"issuer": "The Joint Commission", "statement": "on"})
    assert Credential.objects.get(location=location).status == "claimed"
    for kind in ("acls", "npi", "nonsense"):
        assert client.get(url_of(location, "add_place_credential", location.slug, kind)).status_code == 404


def test_it_is_corrected_while_nobody_has_looked(client, location, claimed, editor):
    page = url_of(location, "edit_credential", claimed.pk)
    version = client.get(page).context["version"]
    assert client.post(page, licence(version=version, number="W-1")).status_code == 302
    claimed.refresh_from_db()
    assert (claimed.number, claimed.confirmed_by) == ("W-1", editor)


def test_two_at_once(client, location, claimed, editor):
    page = url_of(location, "edit_credential", claimed.pk)
    version = client.get(page).context["version"]
    client.post(page, licence(version=version, number="W-1"))
    response = client.post(page, licence(version=version, number="W-2"))
    assert response.status_code == 409
    assert "W-1" in text_of(response)
    claimed.refresh_from_db()
    assert claimed.number == "W-1"


def test_what_is_missing_is_listed_and_supplied(client, location, claimed, editor):
    Credential.objects.filter(pk=claimed.pk).update(issuer="")
    credentials.mark_incomplete(by=cast.checker(), credential=claimed)
    page = url_of(location, "edit_credential", claimed.pk)
    shown = client.get(page)
    assert "Something is missing. Add it below and sign again" in text_of(shown)
    assert "who issued it" in text_of(shown)
    client.post(page, licence(version=shown.context["version"]))
    claimed.refresh_from_db()
    assert claimed.status == C.CLAIMED


def test_what_was_confirmed_has_no_form_and_cannot_be_forced(client, location, editor):
    row = Credential.objects.get()
    page = url_of(location, "edit_credential", row.pk)
    shown = client.get(page)
    assert "Confirmed." in text_of(shown)
    assert b'name="number"' not in shown.content
    response = client.post(page, licence(version=credential_entry.version(row)))
    assert response.status_code == 422
    assert "cannot be done now" in text_of(response)
    assert Credential.objects.get().number == row.number


def test_a_difference_is_shown_and_answered(client, location, claimed, editor):
    differing(claimed)
    page = text_of(client.get(url_of(location, "edit_credential", claimed.pk)))
    assert "The issuer says something else." in page
    assert "Another name." in page
    assert "Our staff, at the issuer : differs from the claim Colorado DORA license lookup" in page
    assert client.post(url_of(location, "reply_credential", claimed.pk), {"reason": " "}).status_code == 422
    client.post(url_of(location, "reply_credential", claimed.pk), {"reason": "I married."})
    claimed.refresh_from_db()
    assert (claimed.status, claimed.decisions.last().reason) == (C.PROVIDER_REPLY, "I married.")


def test_what_differs_is_corrected_and_signed_within_ten_business_days(client, location, claimed, editor):
    claimed = differing(claimed)
    page = url_of(location, "edit_credential", claimed.pk)
    until = date_format(business_days.add(day(), 10), "j M Y")
    assert f"Until {until} nothing is decided." in text_of(client.get(page))
    sent = client.post(page, licence(version=credential_entry.version(claimed), number="W-7799"))
    assert sent.status_code == 302
    claimed.refresh_from_db()
    assert (claimed.status, claimed.number) == (C.PROVIDER_REPLY, "W-7799")
    assert [step.event for step in claimed.decisions.all()][-2:] == ["correct", "reply"]


def gate(row, name, **over):
    now = timezone.now()
    known = {"source": "the NPI register", "source_date": now.date(), "checked_at": now, "result": "differs"}
    return Check.objects.create(
        **{"credential": row, "gate": name, "method": "register_file", **known, **over}
    )


def test_the_clinic_reads_what_was_compared_and_what_differs(client, location, claimed, editor):
    gate(claimed, "npi_register", found={"differs": [{"field": "Name", "claim": "Kim", "source": "LEE"}]})
    gate(claimed, "npi_digit", result="agrees", source="CMS")
    page = text_of(client.get(url_of(location, "edit_credential", claimed.pk)))
    assert "Entry in the NPI register : differs from the claim the NPI register" in page
    assert "Name Kim LEE" in page
    assert "Check digit of the NPI : agrees with the claim CMS" in page


@pytest.mark.parametrize("found", [{}, {"differs": "no list"}, {"differs": [7, {"field": None}]}])
def test_what_was_found_in_another_shape_breaks_nothing(client, location, claimed, editor, found):
    gate(claimed, "npi_register", found=found)
    assert client.get(url_of(location, "edit_credential", claimed.pk)).status_code == 200


def test_whom_the_exclusion_list_may_name_stays_unsaid(client, location, person, claimed, editor):
    secret = "LIST OF EXCLUDED PEOPLE"
    gate(claimed, "exclusion", source=secret)
    gate(None, "exclusion", source=secret, practitioner=person)
    assert secret not in text_of(client.get(url_of(location, "edit_credential", claimed.pk)))


def test_a_refusal_is_shown_and_appealed_once(client, location, claimed, editor):
    denied(claimed)
    page = text_of(client.get(url_of(location, "edit_credential", claimed.pk)))
    assert "It ended in March." in page
    appeal = url_of(location, "appeal_credential", claimed.pk)
    client.post(appeal, {"reason": "It was renewed."})
    claimed.refresh_from_db()
    assert claimed.status == C.APPEAL
    assert client.post(appeal, {"reason": "Again."}).status_code == 409


def test_notes_between_staff_stay_between_them(client, location, editor):
    row = Credential.objects.get()
    credentials.reopen(by=cast.reviewer(), credential=row, reason="Possible match in the exclusion list.")
    page = text_of(client.get(url_of(location, "edit_credential", row.pk)))
    assert "A reviewer is looking at it." in page
    assert "exclusion" not in page


def test_an_old_statement_is_signed_again(client, location, claimed, editor):
    looked_up(claimed)
    Credential.objects.filter(pk=claimed.pk).update(attested_on=day(70))
    assert "sign again" in text_of(client.get(url_of(location, "edit_credential", claimed.pk)))
    client.post(url_of(location, "sign_credential", claimed.pk))
    claimed.refresh_from_db()
    assert (claimed.attested_on, claimed.status) == (day(), C.SOURCE_CHECKED)


def test_an_expired_one_is_entered_anew_with_what_is_known(client, location, person, editor):
    row = factories.licence(person, status="expired", expires_on=day(3), number="OLD-1", state="WY")
    page = client.get(url_of(location, "edit_credential", row.pk))
    assert "It has expired." in text_of(page)
    renewal = client.get(page.context["renew_url"])
    assert renewal.context["form"].initial["number"] == "OLD-1"


def test_withdrawn_before_anybody_decided_it_is_gone_from_the_page(client, location, claimed, editor):
    client.post(url_of(location, "withdraw_credential", claimed.pk))
    claimed.refresh_from_db()
    assert claimed.status == C.WITHDRAWN
    assert "Wyoming" not in text_of(client.get(location.provider.get_absolute_url()))
    assert client.post(url_of(location, "withdraw_credential", claimed.pk)).status_code == 409


def test_documents_are_added_listed_and_taken_away(client, location, claimed, editor):
    send = url_of(location, "add_document", claimed.pk)
    assert client.post(send, {"document": uploads.upload(uploads.pdf(3), "Wall <b>.pdf")}).status_code == 302
    row = Document.objects.get()
    page = client.get(url_of(location, "edit_credential", claimed.pk))
    assert "Wall b.pdf" in text_of(page)
    assert "3 pages" in text_of(page)
    client.post(url_of(location, "remove_document", claimed.pk, row.pk))
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (lambda: None, "required"),
        (lambda: uploads.upload(b""), "This document is empty"),
        (lambda: uploads.upload(b"<svg>", "license.png"), "not a PDF, JPEG, PNG or HEIC"),
        (lambda: uploads.upload(uploads.pdf(101)), "more than 100 pages"),
        (lambda: uploads.upload(b"%PDF-" + bytes(11 * 1024 * 1024)), "larger than 10 MB"),
    ],
)
def test_a_bad_document_is_refused_on_the_credentials_page(client, location, claimed, editor, file, says):
    sent = {"document": file()} if file() is not None else {}
    response = client.post(url_of(location, "add_document", claimed.pk), sent)
    assert response.status_code == 422
    assert says in text_of(response)
    assert not Document.objects.exists()


def test_a_sixth_document_and_a_hundred_first_of_the_day_are_refused(
    client, location, claimed, editor, monkeypatch
):
    send = url_of(location, "add_document", claimed.pk)
    for pages in range(1, 6):
        client.post(send, {"document": uploads.upload(uploads.pdf(pages))})
    response = client.post(send, {"document": uploads.upload(uploads.pdf(6))})
    assert "There are 5 documents already" in text_of(response)
    monkeypatch.setattr("providers.listings.uploading.UPLOADS_A_DAY", 6)
    response = client.post(send, {"document": uploads.upload(uploads.pdf(6))})
    assert "Too many today" in text_of(response)


WRITES = ["appeal_credential", "add_document", "reply_credential", "sign_credential", "withdraw_credential"]


@pytest.mark.parametrize("name", [*WRITES, "edit_credential"])
def test_only_the_listings_people_reach_a_credential(client, location, claimed, name):
    here = url_of(location, name, claimed.pk)
    assert client.post(here).status_code == 302
    for someone in (cast.stranger(), cast.other_owner()):
        client.force_login(someone)
        assert client.post(here).status_code == 404
    mine = cast.other_owner().memberships.get().provider
    crossed = reverse(name, args=[mine.slug, claimed.pk])
    assert client.post(crossed).status_code == 404
    claimed.refresh_from_db()
    assert claimed.status == C.CLAIMED


@pytest.mark.parametrize("name", WRITES)
def test_looking_changes_nothing(client, location, claimed, editor, name):
    assert client.get(url_of(location, name, claimed.pk)).status_code == 405
    claimed.refresh_from_db()
    assert (claimed.status, claimed.decisions.count()) == (C.CLAIMED, 2)


def test_a_document_of_another_credential_is_not_taken_away_through_this_one(
    client, location, person, claimed, editor
):
    client.post(url_of(location, "add_document", claimed.pk), {"document": uploads.upload(uploads.pdf())})
    row, other = Document.objects.get(), person.credentials.exclude(pk=claimed.pk).get()
    assert client.post(url_of(location, "remove_document", other.pk, row.pk)).status_code == 404
    assert Document.objects.exists()
