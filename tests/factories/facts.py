"""What the other factories share: numbers that never repeat, days, and who vouches."""

import datetime
from itertools import count
from typing import Any

from django.utils import timezone

from providers.models.vocabulary import Basis

numbers = count(1)


def day(ago: int = 0) -> datetime.date:
    """Today less this many days; negative for days to come."""
    return timezone.localdate() - datetime.timedelta(days=ago)


def attested(over: dict[str, Any], ago: int = 10) -> dict[str, Any]:
    """The overrides, vouched for by the clinic ten days ago unless they say otherwise."""
    return {"basis": Basis.PROVIDER_ATTESTED, "source": "the clinic", "confirmed_on": day(ago), **over}
