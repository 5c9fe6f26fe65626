"""Where a production process's mail goes when nothing is configured: it fails, is noted and tried again."""

from collections.abc import Sequence
from typing import NoReturn

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class EmailBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> NoReturn:
        raise ImproperlyConfigured("No mail service is configured: set EMAIL_SERVICE or EMAIL_URL.")
