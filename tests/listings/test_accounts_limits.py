"""Limits on trying: on, and shared by every process, because they are counted in the database."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.db import connection
from django.test import Client
from django.urls import reverse

from directory.env import BASE_DIR

from .. import cast, sign_in
from ..mailbox import sent

WRONG = {"login": "stranger@example.org", "password": "wrong horse"}
TOO_MANY = "Too many wrong tries. Wait five minutes, then try again."
ASK_ELSEWHERE = """
import django
django.setup()
from django.conf import settings
from django.db import connection
connection.settings_dict["NAME"] = {name!r}
settings.ALLOWED_HOSTS = ["testserver"]
settings.SECURE_SSL_REDIRECT = False
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
from django.test import Client
print(Client().post({path!r}, {data!r}).content.decode())
"""


def errors(answer):
    return answer.context["form"].non_field_errors()


@pytest.mark.django_db
def test_the_sixth_wrong_password_for_an_address_is_refused_even_if_it_is_right(client):
    sign_in.with_password(cast.stranger())
    for _ in range(5):
        assert TOO_MANY not in errors(client.post(reverse("account_login"), WRONG))
    right = {**WRONG, "password": sign_in.PASSWORD}
    assert errors(Client(REMOTE_ADDR="198.51.100.7").post(reverse("account_login"), right)) == [TOO_MANY]


@pytest.mark.django_db(transaction=True)
def test_another_process_counts_on(client):
    for _ in range(5):
        client.post(reverse("account_login"), WRONG)
    code = ASK_ELSEWHERE.format(
        name=connection.settings_dict["NAME"], path=reverse("account_login"), data=WRONG
    )
    page = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=BASE_DIR,
        env={"DJANGO_SETTINGS_MODULE": "directory.settings", "DJANGO_DEBUG": "1", "PATH": "/usr/bin:/bin"},
    ).stdout
    assert TOO_MANY in page


@pytest.mark.django_db
def test_letters_to_one_address_are_few(client):
    page = reverse("account_reset_password")
    answers = [client.post(page, {"email": "nobody@example.org"}).status_code for _ in range(7)]
    assert answers == [302] * 5 + [429] * 2
    assert len(sent()) == 5


@pytest.mark.django_db
def test_too_many_from_one_place_is_a_page_that_says_so(client):
    data = {"name": "A", "email": "bad", "password1": ""}
    for _ in range(20):
        assert client.post(reverse("account_signup"), data).status_code == 422
    answer = client.post(reverse("account_signup"), data)
    assert answer.status_code == 429
    assert "That was too often" in answer.content.decode()
    assert Client(REMOTE_ADDR="198.51.100.7").post(reverse("account_signup"), data).status_code == 422


def test_counts_are_not_kept_in_the_memory_of_a_process():
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"
    assert isinstance(cache._connections["default"], DatabaseCache)


@pytest.mark.django_db
def test_the_migrations_alone_make_the_table():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE oid = 'shared_cache'::regclass")
        assert cursor.fetchone() == ("u",)
    cache.set("key", [1, 2], 60)
    assert cache.add("key", "other", 60) is False
    assert cache.get("key") == [1, 2]
