"""400 demo locations with places and questions, loaded once for a module. A pytest plugin."""

import json

import pytest

from directory.env import BASE_DIR
from providers.actions import demo
from providers.actions.questions import load_questions
from providers.models import Question, QuestionText

COUNT, SEED = 400, 1


@pytest.fixture(scope="module")
def demo_listings(all_places, django_db_blocker):
    asked = (BASE_DIR / "providers" / "guide" / "content" / "questions.json").read_text(encoding="utf-8")
    with django_db_blocker.unblock():
        had = set(Question.objects.values_list("pk", flat=True))
        load_questions(json.loads(asked))
        demo.load(count=COUNT, seed=SEED)
    yield
    with django_db_blocker.unblock():
        demo.remove()
        Question.objects.exclude(pk__in=had).delete()
        for model in (Question, QuestionText):
            model.pgh_event_model.objects.all().delete()
