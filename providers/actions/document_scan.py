"""Asks the virus scanner (clamd) about a file, where one is configured. No answer means no upload."""

from __future__ import annotations

from pathlib import Path

from clamav_client.clamd import ClamdError
from clamav_client.scanner import ClamdScanner
from django.conf import settings

from providers.models.document import ScanResult

SECONDS = 30


class Infected(Exception):
    """The scanner found something."""


class NoAnswer(Exception):
    """A scanner is configured and did not say that the file is clean."""


def scan(path: Path) -> ScanResult:
    """Raises Infected or NoAnswer. CLAMD_ADDRESS: host:port, or the path of a socket."""
    if not settings.CLAMD_ADDRESS:
        return ScanResult.NOT_CONFIGURED
    state = _answer(path)
    if state == "FOUND":
        raise Infected
    if state != "OK":
        raise NoAnswer
    return ScanResult.CLEAN


def _answer(path: Path) -> str:
    try:
        scanner = ClamdScanner({"backend": "clamd", "address": settings.CLAMD_ADDRESS, "timeout": SECONDS})
        with path.open("rb") as file:
            return scanner.client.instream(file)["stream"][0]
    except (ClamdError, OSError, ValueError, KeyError) as error:
        raise NoAnswer from error
