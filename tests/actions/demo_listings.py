"""Fixtures: 400 demo locations with places and questions, loaded once for a module. A pytest plugin."""

from io import StringIO

import pytest
from django.core.management import call_command

from providers.actions import demo
from providers.models import Question

COUNT, SEED = 400, 1


@pytest.fixture(scope="module")
def demo_listings(all_places, django_db_blocker):
    with django_db_blocker.unblock():
        call_command("load_texts", verbosity=0, stdout=StringIO())
        demo.load(count=COUNT, seed=SEED)
    yield
    with django_db_blocker.unblock():
        demo.remove()
        Question.objects.all().delete()
