"""What every response says to the browser, and what happens to addresses that nobody can read."""

import socket
import subprocess
import sys

import pytest
from django.db import connection
from pytest_socket import SocketConnectBlockedError

from directory.env import BASE_DIR
from tests.directory.conftest import inherited_environment

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
}
ASK_HEALTH = (
    "import django; django.setup(); from django.test import Client; "
    "answer = Client().get('/healthz', headers={'host': 'localhost'}); "
    "print(answer.status_code, answer.content.decode())"
)


@pytest.fixture
def health(client, db):
    return client.get("/healthz")


def test_the_content_security_policy_allows_only_ourselves(health):
    assert set(health["Content-Security-Policy"].split("; ")) == POLICY


def test_the_browser_is_told_to_keep_things_to_itself(health):
    assert health["Referrer-Policy"] == "same-origin"
    assert health["X-Frame-Options"] == "DENY"
    assert health["X-Content-Type-Options"] == "nosniff"
    assert health["Permissions-Policy"].startswith("geolocation=(self), camera=(), microphone=()")


def test_health_asks_the_database_and_leaves_no_trace(client, django_assert_num_queries, db):
    with django_assert_num_queries(1, connection=connection):
        answer = client.get("/healthz")
    assert answer.json()["database"] == "ok"
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_health_is_503_when_the_database_is_away():
    away = {"DJANGO_DEBUG": "1", "DATABASE_URL": "postgres://directory@127.0.0.1:1/directory"}
    environment = inherited_environment() | away | {"DJANGO_SETTINGS_MODULE": "directory.settings"}
    done = subprocess.run(
        [sys.executable, "-c", ASK_HEALTH],
        cwd=BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == '503 {"status": "unavailable", "database": "no answer"}\n'


def test_health_changes_nothing_and_so_refuses_a_post(client):
    answer = client.post("/healthz")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/search/", "near=80302%00"),
        ("/search/", "near=80302\0"),
        ("/search/", "near=%ff%fe"),
        ("/search/", "near=%ed%a0%80"),
        ("/providers/a%00b/", ""),
    ],
)
def test_an_address_nobody_can_read_is_refused_with_a_page(client, path, query):
    answer = client.get(path, QUERY_STRING=query)
    assert answer.status_code == 400
    assert answer["Content-Type"].startswith("text/html")
    assert set(answer["Content-Security-Policy"].split("; ")) == POLICY


def test_an_address_in_any_language_is_read(client, db):
    answer = client.get("/healthz", QUERY_STRING="q=%E7%9B%90&r=ñandú".encode().decode("latin-1"))
    assert answer.json()["database"] == "ok"


def test_the_network_is_closed_but_for_this_machine():
    with pytest.warns(UserWarning, match=r"192\.0\.2\.1"), pytest.raises(SocketConnectBlockedError):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        socket.create_connection(listener.getsockname()).close()
