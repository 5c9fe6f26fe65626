"""Asks the NPI Registry's web service (v2.1) about one number: patiently, and with a limit to everything."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import stamina

from .reading import UnreadableSourceError

USER_AGENT = "ketamine-provider-directory/0.1 (one look-up at a time)"
VERSION = "2.1"
MOST_BYTES = 1024 * 1024
MOST_REDIRECTS = 3
WORTH_ANOTHER_TRY = frozenset({408, 425, 429, 500, 502, 503, 504})
DEACTIVATED = "15"  # the number of the error that stands in place of a record that was taken out of service
Payload = dict[str, Any]


@dataclass(frozen=True)
class Manners:
    """Seconds. wait: before the second attempt, doubled each time."""

    timeout: float = 10.0
    attempts: int = 4
    wait: float = 0.5
    longest_wait: float = 8.0


class _TryAgainError(UnreadableSourceError):
    pass


def ask(npi: str, *, address: str, manners: Manners | None = None) -> Payload | None:
    """The result as it came; for a number out of service the errors that say so; None: no such number.

    Raises UnreadableSourceError, after as many attempts as manners allow.
    """
    manners = manners or Manners()
    try:
        for attempt in stamina.retry_context(
            on=_is_worth_another_try,
            attempts=manners.attempts,
            timeout=None,
            wait_initial=manners.wait,
            wait_max=manners.longest_wait,
            wait_jitter=manners.wait / 2,
        ):
            with attempt:
                return _read(npi, _fetch(npi, address, manners))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise UnreadableSourceError(f"The NPI Registry could not be asked: {error}") from error
    raise AssertionError("unreachable: the last attempt raises")


def _fetch(npi: str, address: str, manners: Manners) -> bytes:
    headers = {"User-Agent": USER_AGENT, "Accept": "application/json"}
    url = httpx.URL(address).copy_merge_params({"version": VERSION, "number": npi})

    def stay_there(request: httpx.Request) -> None:
        if request.url.host != url.host:
            raise UnreadableSourceError(f"The NPI Registry sent us on to {request.url.host}.")

    with (
        httpx.Client(
            headers=headers,
            timeout=manners.timeout,
            follow_redirects=True,
            max_redirects=MOST_REDIRECTS,
            event_hooks={"request": [stay_there]},
        ) as client,
        client.stream("GET", url) as answer,
    ):
        if answer.status_code in WORTH_ANOTHER_TRY:
            raise _TryAgainError(f"The NPI Registry answered {answer.status_code}.")
        if not answer.is_success:
            raise UnreadableSourceError(f"The NPI Registry answered {answer.status_code}.")
        return b"".join(_limited(answer))


def _read(npi: str, raw: bytes) -> Payload | None:
    """An error comes with status 200. Half an answer, and a page in place of one, are worth another try."""
    try:
        answer = _storable(json.loads(raw, parse_constant=lambda name: None))
    except (ValueError, RecursionError) as error:
        raise _TryAgainError("The NPI Registry's answer is not whole JSON.") from error
    if not isinstance(answer, dict):
        raise _TryAgainError("The NPI Registry's answer is no answer to a question.")
    if errors := answer.get("Errors"):
        return _read_errors(npi, errors)
    results = answer.get("results")
    if not isinstance(results, list) or not all(isinstance(each, dict) for each in results):
        raise _TryAgainError("The NPI Registry's answer holds no list of results.")
    return _the_one(npi, results)


def _read_errors(npi: str, errors: Any) -> Payload:
    found = [each for each in errors if isinstance(each, dict)] if isinstance(errors, list) else []
    if any(str(each.get("number")) == DEACTIVATED and npi in str(each.get("description")) for each in found):
        return {"Errors": found}
    words = "; ".join(str(each.get("description", "")) for each in found)
    raise UnreadableSourceError(f"The NPI Registry answered with an error: {words[:300] or errors!r}")


def _the_one(npi: str, results: list[Payload]) -> Payload | None:
    """Older captures have the number as an integer."""
    if not results:
        return None
    for result in results:
        if str(result.get("number")) == npi:
            return result
    raise UnreadableSourceError("The NPI Registry answered about another number than was asked.")


def _limited(answer: httpx.Response) -> Iterator[bytes]:
    size = 0
    for piece in answer.iter_bytes():
        size += len(piece)
        if size > MOST_BYTES:
            raise UnreadableSourceError(f"The NPI Registry's answer is larger than {MOST_BYTES // 1024} KB.")
        yield piece


def _storable(value: Any) -> Any:
    """Without the characters that a PostgreSQL JSON value cannot hold."""
    if isinstance(value, dict):
        return {_storable(name): _storable(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_storable(inner) for inner in value]
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "ignore").decode()
    return value


def _is_worth_another_try(error: Exception) -> bool:
    if isinstance(error, httpx.TransportError):
        return not isinstance(error, httpx.UnsupportedProtocol)
    return isinstance(error, _TryAgainError)
