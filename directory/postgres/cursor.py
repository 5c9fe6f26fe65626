"""The cursor of every connection: values are bound by the server, so that PostgreSQL keeps the plan."""

from typing import Any

from psycopg import ClientCursor, Cursor

# pghistory and pgtrigger put this in front of a statement, which makes two statements of it.
INJECTED = "SELECT set_config('pg"


class PreparingCursor(Cursor[Any]):
    """Binds in the client only where something was put in front: one statement at most can be prepared."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        if params and isinstance(query, str) and query.startswith(INJECTED):
            return super().execute(self.mogrify(query, params), None, **{**options, "prepare": False})
        return super().execute(query, params, **options)

    def mogrify(self, query: Any, params: Any = None) -> str:
        """The statement with its values in it; pghistory asks its cursor for this."""
        return ClientCursor(self.connection).mogrify(query, params)
