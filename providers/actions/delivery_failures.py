"""Why a mail could not be handed over, and whether and when another attempt may do better."""

from __future__ import annotations

import datetime
import smtplib

from anymail.exceptions import AnymailInvalidAddress, AnymailRecipientsRefused

# Two days in all, inside the three that a message lives.
WAITS = [datetime.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 3 * 60, 12 * 60, 24 * 60)]
PERMANENT = 500
LONGEST = 500


class NotSent(Exception):
    """wait: after which to try again; None for never."""

    def __init__(self, words: str, *, wait: datetime.timedelta | None) -> None:
        super().__init__(words)
        self.wait = wait


def wait_after(attempts: int) -> datetime.timedelta | None:
    """attempts: how many were made, from 1 on."""
    return WAITS[attempts - 1] if attempts <= len(WAITS) else None


def is_final(error: Exception) -> bool:
    """The address is refused for good: asking again would only anger the mail service."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _ in error.recipients.values())
    return isinstance(error, AnymailRecipientsRefused | AnymailInvalidAddress)


def said_by(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".replace("\0", "")[:LONGEST]
