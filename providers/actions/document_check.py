"""An upload on its way in: copied to a private folder, scanned, read by a program of its own, or refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from providers.models.document import LARGEST_BYTES, MOST_PAGES, DocumentType, ScanResult

from . import document_scan
from .refusals import TransitionRefused

READER = Path(__file__).with_name("document_reader.py")
SECONDS = 20
LONGEST_NAME = 100
ENDINGS = {DocumentType.PDF: ".pdf", DocumentType.JPEG: ".jpg", DocumentType.PNG: ".png"}

REFUSALS = {
    "empty": gettext_lazy("This document is empty: it has no bytes. Choose the file again."),
    "too_large": gettext_lazy("This document is larger than 10 MB. Send a smaller scan or photograph."),
    "wrong_type": gettext_lazy(
        "This document is not a PDF, JPEG, PNG or HEIC file, whatever its name says. Send one of those."
    ),
    "two_things": gettext_lazy(
        "This document is two kinds of file in one. Print it to a new PDF and send that."
    ),
    "trailing": gettext_lazy(
        "This document is cut off, or has something after its end. Print it to a new PDF and send that."
    ),
    "truncated": gettext_lazy("This document is cut off: its end is missing. Save it again and send that."),
    "encrypted": gettext_lazy(
        "This document is locked with a password or permissions. Print it to a new PDF and send that."
    ),
    "no_pages": gettext_lazy("This document has no pages."),
    "too_many_pages": gettext_lazy(
        "This document has more than %(most)s pages. Send only the pages that show it."
    ),
    "active": gettext_lazy(
        "This document holds a program or a form that acts. Print it to a new PDF and send that."
    ),
    "embedded": gettext_lazy("This document holds another file inside. Print it to a new PDF and send that."),
    "bomb": gettext_lazy(
        "This document unpacks to far more than its size. Print it to a new PDF or take a photograph of it."
    ),
    "too_many_pixels": gettext_lazy(
        "This document is a picture of more than 64 million pixels. Send a smaller scan or photograph."
    ),
    "damaged": gettext_lazy(
        "This document is damaged: it cannot be read to its end. Save it again and send that."
    ),
    "too_slow": gettext_lazy(
        "This document takes too long to read. Print it to a new PDF or take a photograph of it."
    ),
    "infected": gettext_lazy("The virus scanner found something in this document. It was not kept."),
    "no_scanner": gettext_lazy(
        "This document was not kept: our virus scanner does not answer. Please try again in an hour."
    ),
}


class DocumentRefused(TransitionRefused):
    """The file is not taken. Show it at the form's file field: form.add_error("document", refused)."""

    def __init__(self, code: str) -> None:
        super().__init__(str(REFUSALS[code]) % {"most": MOST_PAGES}, code=code)


@dataclass(frozen=True)
class Accepted:
    """What may be kept. content: the PDF as it came, or the picture drawn again."""

    content: bytes
    content_type: str
    pages: int
    scan: ScanResult


def accept(upload: UploadedFile) -> Accepted:
    """Raises DocumentRefused. Costs a process of a few tenths of a second and no database query."""
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        source, result = Path(folder, "source"), Path(folder, "result")
        _copy(upload, source)
        scan = _scanned(source)
        verdict = _verdict(source, result)
        if "refused" in verdict:
            raise DocumentRefused(verdict["refused"])
        return Accepted(result.read_bytes(), verdict["content_type"], verdict["pages"], scan)


def _copy(upload: UploadedFile, source: Path) -> None:
    """At most 10 MB of it; the declared size is not believed."""
    size = 0
    with source.open("wb") as file:
        for chunk in upload.chunks():
            size += len(chunk)
            if size > LARGEST_BYTES:
                raise DocumentRefused("too_large")
            file.write(chunk)
    if not size:
        raise DocumentRefused("empty")


def _scanned(source: Path) -> ScanResult:
    try:
        return document_scan.scan(source)
    except document_scan.Infected as found:
        raise DocumentRefused("infected") from found
    except document_scan.NoAnswer as silence:
        raise DocumentRefused("no_scanner") from silence


def _verdict(source: Path, result: Path) -> dict[str, Any]:
    """Of the reader, which is told nothing but where the file is: no environment, no path of ours."""
    command = [sys.executable, "-I", str(READER), str(source), str(result), str(MOST_PAGES)]
    environment = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    try:
        answer = subprocess.run(  # noqa: S603 - our own program, and paths that we made
            command, capture_output=True, timeout=SECONDS, env=environment, cwd=source.parent, check=False
        )
    except subprocess.TimeoutExpired:
        return {"refused": "too_slow"}
    if answer.returncode == 0:
        verdict: dict[str, Any] = json.loads(answer.stdout)
        return verdict
    return {"refused": "too_slow" if answer.returncode == -24 else "damaged"}


def shown_name(name: str, content_type: str) -> str:
    """The sender's file name as a label: no folders, nothing unseen, and the ending of what it is."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    clean = "".join(sign for sign in unicodedata.normalize("NFC", bare) if _is_plain(sign))
    stem = clean.strip(" .").rpartition(".")[0] or clean.strip(" .") or _("document")
    return stem[:LONGEST_NAME].strip(" .") + ENDINGS[DocumentType(content_type)]


def _is_plain(sign: str) -> bool:
    """Neither control signs nor those that turn the direction of writing."""
    return not unicodedata.category(sign).startswith("C") and sign not in '"<>:|?*;%'
