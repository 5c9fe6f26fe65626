"""Whether the files of evidence are still those that were stored: each is read again, to its digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from providers.models import Document


def altered_documents() -> Iterator[tuple[int, str]]:
    """Of every document its key and "", "lost" where its file cannot be read, "file" where it is another."""
    for document in Document.objects.order_by("pk").iterator(chunk_size=500):
        digest = digest_of(document)
        yield document.pk, "lost" if digest is None else "" if digest == document.digest else "file"


def digest_of(document: Document) -> str | None:
    """SHA-256 of the stored bytes; None where there are none."""
    told = hashlib.sha256()
    try:
        with document.file.open("rb") as stored:
            for piece in stored.chunks():
                told.update(piece)
    except OSError:
        return None
    return told.hexdigest()
