"""The admin looks up and repairs: cheap lists, no deletion, no status edited, search told of each repair."""

import pytest
from django.contrib import admin
from django.urls import reverse

from providers import models
from providers.models import Location, Provider, SearchCard, Service
from providers.models.vocabulary import Monitor

from .. import cast, factories, sign_in
from ..models.rows import MAKERS, check, match

pytestmark = pytest.mark.django_db

LISTS = {
    models.Credential: factories.licence,
    models.Location: factories.location,
    models.Match: match,
    models.Practitioner: factories.practitioner,
    models.Provider: factories.provider,
    models.Question: factories.question,
    models.Report: MAKERS[models.Report],
    models.Service: factories.service,
    models.User: factories.user,
}
# session, user, second factor, count and rows; questions fetch their words, users look twice for groups
EXPECTED = dict.fromkeys(LISTS, 5) | {models.Question: 6, models.User: 7}


@pytest.fixture
def root(client):
    sign_in.with_second_factor(client, cast.superuser())
    return client


def address(model, page, *args):
    return reverse(f"admin:providers_{model._meta.model_name}_{page}", args=args)


def ours():
    return [model for model in admin.site._registry if model._meta.app_label == "providers"]


@pytest.mark.parametrize("model", [model for model in LISTS if model is not models.Match])
def test_a_list_costs_the_same_for_one_row_and_for_three(root, model, django_assert_num_queries):
    LISTS[model]()
    with django_assert_num_queries(EXPECTED[model]):
        root.get(address(model, "changelist"))
    LISTS[model]()
    LISTS[model]()
    with django_assert_num_queries(EXPECTED[model]):
        page = root.get(address(model, "changelist"))
    assert page.context["cl"].result_count >= 3


@pytest.mark.parametrize("model", ours())
def test_every_list_and_every_record_opens(root, model):
    row = MAKERS[model]() if model in MAKERS else None
    listed = root.get(address(model, "changelist"))
    assert listed.context["cl"].model is model
    if row is not None:
        page = root.get(address(model, "change", row.pk))
        assert page.context["original"] == row


@pytest.mark.parametrize("model", ours())
def test_nothing_is_deleted_here(root, model):
    row = MAKERS[model]()
    assert root.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert model._base_manager.filter(pk=row.pk).exists()


def form_of(page):
    """What the page's form would send back if nobody changed anything."""
    values = {}
    for form in [
        page.context["adminform"].form,
        *(f for s in page.context["inline_admin_formsets"] for f in s.formset.forms),
        *(s.formset.management_form for s in page.context["inline_admin_formsets"]),
    ]:
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                values[field.html_name] = value
    return values


@pytest.mark.parametrize("model", [Provider, Location, Service, models.Practitioner])
def test_saving_an_untouched_record_changes_nothing(root, model):
    factories.published_listing()
    row = model.objects.get()
    events = row.events.count()
    page = root.get(address(model, "change", row.pk))

    answer = root.post(address(model, "change", row.pk), form_of(page))

    assert answer.status_code == 302, answer.context["errors"]
    assert row.events.count() == events


@pytest.mark.parametrize(("model", "field"), [(Provider, "status"), (Provider, "slug")])
def test_what_belongs_to_actions_is_only_shown(root, model, field):
    row = factories.published_listing().provider
    page = root.get(address(model, "change", row.pk))
    assert field not in page.context["adminform"].form.fields

    root.post(address(model, "change", row.pk), {**form_of(page), field: "draft"})

    assert getattr(Provider.objects.get(), field) == getattr(row, field)


def test_a_repair_reaches_search_at_once(root):
    row = factories.published_listing().provider
    page = root.get(address(Provider, "change", row.pk))

    root.post(address(Provider, "change", row.pk), {**form_of(page), "display_name": "Right Name"})

    assert SearchCard.objects.get().card["name"] == "Right Name"


def test_a_rule_of_the_database_is_shown_as_a_sentence(root):
    row = factories.spravato()
    page = root.get(address(Service, "change", row.pk))

    answer = root.post(address(Service, "change", row.pk), {**form_of(page), "observation_minutes": 60})

    assert "After Spravato, patients are watched for at least 120 minutes." in answer.content.decode()


@pytest.mark.parametrize(
    ("ticked", "stored"),
    [([], None), (["none_of_them"], []), ([Monitor.BP, Monitor.ECG], [Monitor.BP, Monitor.ECG])],
)
def test_not_stated_is_not_none_of_them(root, ticked, stored):
    row = factories.service(monitoring=[Monitor.BP])
    page = root.get(address(Service, "change", row.pk))

    root.post(address(Service, "change", row.pk), {**form_of(page), "monitoring": ticked})

    assert Service.objects.get().monitoring == stored


def test_evidence_and_decisions_are_only_shown(root):
    row = check().credential
    page = root.get(address(models.Credential, "change", row.pk))
    assert not page.context["has_change_permission"]
    assert "the register" in page.content.decode()
