"""Every row of ours as it stands, for "nothing else changed"."""

from django.apps import apps
from django.db import connection

# History, what a step is told with, people who come when a test first names them, and rows that are
# written anew with new keys each time.
LEFT_OUT = (
    "providers_case", "providers_message", "providers_merge", "providers_auditentry",
    "providers_auditwaiting", "providers_duplicatepair", "providers_user", "providers_searchreach",
)  # fmt: skip


def rows():
    """Table -> {key: the row as JSON}."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f"SELECT to_jsonb(t) FROM {table} t ORDER BY 1")
            found[table] = [row for (row,) in cursor.fetchall()]
    return found


def tables():
    ours = {model._meta.db_table for model in apps.get_app_config("providers").get_models()}
    return sorted(table for table in ours if not table.endswith("event") and table not in LEFT_OUT)
