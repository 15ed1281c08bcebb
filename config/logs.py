"""How a line of the log is written. The one thing to know: what a stranger sends decides neither its length nor what it gives away."""

import copy
import logging
import re

LONGEST = 1000
# Secrets of links stand in their addresses: a one-time link that was refused for want of a cookie still opens.
_SECRET = re.compile(r"(?<=/)[A-Za-z0-9_=:.-]{30,}")


class Line(logging.Formatter):
    """One line, and a traceback only for what is a fault of ours: a request that we refuse is none."""

    def format(self, record: logging.LogRecord) -> str:
        line = copy.copy(record)
        if record.name.startswith("django.") and (record.levelno < logging.ERROR or ".security." in record.name):
            line.exc_info = line.exc_text = line.stack_info = None
        line.msg, line.args = _SECRET.sub("…", record.getMessage()), None
        if len(line.msg) > LONGEST:
            line.msg = line.msg[:LONGEST] + "…"
        return super().format(line)
