"""How a line of the log is written. The one thing to know: what a stranger sends decides neither its length nor what it gives away."""

import copy
import logging
import re

from japacar.ui.errors import is_passing

LONGEST = 1000
# Secrets of links stand in their addresses: a one-time link that was refused for want of a cookie still opens.
_SECRET = re.compile(r"(?<=/)[A-Za-z0-9_=:.-]{30,}")


class Line(logging.Formatter):
    """One line, and a traceback only for what is a fault of ours: a request that we refuse is none."""

    def format(self, record: logging.LogRecord) -> str:
        line = copy.copy(record)
        if record.name.startswith("django.") and (record.levelno < logging.ERROR or ".security." in record.name):
            line.exc_info = line.exc_text = line.stack_info = None
        # A database that is away is no riddle, and everybody's request tells of it.
        why = record.exc_info[1] if record.exc_info else None
        if is_passing(why):
            line.exc_info = line.exc_text = line.stack_info = None
            line.msg, line.args = f"{record.getMessage()}: {str(why).partition(chr(10))[0]}", None
        line.msg, line.args = _SECRET.sub("…", line.getMessage()), None
        if len(line.msg) > LONGEST:
            line.msg = line.msg[:LONGEST] + "…"
        return super().format(line)
