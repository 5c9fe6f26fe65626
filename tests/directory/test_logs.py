"""Logs never say what a patient was looking for, nor from where."""

import io
import logging

import pytest


@pytest.fixture
def written(monkeypatch):
    stream = io.StringIO()
    [handler] = (handler for handler in logging.getLogger("django").handlers if handler.name == "stderr")
    monkeypatch.setattr(handler, "stream", stream)
    return stream


def test_the_development_servers_line_has_no_search(written):
    logging.getLogger("django.server").info(
        '"%s" %s %s', "GET /search/?near=80302&condition=ptsd HTTP/1.1", "200", "4312"
    )
    assert '"GET /search/ HTTP/1.1" 200 4312' in written.getvalue()
    assert "80302" not in written.getvalue()


def test_a_page_that_was_not_found_is_logged_without_search_or_address(written, client, db):
    client.get("/nowhere/?near=80302", REMOTE_ADDR="203.0.113.9")
    assert "Not Found: /nowhere/" in written.getvalue()
    assert "80302" not in written.getvalue()
    assert "203.0.113.9" not in written.getvalue()


def test_an_unknown_host_cannot_write_into_the_log(written, client):
    assert client.get("/", headers={"host": "evil.example?near=80302"}).status_code == 400
    assert "80302" not in written.getvalue()
