"""The daily sweep of files whose row is gone."""

import datetime

import pytest
import time_machine
from django.utils import timezone
from procrastinate.contrib.django import app

from providers.models import Document
from providers.models.document import private_storage

from ..listings.test_documents import evidence

pytestmark = pytest.mark.django_db


def test_files_go_a_day_after_their_row():
    kept, gone = evidence(), evidence()
    Document.objects.filter(pk=gone.pk).delete()
    app.tasks["sweep_documents"](timestamp=0)
    assert private_storage().exists(gone.file.name)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=2)):
        assert app.tasks["sweep_documents"](timestamp=0) >= 1
    assert private_storage().exists(kept.file.name)
    assert not private_storage().exists(gone.file.name)
