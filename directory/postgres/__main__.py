"""`python -m directory.postgres stop` ends this checkout's server; else it says where it is."""

import sys

from directory.env import EMBEDDED_HOME
from directory.postgres.server import EmbeddedServer

server = EmbeddedServer(EMBEDDED_HOME)
if sys.argv[1:] == ["stop"]:
    server.stop()
else:
    sys.stdout.write(f"{server.recorded_socket() or 'not running'}\n")
