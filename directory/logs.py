"""Logs that say what happened and never what a patient was looking for."""

import logging
import re

QUERY = re.compile(r"\?[^\s\"'<>]*")


class WithoutQueries(logging.Filter):
    """Cut query strings from a record's message and arguments and drop the request."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = QUERY.sub("", str(record.getMessage()))
        record.args = ()
        record.__dict__.pop("request", None)
        return True
