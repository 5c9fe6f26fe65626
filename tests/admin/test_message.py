"""Staff see which mail went out and which did not; codes and links in it are for its reader only."""

import pytest
from django.urls import reverse

from providers.models import Message

from .. import cast, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def message():
    return Message.objects.create(
        key="claim-code:1",
        template="claim_code",
        to="owner@example.org",
        subject="Your code 482913",
        text="482913",
        html="<p>482913</p>",
        attempts=2,
        error="SMTPDataError: (451, b'later')",
    )


def test_a_failed_mail_shows_why_and_not_what_it_says(client, message):
    sign_in.with_second_factor(client, cast.superuser())
    for page in (
        client.get(reverse("admin:providers_message_changelist")),
        client.get(reverse("admin:providers_message_change", args=[message.pk])),
    ):
        text = page.content.decode()
        assert "SMTPDataError: (451" in text
        assert "482913" not in text


def test_nobody_changes_a_mail(client, message):
    sign_in.with_second_factor(client, cast.superuser())
    answer = client.post(
        reverse("admin:providers_message_change", args=[message.pk]), {"to": "b@example.org"}
    )
    assert answer.status_code == 403
    message.refresh_from_db()
    assert message.to == "owner@example.org"
