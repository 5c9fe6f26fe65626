"""The hourly task ends what nobody proved in time, and nothing else."""

import datetime

import pytest
import time_machine
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
