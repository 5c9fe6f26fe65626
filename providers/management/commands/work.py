"""The worker: sends mail and does what is due at its time. One is enough; more do no harm."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app, connector_params

from providers.actions import queue

AT_ONCE = 4
CONNECTIONS = 4


class Command(BaseCommand):
    help = "Do the queue's work until SIGTERM or Ctrl-C, which let running jobs end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then stop")

    def handle(self, *args: Any, **options: Any) -> None:
        queue.put_back_stalled()  # this also starts the embedded server, where that is used
        connector = PsycopgConnector(kwargs=_address(), min_size=1, max_size=CONNECTIONS)
        with app.replace_connector(connector):
            app.run_worker(
                wait=not options["once"], concurrency=AT_ONCE, delete_jobs="successful", name="worker"
            )


def _address() -> dict[str, Any]:
    """Of Django's database; where the embedded server is, only a connection to it says."""
    address = connector_params()
    if connection.settings_dict["ENGINE"] == "directory.postgres":
        address["host"] = connection.connection.info.host
    connection.close()
    return address
