"""Judging the text formats of an official certificate file: JSON, XML, CSV. Runs only in the limited process.

Only the form is judged: whether it can be read without surprise. The fields are the business of certificates.
"""

import csv
import io
import json
from xml.parsers import expat

from japacar.kernel.inspector import signatures
from japacar.kernel.inspector.images import Unfit

MAX_XML_DEPTH = 64
# The official files are UTF-8, with or without a mark; tables that passed through Excel are often cp932.
ENCODINGS = ("utf-8-sig", "cp932")


def judge(data: bytes, kind: str) -> None:
    """Raise `Unfit("broken")` unless the bytes are well-formed text of this kind."""
    if kind == signatures.XML:
        _judge_xml(data)
        return
    text = _decoded(data)
    try:
        if kind == signatures.JSON:
            json.loads(text)
        else:
            rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
            if len(rows) < 2:
                raise Unfit("broken")
    except (ValueError, RecursionError, csv.Error) as error:
        raise Unfit("broken") from error


def _decoded(data: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unfit("broken")


def _judge_xml(data: bytes) -> None:
    """Well-formed, without a document type: no entities of its own, hence no expansion and no fetching."""
    depth = 0

    def refuse_doctype(*_: object) -> None:
        raise Unfit("broken")

    def enter(name: str, _: object) -> None:
        nonlocal depth
        depth += 1
        local = name.rsplit(":", 1)[-1].lower()
        if local in ("svg", "html"):
            raise Unfit(local)
        if depth > MAX_XML_DEPTH:
            raise Unfit("broken")

    def leave(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = enter
    parser.EndElementHandler = leave
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise Unfit("broken") from error
