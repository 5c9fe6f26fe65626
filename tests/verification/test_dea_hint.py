"""What a reviewer sees of a DEA number: a hint, and what its gate said of it."""

import pytest

from providers.actions import credential_entry
from tests import cast, factories

from .at_work import at, page, take

pytestmark = pytest.mark.django_db


def test_the_case_shows_the_hint_and_never_the_number(client):
    role = factories.role(factories.published_listing())
    row = credential_entry.enter(
        by=cast.owner(role.location.provider),
        provider=role.location.provider,
        holder=role.practitioner,
        type="dea_registration",
        facts={"state": "CO", "issuer": "US Drug Enforcement Administration", "dea_number": "AB1234563"},
    )
    desk = at(client, cast.reviewer())
    text = page(desk, take(cast.reviewer(), row)).content.decode()
    assert "A••••••63" in text
    assert "1234563" not in text
    assert "Check digit of the DEA number" in text
