"""A worker whose decoder was taken over: it surrenders like the real one, then does what the file says."""

import os
import socket
import sys
from typing import Any

from japacar.kernel.inspector.worker import Reply, serve, surrender


def main() -> None:
    surrender(int(sys.argv[1]))
    serve(sys.stdin.buffer, sys.stdout.buffer, obey)


def obey(header: dict[str, Any], data: bytes) -> Reply:
    told = data.decode().strip('"[]')
    if told == "burn":
        while True:
            pass
    if told == "hoard":
        return facts(str(len(bytearray(2_000_000_000)))), []
    if told == "die":
        os.kill(os.getpid(), 11)
    if told == "lie":
        sys.stdout.buffer.write(b"\xff\xff\xff\xff")
        sys.stdout.buffer.flush()
    if told == "talk":
        return {"media_type": "image/jpeg"}, []
    return facts(attempt(told)), []


def attempt(told: str) -> str:
    try:
        if told == "read":
            open("/etc/passwd", "rb").close()
        elif told == "write":
            os.open("/tmp/japacar-inspection-escape", os.O_CREAT | os.O_WRONLY)
        elif told == "connect":
            socket.socket().close()
        elif told == "environment":
            return " ".join(sorted(os.environ))
    except OSError:
        return "denied"
    return "done"


def facts(text: str) -> dict[str, Any]:
    return {"media_type": text, "width": 0, "height": 0, "pages": 0}
