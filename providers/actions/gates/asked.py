"""Asks for the gates right after the commit of what was entered; what is missed the day's round catches."""

from __future__ import annotations

from providers.actions import queue

OF_CREDENTIAL, OF_PERSON, OF_LISTING = "gates_of_credential", "gates_of_person", "gates_of_listing"
# After these steps something is new that the gates have not seen.
EVENTS = ("claim", "supply", "correct", "attest")


def for_credential(pk: int) -> None:
    queue.defer(OF_CREDENTIAL, credential_id=pk)


def for_person(pk: int) -> None:
    queue.defer(OF_PERSON, practitioner_id=pk)


def for_listing(pk: int) -> None:
    queue.defer(OF_LISTING, provider_id=pk)
