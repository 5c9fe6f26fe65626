"""Uploads: what is kept, what is refused and with which sentence, and files that never outlive their row."""

import contextlib
import hashlib
import io
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone
from fpdf import FPDF
from PIL import Image

from providers.actions import documents
from providers.actions.document_check import REFUSALS, DocumentRefused, shown_name
from providers.actions.documents import DocumentRefused as Refused
from providers.actions.refusals import TransitionRefused
from providers.models import Credential, Document
from providers.models.document import private_storage
from tests import cast, factories, uploads

pytestmark = pytest.mark.django_db


def licence() -> Credential:
    role = factories.role(factories.location())
    return factories.licence(role.practitioner, status="claimed")


def stored(content: bytes, name: str = "license.pdf", credential: Credential | None = None) -> Document:
    credential = credential or licence()
    provider = credential.practitioner.roles.get().location.provider
    upload = uploads.upload(content, name)
    return documents.store(by=cast.stranger(), upload=upload, provider=provider, credential=credential)


def content_of(document: Document) -> bytes:
    with document.file.open() as file:
        return file.read()


def picture_of(document: Document) -> Image.Image:
    return Image.open(io.BytesIO(content_of(document)))


def test_a_pdf_is_kept_as_it_came():
    sent = uploads.pdf(pages=2)
    row = stored(sent, "My license.PDF")
    assert content_of(row) == sent
    assert (row.content_type, row.pages, row.size) == ("application/pdf", 2, len(sent))
    assert row.digest == hashlib.sha256(sent).hexdigest()
    assert row.name == "My license.pdf"
    assert row.file.name == f"{row.public_id.hex[:2]}/{row.public_id.hex}"
    assert row.scan == "not_configured"


def test_an_ordinary_pdf_with_words_a_link_and_a_picture_is_kept():
    page = FPDF()
    page.add_page()
    page.set_font("helvetica", size=12)
    page.cell(text="Colorado Medical Board", link="https://dpo.colorado.gov/Medical")
    page.image(io.BytesIO(uploads.picture("PNG", (600, 400))), w=80)
    assert stored(bytes(page.output())).pages == 1


@pytest.mark.parametrize(
    ("format", "kept"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("HEIF", "image/jpeg")]
)
def test_a_picture_is_drawn_again_without_place_or_device(format, kept):
    row = stored(uploads.photograph_with_place(format), "photo.heic")
    image = picture_of(row)
    assert row.content_type == kept
    assert not dict(image.getexif())
    assert not {"exif", "xmp", "icc_profile", "comment"} & image.info.keys()
    assert b"Telephone" not in content_of(row)
    assert b"Exif" not in content_of(row)


def test_a_photograph_held_sideways_is_turned_upright():
    image = picture_of(stored(uploads.photograph_with_place("JPEG"), "photo.jpg"))
    assert image.size == (40, 60)
    red, white = image.getpixel((20, 5)), image.getpixel((20, 55))
    assert red[1] < 60
    assert white[1] > 200


def test_what_follows_a_picture_is_not_kept():
    row = stored(uploads.picture("PNG") + uploads.archive(), "photo.png")
    assert b"payload.js" not in content_of(row)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
def test_every_kind_of_png_becomes_a_plain_one(mode):
    out = io.BytesIO()
    Image.new(mode, (8, 8)).save(out, "PNG")
    assert picture_of(stored(out.getvalue(), "scan.png")).mode in ("L", "RGB")


