"""The one door to the typesetter: a template's name and frozen data in, a PDF out.

Data travel as JSON, never as part of a template's text. The PDFs are PDF/A-2a (for the archive) and PDF/UA-1
(readable aloud); the same data give the same bytes.
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from threading import Lock

import typst

from japacar.documents import fonts
from japacar.documents.typesetting.frozen import Json, as_json, fingerprint
from japacar.documents.typesetting.plain import printable
from japacar.documents.typesetting.qr import picture
from japacar.kernel.permit_number import find_commission
from japacar.kernel.phones import phone_text

TEMPLATES = Path(__file__).resolve().parent / "templates"
PAPERS = (
    "quotation",
    "proforma_invoice",
    "shipping_instruction",
    "commercial_invoice",
    "packing_list",
    "url_permission",
)

# A compiler keeps the document of its last run, so one paper is set at a time in a process.
_turn = Lock()


class TypesettingFailed(Exception):
    """The paper could not be set; the text says why, for staff."""


def typeset(template: str, data: Mapping[str, object]) -> bytes:
    """Print the data of a paper (`Paper.to_data()` or the stored JSON, loaded) as PDF.

    Raises TypesettingFailed when the template is unknown or the data lack what it prints.
    """
    if template not in PAPERS:
        raise TypesettingFailed(f"There is no paper called {template!r}")
    try:
        inputs = {"data": json.dumps(_to_print(data), ensure_ascii=False)}
        with _turn:
            pdf = _compiler(template).compile(format="pdf", sys_inputs=inputs, pdf_standards=["a-2a", "ua-1"])
    except typst.TypstError as error:
        raise TypesettingFailed(f"{template}: {error.message}") from error
    except (TypeError, ValueError) as error:
        raise TypesettingFailed(f"{template}: {error}") from error
    if not isinstance(pdf, bytes):
        raise TypesettingFailed(f"{template}: the typesetter gave {type(pdf).__name__} instead of one file")
    return pdf


def _to_print(data: Mapping[str, object]) -> dict[str, Json]:
    """The printable data, their fingerprint, and the picture code of the address that verifies them."""
    plain = as_json(data)
    if not isinstance(plain, dict):
        raise TypeError("The data of a paper have names")
    date.fromisoformat(str(plain.get("issued_on")))
    shown = printable(_readable(plain))
    assert isinstance(shown, dict)
    verification = plain.get("verification")
    url = verification.get("url") if isinstance(verification, dict) else None
    return shown | {"fingerprint": fingerprint(plain), "qr": picture(str(url)) if url else None}


def _readable(data: Json) -> Json:
    """The same data with telephone numbers and commissions as people abroad read them. Only here: stored facts keep theirs, and so
    their hash."""
    if isinstance(data, list):
        return [_readable(item) for item in data]
    if isinstance(data, dict):
        shown = {
            name: phone_text(item) if name == "phone" and isinstance(item, str) else _readable(item)
            for name, item in data.items()
        }
        if "permit_commission" in data:
            known = find_commission(str(data["permit_commission"]))
            shown["permit_commission_en"] = known.en if known else ""
        return shown
    return data


@cache
def _compiler(template: str) -> typst.Compiler:
    return typst.Compiler(TEMPLATES / f"{template}.typ", root=TEMPLATES, font_paths=_fonts())


@cache
def _fonts() -> typst.Fonts:
    """Ours only: what a paper looks like must not depend on the machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts.FOLDER])
