"""Django's PostgreSQL backend, on a server that is started when a connection finds none.

Importing settings starts nothing: a command that asks the database nothing needs no server.
"""

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base
from psycopg import OperationalError

from directory.postgres.server import EmbeddedServer


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Try the recorded socket; where nobody answers, start or recover the server and ask again."""
        server = EmbeddedServer(Path(conn_params.pop("host")))
        if socket := server.recorded_socket():
            try:
                return super().get_new_connection({**conn_params, "host": str(socket)})
            except OperationalError:
                pass
        return super().get_new_connection({**conn_params, "host": str(server.ensure_running())})
