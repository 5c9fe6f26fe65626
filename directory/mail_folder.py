"""Development's mail: one readable .eml file for each message, in a folder."""

import re
import secrets
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone
from django.utils.text import slugify


class EmailBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for mail in email_messages:
            (folder / _name(mail)).write_bytes(mail.message().as_bytes())
        return len(email_messages)


def _name(mail: EmailMessage) -> str:
    """Sorted by time; the address and the subject can be read in it, and nothing else gets into it."""
    to = re.sub(r"[^\w.@+-]", "_", mail.to[0])[:60]
    when = timezone.localtime().strftime("%Y%m%d-%H%M%S-%f")
    return f"{when} {to} {slugify(mail.subject)[:60]} {secrets.token_hex(2)}.eml"
