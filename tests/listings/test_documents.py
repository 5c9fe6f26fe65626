"""Documents on their way out, and how much may come in."""

import io
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from providers.actions import documents
from providers.models import Claim, Document, User
from tests import cast, factories, uploads

pytestmark = pytest.mark.django_db


def evidence(name: str = "license.pdf") -> Document:
    location = factories.location()
    licence = factories.licence(factories.role(location).practitioner, status="claimed")
    return documents.store(
        by=cast.owner(location.provider),
        upload=uploads.upload(uploads.pdf(), name),
        provider=location.provider,
        credential=licence,
    )


def proof() -> Document:
    """What a stranger sent to claim a listing that somebody owns."""
    listing = factories.published_listing().provider
    cast.owner(listing)
    claim = Claim.objects.create(provider=listing, claimant=cast.stranger())
    upload = uploads.upload(uploads.picture("PNG"), "badge.png")
    return documents.store(by=cast.stranger(), upload=upload, provider=listing, claim=claim)


def address(document: Document) -> str:
    return reverse("document", args=[document.public_id])


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def body_of(answer) -> bytes:
    """Read to its end, which closes the file."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def status_for(person: User, document: Document) -> int:
    answer = signed_in(person).get(address(document))
    body_of(answer)
    return answer.status_code


@pytest.fixture
def without_second_factor(settings):
    """Staff are asked for it before every page; here it is the document's own rule that is tested."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "second_factor" not in name]


def test_a_member_gets_a_download_that_can_do_nothing():
    row = evidence("Médical license.pdf")
    answer = signed_in(cast.editor_of(row.provider)).get(address(row))
    assert body_of(answer) == uploads.pdf()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''M%C3%A9dical%20license.pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "name", ["a\r\nSet-Cookie: b=c.pdf", 'a"; filename="b.html', "../../b.pdf", "b\0.pdf"]
)
def test_no_name_breaks_out_of_the_header(name):
    row = evidence(name)
    answer = signed_in(cast.owner(row.provider)).get(address(row))
    header = answer["Content-Disposition"]
    assert header.startswith("attachment; filename=")
    assert header.endswith('.pdf"')
    assert header.count('"') == 2
    assert not set("\r\n/\\\0") & set(header)
    body_of(answer)


def test_strangers_find_nothing_and_the_signed_out_sign_in(client):
    row = evidence()
    for person in (cast.stranger(), cast.other_owner()):
        assert status_for(person, row) == 404
    answer = client.get(address(row))
    assert answer.status_code == 302
    assert "/login/" in answer["Location"]


@pytest.mark.usefixtures("without_second_factor")
@pytest.mark.parametrize(
    ("who", "status"), [("checker", 200), ("reviewer", 200), ("reader", 404), ("editor", 404)]
)
def test_of_the_staff_those_who_check_see_evidence(who, status):
    assert status_for(getattr(cast, who)(), evidence()) == status


@pytest.mark.usefixtures("without_second_factor")
def test_a_proof_is_between_the_claimant_and_the_staff():
    row = proof()
    for person, status in ((cast.stranger(), 200), (cast.owner(row.provider), 404), (cast.checker(), 404)):
        assert status_for(person, row) == status


def test_whoever_leaves_the_listing_leaves_its_documents():
    row = evidence()
    person = cast.editor_of(row.provider)
    person.memberships.all().delete()
    assert status_for(person, row) == 404


def test_a_document_without_its_file_is_not_found_and_only_reading_is_allowed():
    row = evidence()
    browser = signed_in(cast.owner(row.provider))
    assert browser.post(address(row)).status_code == 405
    assert browser.get(reverse("document", args=[uuid.uuid4()])).status_code == 404
    row.file.storage.delete(row.file.name)
    assert browser.get(address(row)).status_code == 404


def test_a_request_beyond_all_measure_is_answered_before_it_is_read(client):
    answer = client.generic("POST", "/", b"", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(10**8))
    assert answer.status_code == 413
    assert "10 MB" in answer.content.decode()


def test_a_file_is_not_read_beyond_the_largest_that_is_taken(rf):
    sent = io.BytesIO(b"%PDF-" + bytes(15 * 1024 * 1024))
    sent.name = "large.pdf"
    file = rf.post("/", {"document": sent, "after": "still here"})
    assert file.POST["after"] == "still here"
    assert file.FILES["document"].size == 10 * 1024 * 1024 + 1
    file.FILES["document"].close()
