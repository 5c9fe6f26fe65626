"""Reads what the site has written to people, from a thread of its own: the browser holds the test’s own."""

import re

from providers.models import Message

from .aside import aside

CODE = re.compile(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", re.M)


def last_to(address: str) -> str:
    """The text of the last mail to this address."""
    return aside(lambda: str(Message.objects.filter(to=address).latest("id").text))


def code_to(address: str) -> str:
    found = CODE.search(last_to(address))
    assert found is not None
    return found[0]
