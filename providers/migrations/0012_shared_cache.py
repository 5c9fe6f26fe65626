from django.db import migrations


class Migration(migrations.Migration):
    """The table of Django's DatabaseCache, as `createcachetable` would make it: who deploys need not know of it.

    Unlogged: counts of attempts may be lost when the server crashes, and are written more cheaply.
    """

    dependencies = [
        ("providers", "0011_claims_keep_their_life"),
    ]

    operations = [
        migrations.RunSQL(
            sql=[
                """
                CREATE UNLOGGED TABLE shared_cache (
                    cache_key varchar(255) PRIMARY KEY,
                    value text NOT NULL,
                    expires timestamptz NOT NULL
                )
                """,
                "CREATE INDEX shared_cache_expires ON shared_cache (expires)",
            ],
            reverse_sql="DROP TABLE shared_cache",
        ),
    ]
