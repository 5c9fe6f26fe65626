"""The viewer of uploaded evidence: who sees it, and how the file is locked in."""

import uuid

import pytest
from django.urls import reverse

from providers.actions import documents
from tests import cast, factories, uploads
from tests.actions.claims import claimed

from .at_work import at, case_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def listing():
    return factories.published_listing().provider


def sent(listing, content, name):
    row = claimed(cast.owner(listing))
    upload = uploads.upload(content, name)
    return documents.store(by=cast.owner(listing), upload=upload, provider=listing, credential=row)


def at_page(document, name="staff_document"):
    return reverse(name, args=[document.public_id])


def test_a_picture_stands_in_a_sandbox(client, listing):
    document = sent(listing, uploads.picture(), "license.jpg")
    desk = at(client, cast.reviewer())
    shown = desk.get(at_page(document), {"case": case_of(document.credential).pk})
    assert document.digest in shown.content.decode()
    assert reverse("staff_case", args=[case_of(document.credential).pk]) in shown.content.decode()

    file = desk.get(at_page(document, "staff_document_file"))
    assert file.headers["Content-Type"] == "image/jpeg"
    assert file.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert file.headers["Content-Disposition"].startswith("inline")
    assert "no-store" in file.headers["Cache-Control"]
    assert file.getvalue()[:2] == b"\xff\xd8"


def test_a_pdf_may_be_framed_by_us_and_load_nothing(client, listing):
    document = sent(listing, uploads.pdf(), "license.pdf")
    desk = at(client, cast.reviewer())
    page = desk.get(at_page(document))
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    assert "<iframe" in page.content.decode()

    file = desk.get(at_page(document, "staff_document_file"))
    assert file.headers["X-Frame-Options"] == "SAMEORIGIN"
    rules = file.headers["Content-Security-Policy"]
    assert rules.startswith("default-src 'none'; frame-ancestors 'self'")
    assert "script-src" not in rules
    file.close()


def test_no_other_page_may_frame_anything(client, listing):
    document = sent(listing, uploads.picture(), "license.jpg")
    desk = at(client, cast.reviewer())
    shown = desk.get(reverse("staff_case", args=[case_of(document.credential).pk]))
    assert "frame-src" not in shown.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["staff_document", "staff_document_file"])
def test_who_may_not(client, listing, name):
    document = sent(listing, uploads.picture(), "license.jpg")
    assert client.get(at_page(document, name)).url.startswith(reverse("account_login"))
    client.force_login(cast.owner(listing))
    assert client.get(at_page(document, name)).status_code == 403
    client.logout()
    desk = at(client, cast.operator())
    assert desk.get(at_page(document, name)).status_code == 404
    assert desk.get(reverse(name, args=[uuid.uuid4()])).status_code == 404


def test_a_file_that_is_gone_is_404(client, listing):
    document = sent(listing, uploads.picture(), "license.jpg")
    document.file.storage.delete(document.file.name)
    desk = at(client, cast.reviewer())
    assert desk.get(at_page(document, "staff_document_file")).status_code == 404


@pytest.mark.parametrize("case", ["", "x", "9" * 30, "999999"])
def test_no_way_back_to_a_case_that_is_none(client, listing, case):
    document = sent(listing, uploads.picture(), "license.jpg")
    shown = at(client, cast.reviewer()).get(at_page(document), {"case": case})
    assert shown.status_code == 200
    assert "Back to the case" not in shown.content.decode()
