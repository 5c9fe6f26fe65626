"""The hourly task ends what nobody proved in time, and nothing else."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app

from providers.models import Claim, RemovalRequest

from .. import claiming
from ..actions.test_removals import by_phone

pytestmark = pytest.mark.django_db


def test_claims_and_removals_run_out():
    claiming.mailed()
    claiming.with_document()
    by_phone()
    with time_machine.travel(timezone.now() + datetime.timedelta(days=15)):
        assert app.tasks["expire_claims"](timestamp=0) == 2
        assert app.tasks["expire_claims"](timestamp=0) == 0
    assert sorted(Claim.objects.values_list("status", flat=True)) == ["evidence_sent", "expired"]
    assert RemovalRequest.objects.get().status == "expired"


def refuses(row):
    """PostgreSQL lets nobody change this row, as if something in it were broken."""
    table = row._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'broken'; END $$"
        )
        cursor.execute(
            f"CREATE TRIGGER broken BEFORE UPDATE ON {table} "
            f"FOR EACH ROW WHEN (OLD.id = {row.pk}) EXECUTE FUNCTION broken()"
        )


@pytest.mark.parametrize("make", [claiming.mailed, lambda: by_phone()])
def test_one_that_cannot_be_ended_is_logged_and_stops_no_other(make, caplog):
    first, second = (one[0] if isinstance(one, tuple) else one for one in (make(), make()))
    refuses(first)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=15)):
        assert app.tasks["expire_claims"](timestamp=0) == 1
    statuses = [type(row).objects.get(pk=row.pk).status for row in (first, second)]
    assert statuses[0] != "expired"
    assert statuses[1] == "expired"
    assert f"Not done: {first._meta.model_name} {first.pk}" in caplog.text
