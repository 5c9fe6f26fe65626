"""Mail: written with its cause, once for each key, in two parts, with nothing smuggled into its headers."""

import datetime
from contextlib import suppress

import pytest
from django.core import mail as django_mail
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.template import TemplateDoesNotExist
from django.utils import timezone
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app

from directory.env import BASE_DIR
from providers.actions import mail, outbox
from providers.actions.links import absolute
from providers.models import Message
from tests.mailbox import deliver, sent

pytestmark = pytest.mark.django_db
FOLDER = BASE_DIR / "templates" / "emails"


@pytest.fixture(autouse=True)
def letter(settings, tmp_path):
    """A template of the tests' own, on the site's bases."""
    (tmp_path / "emails").mkdir()
    for ending, text in {
        "subject.txt": "Code for {{ name }}\n",
        "txt": '{% extends "emails/base.txt" %}{% block content %}Hello {{ name }}.{% endblock %}',
        "html": '{% extends "emails/base.html" %}{% block content %}<p>Hello {{ name }}.</p>{% endblock %}',
    }.items():
        (tmp_path / "emails" / f"letter.{ending}").write_text(text)
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], tmp_path]}]


def write(key="letter:1", to="owner@example.org", name="Ana", **over):
    context = {"name": name, "reason": "You asked for it."}
    return mail.send(to=to, template="letter", key=key, context=context, **over)


def fail_after_writing():
    with suppress(RuntimeError), transaction.atomic():
        write()
        raise RuntimeError


def jobs():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        return cursor.fetchone()[0]


def test_a_mail_has_a_subject_both_parts_and_its_reason():
    write()
    deliver()
    [letter] = django_mail.outbox
    html, kind = letter.alternatives[0]
    assert (letter.to, letter.subject, kind) == (["owner@example.org"], "Code for Ana", "text/html")
    assert "Hello Ana." in letter.body
    assert "Why you get this: You asked for it." in letter.body
    assert "<p>Hello Ana.</p>" in html
    assert "You asked for it." in html


def test_nothing_is_sent_before_the_worker_comes():
    message = write()
    assert sent() == [message]
    assert (message.sent_at, django_mail.outbox) == (None, [])


def test_a_cause_that_is_rolled_back_sends_nothing():
    fail_after_writing()
    deliver()
    assert (sent(), jobs(), django_mail.outbox) == ([], 0, [])


def test_a_job_that_is_rolled_back_inside_the_worker_sends_nothing():
    """There procrastinate's own connections are others, which do not even answer here."""
    away = PsycopgConnector(conninfo="host=127.0.0.1 port=1")
    with app.replace_connector(away):
        fail_after_writing()
        assert jobs() == 0
        write("letter:2")
        assert jobs() == 1


def test_the_same_key_is_written_once():
    assert write()
    assert write(name="Ben") is None
    deliver()
    assert [letter.subject for letter in django_mail.outbox] == ["Code for Ana"]


def test_the_text_is_not_escaped_and_the_html_is():
    message = write(name="Ana & <script>alert(1)</script>")
    assert "Hello Ana & <script>" in message.text
    assert message.subject == "Code for Ana & <script>alert(1)</script>"
    assert "<p>Hello Ana &amp; &lt;script&gt;alert(1)&lt;/script&gt;.</p>" in message.html


@pytest.mark.parametrize(
    "name",
    ["Ana\nBcc: all@example.com", "Ana\r\nBcc: all@example.com", "Ana\rBcc: all@example.com",
     "Ana\u2028Bcc: all@example.com", "Ana\x85Bcc: all@example.com", "Ana\0\x0bBcc: all@example.com"],
)  # fmt: skip
def test_a_name_smuggles_no_header(name):
    write(name=name)
    deliver()
    [letter] = django_mail.outbox
    parsed = letter.message()
    assert parsed["Bcc"] is None
    assert letter.recipients() == ["owner@example.org"]
    assert letter.subject.startswith("Code for Ana")
    assert letter.subject.isprintable()


@pytest.mark.parametrize(
    "address",
    ["", "nobody", "a@example.org\nBcc: b@example.org", "a@example.org, b@example.org", "a@example.org\0",
     "Ana <a@example.org>", "a@example.org\r\n\r\nBody", f"{'a' * 250}@example.org"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(ValidationError):
        write(to=address)
    assert (sent(), jobs()) == ([], 0)


def test_a_huge_subject_is_cut():
    assert len(write(name="a" * 5_000).subject) == 200


def test_a_nul_byte_gets_nowhere():
    assert "Hello Ana." in write(name="A\0na").text


def test_a_mail_is_in_its_readers_language():
    assert '<html lang="es">' in write(language="es").html


def test_a_missing_part_is_an_error_and_leaves_nothing():
    with pytest.raises(TemplateDoesNotExist):
        mail.send(to="owner@example.org", template="nothing", key="1", context={})
    assert (sent(), jobs()) == ([], 0)


def test_links_are_whole_and_ours(settings):
    settings.SITE_URL = "https://directory.example.org"
    assert absolute("/es/search/") == "https://directory.example.org/es/search/"
    for path in ("search/", "//evil.example/", "https://evil.example/"):
        with pytest.raises(ValueError, match="Not a path"):
            absolute(path)


def test_every_mail_has_its_three_files_and_says_why_it_was_sent():
    """In the block `reason`, or as the value of that name, which the base shows."""
    names = {path.name.split(".")[0] for path in FOLDER.iterdir()} - {"base"}
    for name in names - {piece for piece in names if piece.startswith("_")}:
        assert (FOLDER / f"{name}.subject.txt").exists(), name
        for ending in ("txt", "html"):
            text = (FOLDER / f"{name}.{ending}").read_text()
            assert text.startswith(f'{{% extends "emails/base.{ending}" %}}'), name


def test_a_mail_that_waited_too_long_is_not_sent():
    message = write()
    Message.objects.update(made_at=timezone.now() - outbox.LIFE - datetime.timedelta(minutes=1))
    deliver()
    message.refresh_from_db()
    assert (message.sent_at, message.error, django_mail.outbox) == (None, outbox.TOO_OLD, [])


def test_what_was_said_is_erased_after_thirty_days_and_the_key_stays():
    message = write()
    recent = write("letter:2")
    deliver()
    Message.objects.filter(pk=message.pk).update(made_at=timezone.now() - datetime.timedelta(days=31))
    assert outbox.erase_old() == 1
    message.refresh_from_db()
    assert (message.to, message.subject, message.text, message.html) == ("", "", "", "")
    assert write() is None
    assert Message.objects.get(pk=recent.pk).text
    assert outbox.erase_old() == 0


def test_a_mail_that_is_gone_is_no_trouble():
    write()
    Message.objects.all().delete()
    deliver()
    assert django_mail.outbox == []


@pytest.mark.parametrize("template", sorted(outbox.HOLD_A_SECRET))
def test_a_secret_that_is_never_sent_is_erased_all_the_same(template):
    message = write()
    old = timezone.now() - outbox.LIFE - datetime.timedelta(minutes=1)
    Message.objects.update(template=template, made_at=old)
    outbox.hand_over(message_id=message.pk)
    message.refresh_from_db()
    assert (message.error, message.text, message.html) == (outbox.TOO_OLD, "", "")
