"""Fetches FindTreatment.gov's listing page by page, politely; a killed run goes on where it was."""

from __future__ import annotations

import datetime
import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx
import stamina

from providers.models.facility import Facility, Refused

from .findtreatment import Page, read, read_page
from .reading import UnreadableSourceError

USER_AGENT = "ketamine-provider-directory/0.1 (weekly import of public listings)"
MOST_PAGES = 20_000
MOST_BYTES = 64 * 1024 * 1024
LONGEST_WAIT = 600.0
KEPT_FOR = datetime.timedelta(hours=24)
WORTH_ANOTHER_TRY = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Manners:
    """Seconds. pause: between two pages; wait: before the second attempt, doubled each time."""

    pause: float = 1.0
    timeout: float = 30.0
    attempts: int = 6
    wait: float = 2.0
    longest_wait: float = 60.0


class _TryAgainError(Exception):
    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


class Listing:
    """The pages of one address. They are kept for a day, each written whole, so that any run can go on."""

    def __init__(self, address: str, folder: Path, *, page_size: int = 100, manners: Manners | None = None):
        self.address, self.page_size, self.manners = address, page_size, manners or Manners()
        name = hashlib.sha256(f"{address} {page_size}".encode()).hexdigest()[:16]
        self.folder = folder / name
        self.fetched = 0

    def fetch(self, progress: Callable[[int, int], None] = lambda done, total: None) -> int:
        """Fetch the pages that are missing; return how many there are. progress: pages done, of how many."""
        self._drop_old()
        self.folder.mkdir(parents=True, exist_ok=True)
        headers = {"User-Agent": USER_AGENT, "Accept": "application/json"}
        with httpx.Client(headers=headers, timeout=self.manners.timeout, follow_redirects=True) as client:
            number, total = 1, 1
            while number <= total:
                page = self._kept(number) or self._fetch(client, number)
                total = page.total_pages
                if total > MOST_PAGES:
                    raise UnreadableSourceError(f"The service says that it has {total:,} pages.")
                progress(number, total)
                number += 1
        return total

    def records(self, pages: int) -> Iterator[Facility | Refused]:
        """The facilities of the fetched pages, one page in memory at a time."""
        rows_before = 0
        for number in range(1, pages + 1):
            page = read_page(self._path(number).read_bytes())
            yield from read(page.rows, after=rows_before)
            rows_before += len(page.rows)

    def digest(self, pages: int) -> str:
        told = hashlib.sha256()
        for number in range(1, pages + 1):
            told.update(self._path(number).read_bytes())
        return told.hexdigest()

    def forget(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)

    def _path(self, number: int) -> Path:
        return self.folder / f"page-{number:05}.json"

    def _drop_old(self) -> None:
        first = self._path(1)
        if first.exists() and time.time() - first.stat().st_mtime > KEPT_FOR.total_seconds():
            self.forget()

    def _kept(self, number: int) -> Page | None:
        try:
            return read_page(self._path(number).read_bytes())
        except (OSError, UnreadableSourceError):
            return None

    def _fetch(self, client: httpx.Client, number: int) -> Page:
        if self.fetched:
            time.sleep(self.manners.pause)
        raw = self._ask(client, number)
        page = read_page(raw)
        if page.number != number:
            raise UnreadableSourceError(f"The service answered page {page.number} when asked for {number}.")
        unfinished = self._path(number).with_suffix(f".{os.getpid()}")
        unfinished.write_bytes(raw)
        unfinished.replace(self._path(number))
        self.fetched += 1
        return page

    def _ask(self, client: httpx.Client, number: int) -> bytes:
        """One page's bytes, known to be a listing, after as many attempts as manners allow."""
        manners = self.manners
        try:
            for attempt in stamina.retry_context(
                on=_wait_for,
                attempts=manners.attempts,
                timeout=None,
                wait_initial=manners.wait,
                wait_max=manners.longest_wait,
                wait_jitter=manners.wait / 2,
            ):
                with attempt:
                    return self._ask_once(client, number)
        except (_TryAgainError, httpx.HTTPError, httpx.InvalidURL) as error:
            raise UnreadableSourceError(f"Page {number} could not be fetched: {error}") from error
        raise AssertionError("unreachable: the last attempt raises")

    def _ask_once(self, client: httpx.Client, number: int) -> bytes:
        address = httpx.URL(self.address).copy_merge_params({"page": number, "pageSize": self.page_size})
        with client.stream("GET", address) as answer:
            if answer.status_code in WORTH_ANOTHER_TRY:
                raise _TryAgainError(f"the service answered {answer.status_code}", _told_to_wait(answer))
            answer.raise_for_status()
            raw = b"".join(_limited(answer))
        try:
            read_page(raw)
        except UnreadableSourceError as error:
            raise _TryAgainError(str(error)) from error
        return raw


def _wait_for(error: Exception) -> bool | float:
    """For stamina: whether to try again, or after how many seconds."""
    if isinstance(error, _TryAgainError):
        return True if error.after is None else error.after
    return isinstance(error, httpx.TransportError) and not isinstance(error, httpx.UnsupportedProtocol)


def _told_to_wait(answer: httpx.Response) -> float | None:
    """Retry-After as seconds or as a date (RFC 9110, 10.2.3), at most ten minutes."""
    told = answer.headers.get("Retry-After", "")
    if told.isascii() and told.isdigit():
        return min(float(told), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(told)
    except ValueError:
        return None
    if until.tzinfo is None:
        return None
    return min(max((until - datetime.datetime.now(datetime.UTC)).total_seconds(), 0.0), LONGEST_WAIT)


def _limited(answer: httpx.Response) -> Iterator[bytes]:
    size = 0
    for piece in answer.iter_bytes():
        size += len(piece)
        if size > MOST_BYTES:
            raise UnreadableSourceError(f"A page is larger than {MOST_BYTES // 1024**2} MB.")
        yield piece
