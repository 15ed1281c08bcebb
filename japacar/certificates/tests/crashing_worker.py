"""A worker that dies at the first picture, as a decoder does that a file has broken."""

import os
import sys
from typing import Any

from japacar.kernel.inspector.worker import Reply, serve, surrender


def main() -> None:
    surrender(int(sys.argv[1]))
    serve(sys.stdin.buffer, sys.stdout.buffer, die)


def die(_header: dict[str, Any], _data: bytes) -> Reply:
    os.kill(os.getpid(), 11)
    return {}, []