HOSTILE = {
    "empty": lambda: b"",
    "too_large": lambda: b"%PDF-1.7" + bytes(10 * 1024 * 1024),
    "wrong_type svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "wrong_type html": lambda: b"<!doctype html><script>alert(1)</script>",
    "wrong_type zip": uploads.archive,
    "wrong_type gif": lambda: b"GIF89a" + bytes(50),
    "wrong_type avif": lambda: b"\0\0\0\x20ftypavif" + bytes(50),
    "two_things before": lambda: b"<script>alert(1)</script>" + uploads.pdf(),
    "two_things zip": uploads.pdf_that_is_a_zip,
    "trailing zip": lambda: uploads.pdf() + uploads.archive(),
    "trailing half": lambda: uploads.pdf() + uploads.pdf()[:-40],
    "truncated": lambda: uploads.pdf()[:-40],
    "encrypted": uploads.encrypted_pdf,
    "no_pages": lambda: uploads.pdf(pages=0),
    "too_many_pages": lambda: uploads.pdf(pages=5000),
    "active launch": uploads.launching_pdf,
    "active hidden": uploads.hidden_javascript_pdf,
    "embedded": uploads.carrying_pdf,
    "bomb stream": uploads.pdf_bomb,
    "bomb many": uploads.many_small_bombs,
    "bomb picture": uploads.pdf_of_a_huge_picture,
    "damaged loop": uploads.looping_pdf,
    "damaged pdf": lambda: b"%PDF-1.7\nstartxref\n0\n%%EOF",
    "damaged jpeg": lambda: uploads.picture("JPEG", (600, 400))[:900],
    "damaged png": lambda: uploads.picture("PNG", (600, 400))[:90],
    "damaged heic": lambda: uploads.picture("HEIF", (600, 400))[:500],
    "too_many_pixels": uploads.huge_png_header,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_are_refused_with_a_sentence_and_leave_nothing(case, documents_folder):
    before = list(documents_folder.rglob("*"))
    with pytest.raises(Refused) as refusal:
        stored(HOSTILE[case](), "license.png")
    assert refusal.value.code == case.split()[0]
    assert refusal.value.messages[0].startswith(("This document", "The virus"))
    assert Document.objects.count() == 0
    assert list(documents_folder.rglob("*")) == before


def test_every_refusal_has_a_sentence_that_can_be_filled():
    for code in REFUSALS:
        assert "%(" not in DocumentRefused(code).messages[0]


def test_a_reader_that_hangs_is_stopped(monkeypatch, tmp_path):
    slow = tmp_path / "slow.py"
    slow.write_text("import time; time.sleep(60)")
    monkeypatch.setattr("providers.actions.document_check.READER", slow)
    monkeypatch.setattr("providers.actions.document_check.SECONDS", 1)
    with pytest.raises(Refused) as refusal:
        stored(uploads.pdf())
    assert refusal.value.code == "too_slow"


def test_a_reader_that_crashes_refuses_the_file(monkeypatch, tmp_path):
    broken = tmp_path / "broken.py"
    broken.write_text("import os; os.abort()")
    monkeypatch.setattr("providers.actions.document_check.READER", broken)
    with pytest.raises(Refused) as refusal:
        stored(uploads.pdf())
    assert refusal.value.code == "damaged"


def test_five_and_no_more_and_the_same_file_counts_once():
    held = licence()
    for pages in range(1, 6):
        stored(uploads.pdf(pages), credential=held)
    assert stored(uploads.pdf(3), credential=held).pages == 3
    assert held.documents.count() == 5
    with pytest.raises(TransitionRefused, match="There are 5 documents already"):
        stored(uploads.pdf(6), credential=held)


def test_nothing_is_added_to_a_credential_that_has_ended():
    role = factories.role(factories.location())
    with pytest.raises(TransitionRefused, match="has ended"):
        stored(uploads.pdf(), credential=factories.licence(role.practitioner, status="withdrawn"))


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("..\\..\\boot.ini", "boot.pdf"),
        ("license.pdf\r\nSet-Cookie: a=b", "license.pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ("", "document.pdf"),
        ("...", "document.pdf"),
        ("x" * 500 + ".pdf", "x" * 100 + ".pdf"),
        ('<img src=x onerror="a">.pdf', "img src=x onerror=a.pdf"),
        ("Licencia médica.pdf", "Licencia médica.pdf"),
    ],
)
def test_the_shown_name_is_a_label_and_nothing_else(sent, shown):
    assert shown_name(sent, "application/pdf") == shown


def files_in(folder) -> set:
    return {path for path in folder.rglob("*") if path.is_file()}


