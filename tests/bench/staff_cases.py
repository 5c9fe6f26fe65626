"""A queue of 100,000 open cases, written in sets, one case with 200 checks, and somebody to read them."""

import time

from allauth.account.internal.flows import login
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction

from providers.actions import staff_roles
from providers.models import Case, User

CASES, CHECKS = 100_000, 200
NEIGHBORS = """
    INSERT INTO providers_duplicatepair (one_id, other_id, why, score, state, found_at, reason)
    SELECT id, next, '["name"]', 70, 'open', now(), '' FROM (
      SELECT id, lead(id) OVER (ORDER BY id) AS next FROM providers_provider
    ) AS pair WHERE next IS NOT NULL ORDER BY id LIMIT 5000
"""
REPORTS = """
    INSERT INTO providers_report
      (location_id, field, message, contact, language, status, outcome, received_at)
    SELECT id, (ARRAY['hours', 'phone', 'price', 'people', 'safety'])[1 + mod(id, 5)], 'It is wrong.', '', '',
      'received', '', now() - mod(id, 9) * interval '1 day'
    FROM providers_location ORDER BY id LIMIT 30000
"""
CHANGES = """
    INSERT INTO providers_changerequest
      (provider_id, field, subject, before, after, status, asked_at, asked_by_id, reason)
    SELECT id, 'display_name', '', '"Old"', '"New"', 'open', now() - mod(id, 5) * interval '1 day',
      %(person)s, ''
    FROM providers_provider ORDER BY id LIMIT 10000
"""
# Of each kind: where the rows come from, the listing of one, how much they weigh, and how many are taken.
KINDS = {
    "duplicate": ("providers_duplicatepair", "row.one_id", "10", 5_000),
    "listing": ("providers_provider", "row.id", "30", 2_000),
    "change": ("providers_changerequest", "row.provider_id", "30 + mod(row.id, 4) * 10", 10_000),
    "report": (
        "providers_report",
        "(SELECT provider_id FROM providers_location WHERE id = row.location_id)",
        "30 + mod(row.id, 3) * 15",
        30_000,
    ),
    "credential": (
        "providers_credential",
        """COALESCE(row.provider_id, (SELECT place.provider_id FROM providers_practitionerrole AS role
           JOIN providers_location AS place ON place.id = role.location_id
           WHERE role.practitioner_id = row.practitioner_id LIMIT 1))""",
        "20 + mod(row.id, 4) * 20",
        CASES,
    ),
}
ONE_KIND = """
    INSERT INTO providers_case (kind, state, {column}provider_id, risk, due_on, wakes_on, outcome, opened_at)
    SELECT '{kind}', readiness, {key}{listing}, {risk}, current_date + (mod(row.id, 40) - 12)::int,
      CASE WHEN readiness = 'waiting' THEN current_date + 7 END, '', now() - mod(row.id, 30) * interval '1 day'
    FROM (SELECT *, CASE WHEN mod(id, 20) = 0 THEN 'waiting' ELSE 'ready' END AS readiness FROM {table}) AS row
    ORDER BY row.id LIMIT {limit}
"""
HELD = """
    UPDATE providers_case SET held_by_id = %(person)s, held_until = now() + interval '30 minutes'
    WHERE id IN (SELECT id FROM providers_case WHERE state = 'ready' ORDER BY rank, id OFFSET 5 LIMIT 5)
"""
LOOKS = """
    INSERT INTO providers_check
      (credential_id, source, source_url, source_date, checked_at, method, result, found, digest)
    SELECT %(credential)s, 'The board''s register', '', current_date - day, now() - day * interval '1 day',
      'register_web', 'agrees', '{"status": "active"}', '' FROM generate_series(1, %(checks)s) AS day
"""


def fill() -> None:
    """All or nothing. Whatever is left to 100,000 are credentials, the last kind of the list."""
    start = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        person = User.objects.create_user(email="colleague@example.org", name="Another Reviewer")
        for statement in (NEIGHBORS, REPORTS, CHANGES):
            cursor.execute(statement, {"person": person.pk})
        for kind in KINDS:
            cursor.execute(_statement(kind))
        cursor.execute(HELD, {"person": person.pk})
        cursor.execute(LOOKS, {"credential": checked_case().credential_id, "checks": CHECKS})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    print(f"Opened {Case.objects.open().count():,} cases in {time.perf_counter() - start:.0f} s.")


def _statement(kind: str) -> str:
    table, listing, risk, limit = KINDS[kind]
    limit = min(limit, CASES - Case.objects.count())
    column, key = ("", "") if kind == "listing" else (f"{kind}_id, ", "row.id, ")
    parts = {"table": table, "listing": listing, "risk": risk, "limit": limit, "column": column, "key": key}
    return ONE_KIND.format(kind=kind, **parts)


def checked_case() -> Case:
    found: Case = Case.objects.ready().filter(kind="credential").order_by("pk")[0]
    return found


def cookie() -> str:
    """Of a lead reviewer who has just shown the second factor."""
    email = "lead@example.org"
    if not User.objects.filter(email=email).exists():
        User.objects.create_user(email=email, name="Lead Reviewer")
    person = staff_roles.make_staff(email=email, role="lead")
    Authenticator.objects.get_or_create(user=person, type="totp", defaults={"data": {}})
    session = SessionStore()
    session["_auth_user_id"] = str(person.pk)
    session["_auth_user_backend"] = settings.AUTHENTICATION_BACKENDS[0]
    session["_auth_user_hash"] = person.get_session_auth_hash()
    session[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
    session[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time(), "type": "totp"}]
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
