"""What a process refuses to start without, and what development is given."""

import pytest

PRODUCTION = {
    "SECRET_KEY": "kD8!vQ2zL5@xR9#mT3$wY7%bN1^cF4&gH6*jP0(sU8)eA2-iO5_",
    "ALLOWED_HOSTS": "directory.example.org",
    "DATABASE_URL": "postgres://directory@127.0.0.1:1/directory",
}
SITE = {
    "SITE_URL": "https://directory.example.org",
    "DEFAULT_FROM_EMAIL": "hello@directory.example.org",
}


@pytest.mark.parametrize("missing", sorted(PRODUCTION))
def test_a_production_process_refuses_to_start_without(missing, manage):
    variables = {name: value for name, value in PRODUCTION.items() if name != missing}
    done = manage("check", **variables)
    assert done.returncode == 1
    assert done.stderr.startswith(f"{missing} is not set: ")
    assert len(done.stderr.splitlines()) == 1


def test_a_malformed_flag_is_named(manage):
    done = manage("check", DJANGO_DEBUG="perhaps")
    assert done.stderr == "DJANGO_DEBUG must be 1 or 0.\n"


def test_production_passes_the_deployment_check_without_a_warning(manage):
    mail = {"EMAIL_URL": "smtp://mail.example.org", **SITE}
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION, **mail)
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "System check identified no issues (0 silenced).\n",
        "",
    )


def test_development_keeps_one_secret_key_and_starts_no_server(manage, checkout):
    kept = checkout / ".postgres" / "secret_key"
    assert manage("check", DJANGO_DEBUG="1").returncode == 0
    first = kept.read_text()
    assert manage("check", DJANGO_DEBUG="1").returncode == 0
    assert kept.read_text() == first
    assert len(first) >= 50
    assert kept.stat().st_mode & 0o077 == 0
    assert not (checkout / ".postgres" / "data").exists()


def test_a_named_database_wins_over_the_embedded_one(manage, checkout):
    done = manage("migrate", DJANGO_DEBUG="1", DATABASE_URL=PRODUCTION["DATABASE_URL"])
    assert "127.0.0.1" in done.stderr
    assert not (checkout / ".postgres" / "data").exists()


@pytest.mark.parametrize("keys", ["short", "a" * 44, "ö", "c2hvcnQ="])
def test_what_is_no_sealing_key_is_refused_without_being_repeated(keys, manage):
    done = manage("check", **PRODUCTION, SEALING_KEYS=f"{'A' * 43}=,{keys}")
    assert done.stderr == "SEALING_KEYS holds something else than keys: see docs/operations.md.\n"


def test_sealing_keys_are_a_choice_in_production(manage):
    for keys in ("", f"{'A' * 43}=", f"{'A' * 43}=, {'B' * 43}="):
        assert manage("check", **PRODUCTION, SEALING_KEYS=keys).returncode == 0
