"""Tasks of the worker, each a thin call of an action; periodic ones say when beside what they do.

Every module here is found by itself. A task's arguments are keys of rows.
"""

import pkgutil
from importlib import import_module

for module in pkgutil.iter_modules(__path__, prefix=f"{__name__}."):
    import_module(module.name)
