"""Today, for actions, and the refusal of days to come."""

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from .refusals import refuse_unless


def today() -> datetime.date:
    return timezone.localdate()


def days_since(day: datetime.date) -> int:
    return (today() - day).days


def refuse_future(day: datetime.date) -> None:
    refuse_unless(day <= today(), _("This day is still to come."))
