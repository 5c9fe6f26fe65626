"""Hands messages of the outbox to the mail service: each once, whoever is killed in between."""

from __future__ import annotations

import datetime
import logging
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.utils import timezone

from providers.models import Message

from .delivery_failures import NotSent, is_final, said_by, wait_after

logger = logging.getLogger(__name__)

LIFE = datetime.timedelta(days=3)
KEPT = datetime.timedelta(days=30)
# What these say opens something: once sent, or given up, it is erased, so that a copy of the database opens
# nothing.
HOLD_A_SECRET = frozenset(
    {"account_code", "account_reset", "claim_code", "invitation", "removal_code", "still_true"}
)
# These go to somebody of whom nothing else is kept: the address is erased as soon as they are done with.
FORGET_THE_ADDRESS = frozenset({"report_outcome"})
TOO_OLD = "Not sent: it had waited for more than three days."
IN_DOUBT = "It is not known whether this was sent: the worker ended while handing it over."


def hand_over(*, message_id: int) -> None:
    """Send a message that is still to be sent. Raises NotSent, which says whether and when to try again.

    The connection is opened before the message counts as begun, so that little can be in doubt.
    """
    if not _take(message_id):
        return
    service = get_connection()
    try:
        service.open()
        _begin_and_send(message_id, service)
    except NotSent:
        raise
    except Exception as error:
        raise _failure(message_id, error) from None
    finally:
        _close(service)


def erase_old() -> int:
    """What old messages said, and to whom, is erased. Their keys stay, so that none is written again."""
    old = Message.objects.filter(made_at__lt=timezone.now() - KEPT).exclude(to="")
    return old.update(to="", subject="", text="", html="", error="")


@transaction.atomic
def _take(message_id: int) -> bool:
    """Whether this message is to be sent; counts the attempt."""
    message = _free(message_id)
    if message is None:
        return False
    if message.made_at < timezone.now() - LIFE:
        _save(message, error=TOO_OLD, **_spent(message))
        return False
    _save(message, attempts=message.attempts + 1)
    return True


def _begin_and_send(message_id: int, service: Any) -> None:
    with transaction.atomic():
        message = _free(message_id)
        if message is None:
            return
        _save(message, begun_at=timezone.now())
    # Whoever finds it begun and not locked knows that its sender is gone.
    failure: Exception | None = None
    with transaction.atomic():
        message = Message.objects.select_for_update().get(pk=message_id)
        try:
            service.send_messages([_mail(message)])
        except Exception as error:
            failure = error
            _save(message, begun_at=None)
        else:
            _save(message, sent_at=timezone.now(), error="", **_spent(message))
    if failure:
        raise failure


def _free(message_id: int) -> Message | None:
    """The message, locked, if it is neither sent nor begun. Raises NotSent while somebody is sending it."""
    message: Message | None = (
        Message.objects.select_for_update(skip_locked=True).filter(pk=message_id, sent_at=None).first()
    )
    if message is None:
        if Message.objects.filter(pk=message_id, sent_at=None).exists():
            raise NotSent("Somebody is sending it.", wait=wait_after(1))
        return None
    if message.begun_at:
        _save(message, error=IN_DOUBT, **_spent(message))
        return None
    return message


def _mail(message: Message) -> EmailMultiAlternatives:
    """The same Message-ID each time: a server that got it twice after all can tell."""
    made = message.made_at.strftime("%Y%m%d%H%M%S%f")
    host = urlsplit(settings.SITE_URL).hostname
    mail = EmailMultiAlternatives(
        message.subject,
        message.text,
        to=[message.to],
        headers={"Message-ID": f"<{made}.{message.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(message.html, "text/html")
    return mail


def _failure(message_id: int, error: Exception) -> NotSent:
    """Note what went wrong. Its words may hold addresses: they stay in the row, out of the log."""
    message = Message.objects.get(pk=message_id)
    wait = None if is_final(error) else wait_after(message.attempts)
    _save(message, error=said_by(error), **({} if wait else _spent(message)))
    kind = type(error).__name__
    logger.warning("Message %s was not sent (%s), attempt %s.", message_id, kind, message.attempts)
    return NotSent(f"Message {message_id}: {kind}", wait=wait)


def _spent(message: Message) -> dict[str, str]:
    if message.template in FORGET_THE_ADDRESS:
        return {"to": "", "text": "", "html": ""}
    return {"text": "", "html": ""} if message.template in HOLD_A_SECRET else {}


def _save(message: Message, **values: Any) -> None:
    Message.objects.filter(pk=message.pk).update(**values)


def _close(service: Any) -> None:
    """A server that hangs up rudely has taken the mail all the same."""
    try:
        service.close()
    except Exception as error:
        logger.info("The mail service's connection did not close well (%s).", type(error).__name__)
