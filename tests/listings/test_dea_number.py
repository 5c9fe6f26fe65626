"""The DEA number in the clinic's form: optional, judged, and on no page afterwards."""

import pytest
from django.urls import reverse

from providers.actions import dea
from providers.models import SealedNumber
from tests import cast, factories
from tests.factories.facts import day

pytestmark = pytest.mark.django_db
NUMBER = "AB1234563"


@pytest.fixture
def location():
    return factories.published_listing()


@pytest.fixture
def new(location, client):
    client.force_login(cast.editor_of(location.provider))
    person = location.roles.get().practitioner
    where = [location.provider.slug, location.slug, person.pk, "dea_registration"]
    return reverse("add_credential", args=where)


def form(**over):
    return {
        "state": "CO",
        "dea_number": NUMBER,
        "expires_on": day(-200).isoformat(),
        "statement": "on",
        **over,
    }


def test_it_is_entered_and_kept_and_the_next_page_shows_a_hint_only(client, location, new):
    assert client.post(new, form()).status_code == 302
    row = location.roles.get().practitioner.credentials.get(type="dea_registration")
    assert dea.hint(row) == "A••••••63"

    page = client.get(reverse("edit_credential", args=[location.provider.slug, row.pk]))
    text = page.content.decode()
    assert "Kept now: A••••••63" in text
    assert "1234563" not in text


@pytest.mark.parametrize("over", [{"dea_number": "AB4523763"}, {"statement": ""}])
def test_no_form_comes_back_with_it(client, new, over):
    response = client.post(new, form(**over))
    assert response.status_code == 422
    for number in ("1234563", "4523763"):
        assert number not in response.content.decode()
    assert ("cannot be right" in response.content.decode()) == ("dea_number" in over)
    assert not SealedNumber.objects.exists()


def test_it_may_be_left_out(client, location, new):
    assert client.post(new, form(dea_number="")).status_code == 302
    assert not SealedNumber.objects.exists()


def test_a_preview_keeps_nothing(client, new):
    response = client.post(new, form(preview="1"))
    assert "1234563" not in response.content.decode()
    assert not SealedNumber.objects.exists()


def test_the_form_says_why_and_what_becomes_of_it(client, new, settings):
    assert "keep the number encrypted" in client.get(new).content.decode()
    settings.SEALING_KEYS = []
    assert "keep nothing of the number" in client.get(new).content.decode()


@pytest.mark.parametrize("typed", ["A" * 30, "\0", "‮AB1234563"])
def test_strange_input_is_named_at_its_field(client, new, typed):
    response = client.post(new, form(dea_number=typed))
    assert response.status_code == 422
    assert 'id="id_dea_number_error"' in response.content.decode()
