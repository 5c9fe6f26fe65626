"""Statements are prepared by the server, and what the history libraries put in front of one still works."""

import pghistory
import pytest
from django.db import connection
from pghistory.models import Events

from providers.models import Provider
from tests import factories

pytestmark = pytest.mark.django_db


def prepared(fragment: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE strpos(statement, %s) > 0", [fragment]
        )
        return cursor.fetchone()[0]


def test_a_repeated_query_is_prepared():
    for number in range(8):
        Provider.objects.filter(slug=f"nowhere-{number}").exists()
    assert prepared('"providers_provider"."slug" = $') == 1


def test_a_write_inside_a_history_context_carries_it_for_any_value():
    with pghistory.context(reason='it\'s a "test"; SELECT 1'):
        provider = factories.provider(display_name="Clinic; DROP TABLE x")
    event = Events.objects.tracks(provider).get()
    assert event.pgh_context["reason"] == 'it\'s a "test"; SELECT 1'
    assert event.pgh_data["display_name"] == "Clinic; DROP TABLE x"
