"""The states' registers: what ships is complete, what staff changed stays, and who opened which address."""

import json
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError

from providers.actions import licence_registers
from providers.actions.clock import today
from providers.actions.versions import Stale
from providers.management.commands.load_texts import STAFF_CONTENT
from providers.models import LicenceRegister
from providers.models.place_names import STATES

from .. import cast
from ..factories.facts import day

pytestmark = pytest.mark.django_db

FACTS = {"name": "Wyoming Board", "url": "https://board.example.org/", "note": ""}


@pytest.fixture
def shipped():
    return json.loads((STAFF_CONTENT / "registers.json").read_text(encoding="utf-8"))


def register(**over):
    return LicenceRegister.objects.create(**({"state": "WY", "board": "medical"} | FACTS | over))


def test_every_state_has_its_three_registers(shipped):
    for board in ("medical", "nursing", "physician_assistant"):
        states = [entry["state"] for entry in shipped if entry["board"] == board]
        assert len(states) == len(set(states)) == 51
        assert set(states) <= set(STATES)


def test_every_address_is_a_secure_one_with_a_host(shipped):
    for entry in shipped:
        parts = urlsplit(entry["url"])
        assert (parts.scheme, bool(parts.hostname), parts.query) == ("https", True, "")


def test_what_ships_is_loaded_once_and_opened_by_nobody(shipped):
    assert licence_registers.load_registers(shipped) == {"created": len(shipped)}
    assert licence_registers.load_registers(shipped) == {"unchanged": len(shipped)}
    assert not LicenceRegister.objects.filter(opened_on__isnull=False).exists()


def test_what_staff_changed_entered_or_opened_stays(shipped):
    one, two = [entry for entry in shipped if entry["board"] == "medical"][:2]
    licence_registers.load_registers([one, two])
    first, second = LicenceRegister.objects.order_by("state")
    by = cast.operator()
    version = licence_registers.version(first)
    licence_registers.edit(by=by, register=first, version=version, facts=FACTS)
    licence_registers.mark_opened(by=by, register=second, version=licence_registers.version(second))
    own = register()
    newer = [entry | {"url": "https://elsewhere.example.org/"} for entry in (one, two)]
    mine = {"state": "WY", "board": "medical", **FACTS, "url": "https://shipped.example.org/"}
    assert licence_registers.load_registers([*newer, mine]) == {"kept": 3}
    own.refresh_from_db()
    assert own.url == FACTS["url"]


def test_another_address_has_been_opened_by_nobody():
    row, by = register(opened_on=day(3)), cast.operator()
    version = licence_registers.version(row)
    licence_registers.edit(by=by, register=row, version=version, facts=FACTS | {"note": "Press Search."})
    row.refresh_from_db()
    assert (row.note, row.opened_on, row.changed_by) == ("Press Search.", day(3), by)
    version = licence_registers.version(row)
    licence_registers.edit(
        by=by, register=row, version=version, facts=FACTS | {"url": "https://other.example.org/"}
    )
    row.refresh_from_db()
    assert row.opened_on is None


def test_opening_is_recorded_with_who_and_when():
    row, by = register(), cast.operator()
    licence_registers.mark_opened(by=by, register=row, version=licence_registers.version(row))
    row.refresh_from_db()
    assert (row.opened_on, row.changed_by) == (today(), by)
    event = LicenceRegister.pgh_event_model.objects.latest("pgh_id")
    assert event.pgh_context.metadata["event"] == "open_register"


def test_two_at_once_do_not_undo_each_other():
    row, by = register(), cast.operator()
    version = licence_registers.version(row)
    licence_registers.edit(by=by, register=row, version=version, facts=FACTS | {"note": "First."})
    with pytest.raises(Stale):
        licence_registers.edit(by=by, register=row, version=version, facts=FACTS | {"note": "Second."})
    with pytest.raises(Stale):
        licence_registers.mark_opened(by=by, register=row, version=version)
    row.refresh_from_db()
    assert (row.note, row.opened_on) == ("First.", None)


@pytest.mark.parametrize(
    "wrong", [{"url": "http://board.example.org/"}, {"state": "wy"}, {"board": "pilots"}]
)
def test_what_is_wrong_is_refused(wrong):
    facts = {"state": "WY", "board": "medical"} | FACTS | wrong
    with pytest.raises(ValidationError):
        licence_registers.add(by=cast.operator(), facts=facts)
    assert not LicenceRegister.objects.exists()


def test_only_who_works_on_cases_changes_it():
    row = register()
    version = licence_registers.version(row)
    with pytest.raises(ValidationError):
        licence_registers.edit(by=cast.checker(), register=row, version=version, facts=FACTS)
    with pytest.raises(ValidationError):
        licence_registers.add(by=cast.stranger(), facts={"state": "CO", "board": "medical"} | FACTS)
