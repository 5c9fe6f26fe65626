"""Where mail goes, as the environment says it."""

import email
import email.policy

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured

from directory.mail import config, site_url
from tests.directory.test_env import PRODUCTION, SITE

NAMES = ("EMAIL_SERVICE", "EMAIL_URL", "SITE_URL", "DEFAULT_FROM_EMAIL", "MAIL_DIR")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_developments_mail_is_a_readable_file(settings, tmp_path):
    settings.EMAIL_BACKEND = "directory.mail_folder.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    letter = mail.EmailMultiAlternatives("Your código / code", "Code 123\nñ", to=["ana/../x@example.org"])
    letter.attach_alternative("<p>Code 123</p>", "text/html")
    letter.send()
    [file] = (tmp_path / "mail").iterdir()
    parsed = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert "ana_.._x@example.org your-codigo-code" in file.name
    assert parsed.get_body(["plain"]).get_content().strip() == "Code 123\nñ"
    assert parsed.get_body(["html"]).get_content().strip() == "<p>Code 123</p>"
    assert b"Code 123" in file.read_bytes()
    assert file.parent.stat().st_mode & 0o077 == 0


def test_without_a_word_development_writes_files():
    assert config()["EMAIL_BACKEND"] == "directory.mail_folder.EmailBackend"
    assert site_url() == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("url", "port", "starttls", "tls"),
    [
        ("smtp://ana%40example.org:p%2Fw@mail.example.org", 587, True, False),
        ("smtps://ana%40example.org:p%2Fw@mail.example.org", 465, False, True),
        ("smtp+plain://ana%40example.org:p%2Fw@mail.example.org:2525", 2525, False, False),
    ],
)
def test_smtp_is_one_address_and_encrypted_unless_said(monkeypatch, url, port, starttls, tls):
    monkeypatch.setenv("EMAIL_URL", url)
    found = config()
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example.org", port)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("ana@example.org", "p/w")
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"], found["EMAIL_TIMEOUT"]) == (starttls, tls, 20)


def test_a_service_takes_its_keys_from_the_environment(monkeypatch):
    monkeypatch.setenv("EMAIL_SERVICE", "Postmark")
    monkeypatch.setenv("POSTMARK_SERVER_TOKEN", "12-34")
    found = config()
    assert found["EMAIL_BACKEND"] == "anymail.backends.postmark.EmailBackend"
    assert found["ANYMAIL"]["POSTMARK_SERVER_TOKEN"] == "12-34"


def test_ses_is_known_by_its_short_name(monkeypatch):
    monkeypatch.setenv("EMAIL_SERVICE", "ses")
    assert config()["EMAIL_BACKEND"] == "anymail.backends.amazon_ses.EmailBackend"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"EMAIL_SERVICE": "pigeon"}, "EMAIL_SERVICE must be one of amazon_ses, brevo"),
        ({"EMAIL_SERVICE": "base"}, "EMAIL_SERVICE must be one of"),
        ({"EMAIL_URL": "http://mail.example.org"}, "EMAIL_URL must be like"),
        ({"EMAIL_URL": "smtp://"}, "EMAIL_URL must be like"),
        ({"EMAIL_URL": "smtp://mail.example.org:many"}, "port"),
        ({"EMAIL_URL": "smtp://a", "EMAIL_SERVICE": "ses"}, "not both"),
        ({"SITE_URL": "directory.example.org"}, "SITE_URL must be like"),
        ({"SITE_URL": "https://directory.example.org/here/"}, "SITE_URL must be like"),
    ],
)
def test_a_wrong_value_is_named_in_one_sentence(monkeypatch, wrong, words):
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=words):
        config()


def test_production_without_mail_starts_and_the_deployment_check_says_so(manage):
    assert manage("check", **PRODUCTION).returncode == 0
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert done.returncode == 1
    assert "Mail goes nowhere: neither EMAIL_SERVICE nor EMAIL_URL is set." in done.stderr
    assert "SITE_URL is not set" in done.stderr
    assert "DEFAULT_FROM_EMAIL is not set" in done.stderr


def test_production_says_that_a_services_key_is_missing(manage):
    ready = {"EMAIL_SERVICE": "postmark", **PRODUCTION, **SITE}
    done = manage("check", "--deploy", **ready)
    assert "The mail service is not ready: You must set ANYMAIL" in done.stderr
    assert "POSTMARK_SERVER_TOKEN" in done.stderr
    done = manage(
        "check", "--deploy", EMAIL_SERVICE="postmark", POSTMARK_SERVER_TOKEN="1", **PRODUCTION, **SITE
    )
    assert "mail" not in done.stderr


def test_where_nothing_is_configured_mail_fails_with_a_sentence(settings):
    settings.EMAIL_BACKEND = "directory.mail_nowhere.EmailBackend"
    with pytest.raises(ImproperlyConfigured, match="set EMAIL_SERVICE or EMAIL_URL"):
        mail.send_mail("a", "b", None, ["owner@example.org"])
