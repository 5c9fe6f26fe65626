"""Writes mail into the outbox, in the transaction that causes it; the worker sends it after the commit.

Templates: emails/<template>.subject.txt, .txt (extends emails/base.txt), .html (extends emails/base.html).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.template import Context
from django.template.loader import get_template
from django.utils import translation

from providers.models import Message

from . import queue
from .links import absolute

TASK = "send_message"
QUEUE = "mail"
LONGEST_SUBJECT = 200


@transaction.atomic
def send(
    *, to: str, template: str, key: str, context: Mapping[str, Any], language: str = "en"
) -> Message | None:
    """Queue one mail; None if one with this key was written before.

    key: what the mail is about, such as "claim-code:17". context: values of the templates, with whole
    addresses (links.absolute). Raises ValidationError for an address that is none.
    """
    Message._meta.get_field("to").clean(to, None)
    if Message.objects.filter(key=key).exists():
        return None
    message, is_new = Message.objects.get_or_create(
        key=key, defaults={"to": to, "template": template, **_written(template, context, language)}
    )
    if not is_new:
        return None
    queue.defer(TASK, queue=QUEUE, message_id=message.pk)
    return message


def _written(template: str, context: Mapping[str, Any], language: str) -> dict[str, str]:
    with translation.override(language):
        values = {**context, "language": language, "site_address": absolute("/")}
        subject = _one_line(_plain(f"{template}.subject.txt", values))
        values["subject"] = subject
        html = get_template(f"emails/{template}.html").render(values)
        return {"subject": subject, "text": _tidy(_plain(f"{template}.txt", values)), "html": _tidy(html)}


def _plain(name: str, values: Mapping[str, Any]) -> str:
    """A text needs no escaping: Django escapes for HTML whatever the file is called."""
    wrapped: Any = get_template(f"emails/{name}")
    return str(wrapped.template.render(Context(dict(values), autoescape=False)))


def _one_line(subject: str) -> str:
    """No line break or other control character gets into a header, wherever it came from."""
    words = " ".join(subject.split())
    return "".join(letter for letter in words if letter.isprintable())[:LONGEST_SUBJECT]


def _tidy(body: str) -> str:
    """Tags of templates leave empty lines behind; PostgreSQL takes no NUL."""
    lines = (line.rstrip() for line in body.replace("\0", "").strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"
