"""Staff edit the questions, the site's facts and the usual prices, by right and with versions."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from providers.models import Question, QuestionText, ReferencePrice, Report, SiteFact
from providers.models.vocabulary import ReportStatus

from .. import cast, factories, sign_in
from ..models.rows import report
from .test_records import address, form_of

pytestmark = pytest.mark.django_db


def edited(client, asked, language, text):
    page = client.get(address(Question, "change", asked.pk))
    values = form_of(page)
    index = next(n for n in range(2) if values[f"texts-{n}-language"] == language)
    values[f"texts-{index}-text"] = text
    return client.post(address(Question, "change", asked.pk), values)


@pytest.mark.parametrize(("language", "version"), [("en", 2), ("es", 1)])
def test_an_editor_changes_words_and_english_ones_make_a_version(client, language, version):
    asked = factories.question()
    sign_in.with_second_factor(client, cast.editor())

    edited(client, asked, language, "New words?")

    assert QuestionText.objects.get(question=asked, language=language).text == "New words?"
    assert Question.objects.get().version == version
    assert QuestionText.objects.get(question=asked, language=language).events.count() == 2


def test_who_may_only_read_reports_changes_no_question(client):
    asked = factories.question()
    sign_in.with_second_factor(client, cast.reader())
    assert client.post(address(Question, "change", asked.pk), {}).status_code == 403


def test_a_site_fact_is_edited_by_language_and_part(client):
    call_command("load_texts", verbosity=0)
    sign_in.with_second_factor(client, cast.superuser())
    row = SiteFact.objects.get(key="telehealth_flexibility")
    page = client.get(address(SiteFact, "change", row.pk))

    answer = client.post(address(SiteFact, "change", row.pk), {**form_of(page), "es_title": "Por video"})

    assert answer.status_code == 302
    changed = SiteFact.objects.get(pk=row.pk)
    assert changed.title("es") == "Por video"
    assert changed.texts["en"] == row.texts["en"]


def test_a_usual_price_is_edited_and_added(client):
    call_command("load_texts", verbosity=0)
    sign_in.with_second_factor(client, cast.superuser())
    row = ReferencePrice.objects.get(key="im_alvear")
    page = client.get(address(ReferencePrice, "change", row.pk))
    values = {**form_of(page), "high": "450", "label_en": "IM shot"}

    client.post(address(ReferencePrice, "change", row.pk), values)
    client.post(reverse("admin:providers_referenceprice_add"), {**values, "key": "im_other"})

    assert (ReferencePrice.objects.get(pk=row.pk).high, row.high) == (450, 425)
    assert ReferencePrice.objects.get(key="im_other").labels["en"] == "IM shot"


def test_a_report_is_read_here_and_settled_elsewhere(client):
    filed = report()
    sign_in.with_second_factor(client, cast.reader())
    assert "The number is dead." in client.get(address(Report, "change", filed.pk)).content.decode()

    client.post(address(Report, "change", filed.pk), {"status": ReportStatus.CORRECTED})

    assert Report.objects.get().status == ReportStatus.RECEIVED


@pytest.mark.parametrize("who", ["editor", "checker", "stranger"])
def test_reports_are_closed_to_whoever_has_no_right(client, who):
    report()
    sign_in.with_second_factor(client, getattr(cast, who)())
    assert client.get(address(Report, "changelist")).status_code in (302, 403)