def then_failed(held: Credential) -> str:
    """Stores a document in a transaction that fails afterwards; the file's name."""
    with contextlib.suppress(RuntimeError), transaction.atomic():
        row = stored(uploads.pdf(2), credential=held)
        assert row.file.storage.exists(row.file.name)
        raise RuntimeError
    return row.file.name


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_fails_takes_the_file_along(documents_folder):
    name = then_failed(licence())
    assert not (documents_folder / name).exists()


@pytest.mark.django_db(transaction=True)
def test_a_failed_part_of_a_transaction_takes_only_its_own_file(documents_folder):
    held = licence()
    with transaction.atomic():
        kept = stored(uploads.pdf(1), credential=held).file.name
        lost = then_failed(held)
    assert (documents_folder / kept).exists()
    assert not (documents_folder / lost).exists()


@pytest.mark.django_db(transaction=True)
def test_two_at_once_never_make_six(documents_folder):
    held, before = licence(), files_in(documents_folder)
    for pages in range(1, 5):
        stored(uploads.pdf(pages), credential=held)

    def send(pages: int) -> str:
        try:
            return stored(uploads.pdf(pages), credential=held).digest
        except TransitionRefused as refusal:
            return refusal.messages[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(send, [5, 6, 7]))
    assert held.documents.count() == 5
    assert sum("There are 5 documents already" in answer for answer in answers) == 2
    assert len(files_in(documents_folder) - before) == 5


def test_removing_takes_the_file_on_commit(documents_folder, django_capture_on_commit_callbacks):
    row = stored(uploads.pdf())
    path = documents_folder / row.file.name
    with django_capture_on_commit_callbacks(execute=True):
        documents.remove(by=cast.stranger(), document=row)
        assert path.exists()
    assert not path.exists()
    assert not Document.objects.exists()


def test_evidence_in_hand_stays():
    row = stored(uploads.pdf())
    Credential.objects.filter(pk=row.credential_id).update(status="identity_matched")
    with pytest.raises(TransitionRefused, match="working with this document"):
        documents.remove(by=cast.stranger(), document=row)


def test_the_sweep_takes_what_no_row_names_after_a_day(documents_folder):
    kept, gone = stored(uploads.pdf(1)), stored(uploads.pdf(2))
    Document.objects.filter(pk=gone.pk).delete()
    assert documents.sweep() == 0
    documents.sweep(now=timezone.now() + 2 * documents.GRACE)
    assert private_storage().exists(kept.file.name)
    assert not private_storage().exists(gone.file.name)


def clamd(reply: bytes) -> str:
    """A scanner that speaks clamd's INSTREAM over a socket and always says this; its address."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve():
        with server, server.accept()[0] as line:
            received = b""
            while not received.endswith(b"\0\0\0\0"):
                received += line.recv(65536)
            assert received.startswith((b"nINSTREAM\n", b"zINSTREAM\0"))
            line.sendall(b"stream: " + reply + b"\n")

    threading.Thread(target=serve, daemon=True).start()
    return f"127.0.0.1:{server.getsockname()[1]}"


def test_a_configured_scanner_is_asked(settings):
    settings.CLAMD_ADDRESS = clamd(b"OK")
    assert stored(uploads.pdf()).scan == "clean"


@pytest.mark.parametrize(
    ("reply", "code"), [(b"Eicar-Signature FOUND", "infected"), (b"Can't allocate ERROR", "no_scanner")]
)
def test_what_the_scanner_does_not_clear_is_refused(settings, reply, code):
    settings.CLAMD_ADDRESS = clamd(reply)
    with pytest.raises(Refused) as refusal:
        stored(uploads.pdf())
    assert refusal.value.code == code


@pytest.mark.parametrize("address", ["127.0.0.1:1", "/nowhere/clamd.sock", "nonsense:port"])
def test_a_scanner_that_does_not_answer_lets_nothing_in(settings, address):
    settings.CLAMD_ADDRESS = address
    with pytest.raises(Refused) as refusal:
        stored(uploads.pdf())
    assert refusal.value.code == "no_scanner"


def test_not_even_a_name_holds_a_dea_number():
    assert stored(uploads.pdf(), "DEA AB1234563.pdf").name == "document.pdf"
