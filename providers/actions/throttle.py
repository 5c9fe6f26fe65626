"""How often one visitor may do something, counted in the database without keeping any address."""

from __future__ import annotations

import datetime
import ipaddress

from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from providers.models import Throttle

from .refusals import TransitionRefused

UPSERT = """
    INSERT INTO providers_throttle (key, count, resets_at) VALUES (%s, 1, %s)
    ON CONFLICT (key) DO UPDATE SET count = providers_throttle.count + 1
    RETURNING count
"""


class TooMany(TransitionRefused):
    """The limit of the day is reached."""


@transaction.atomic
def count(*, scope: str, address: str, limit: int) -> int:
    """Counts one attempt of today; raises TooMany beyond the limit. One statement, safe between processes."""
    now = timezone.now()
    resets_at = _next_midnight(now)
    with connection.cursor() as cursor:
        cursor.execute(UPSERT, [_key(scope, address, now.date()), resets_at])
        attempts = int(cursor.fetchone()[0])
    if attempts > limit:
        raise TooMany(_("Too many today. Please try again tomorrow."))
    if attempts == 1:
        Throttle.objects.filter(resets_at__lt=now).delete()
    return attempts


def _next_midnight(now: datetime.datetime) -> datetime.datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + datetime.timedelta(days=1)


def _key(scope: str, address: str, day: datetime.date) -> str:
    """A keyed digest that changes every day: it cannot be turned back, nor followed from day to day."""
    digest = salted_hmac("providers.throttle", f"{scope}|{household(address)}|{day}", algorithm="sha256")
    return digest.hexdigest()


def household(address: str) -> str:
    """An IPv6 visitor owns a whole /64; what is not an address counts as itself."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    if parsed.version == 4:
        return str(parsed)
    return str(ipaddress.ip_network(f"{parsed}/64", strict=False))
