"""Mail: written with its cause, once for each key, in two parts, with nothing smuggled into its headers."""

import pytest
from django.core import mail as django_mail

from providers.actions import mail
from tests.mailbox import deliver

pytestmark = pytest.mark.django_db
LETTER = {"subject": "Your code", "text": "The code is 123.\n", "html": "<p>The code is <b>123</b>.</p>"}


@pytest.fixture(autouse=True)
def letter(settings, tmp_path):
    """A template of the tests' own, on the site's bases."""
    folder = tmp_path / "emails"
    folder.mkdir()
    (folder / "letter.subject.txt").write_text("Code for {{ name }}\n")
    (folder / "letter.txt").write_text(
        '{% extends "emails/base.txt" %}{% block content %}Hello {{ name }}.{% endblock %}'
        "{% block reason %}You asked.{% endblock %}"
    )
    (folder / "letter.html").write_text(
        '{% extends "emails/base.html" %}{% block content %}<p>Hello {{ name }}.</p>{% endblock %}'
        "{% block reason %}You asked.{% endblock %}"
    )
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], tmp_path]}]


def write(key="letter:1", to="owner@example.org", name="Ana", **over):
    return mail.send(to=to, template="letter", key=key, context={"name": name}, **over)


def test_a_mail_has_a_subject_both_parts_and_its_reason():
    write()
    deliver()
    [letter] = django_mail.outbox
    html, kind = letter.alternatives[0]
    assert (letter.to, letter.subject, kind) == (["owner@example.org"], "Code for Ana", "text/html")
    assert "Hello Ana." in letter.body
    assert "Why you get this: You asked." in letter.body
    assert "<p>Hello Ana.</p>" in html
    assert "Why you get this: You asked." in html
