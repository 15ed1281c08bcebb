"""What a document says beside what a person sees on it: hidden text, notes, metadata, and sentences that are orders to a reader.

The one thing to know: it decides whether, and how, a document may be shown to a model. What leaves no ink at all (the layer of
recognised text under most scans, notes, metadata) is not in a picture of its pages; what leaves a little, or gives orders, keeps the
document here, to be typed by hand. Runs only inside the limited process."""

import ctypes
import re
from collections.abc import Iterator
from typing import Any

from PIL import Image
from pypdfium2 import raw  # type: ignore[import-untyped]

from japacar.kernel.inspector import images, pdfs, signatures
from japacar.kernel.my_number import shows_my_number
from japacar.kernel.text import nfkc

# Letters without ink that are no accident of drawing, and what counts as ink: shades between the lightest and darkest pixel.
MOST_UNSEEN_LETTERS, LEAST_CONTRAST = 5, 40
TINY_POINTS = 2.6
SCALE = 2.0
LONGEST_DATA = 60
MOST_VISIBLE = 40_000
_UNPRINTED = frozenset({raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP})
_SILENT_NOTES = frozenset({raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_POPUP})

_THINGS = (
    "price|dealers?|fields?|values?|status|numbers?|chassis|frame|model|weight|account|seats?|json|listing|cars?|vehicles?|"
    "everything|tools?|url|links?|company|permit|instructions?|prompt|rules?|following|e-?mails?|[a-z]+_[a-z_]+|[0-9]+"
)
_VERBS = (
    # None of the words that certificates print as labels (use, make, mark, return).
    "set|change|put|write|replace|output|answer|respond|reply|approve|accept|publish|delete|send|execute|ignore|disregard|"
    "forget|override|confirm|multiply|swap|reveal|treat|skip|add"
)
_ORDERS = re.compile(
    rf"\b(?:{_VERBS})\b[^.。]{{0,60}}\b(?:{_THINGS})\b"
    r"|\b(?:system|assistant|developer)\s*[:>]|<\s*/?\s*(?:system|instructions?|prompt)|you are (?:now|a|an)\b"
    r"|(?:指示|命令|プロンプト|規則)[をはに].{0,12}(?:無視|従|忘)"
    r"|(?:承認|公開|削除|出力|回答|設定|変更|送信|入力|記入|無視)(?:し(?:て|なさい|ろ)|せよ|すること)"
    r"|(?:システム|アシスタント)\s*[:：]|にし(?:て|なさい|ろ)(?:ください)?[。\s]*$",
    re.IGNORECASE | re.MULTILINE,
)
# In data about a file, where no sentence belongs: also what looks like fields with values.
_DATA = re.compile(r"[{}<>]|\b[a-z]+_[a-z_]+\b\W+\w|\w+\s*=\s*\w+|(?:価格|承認|無視|指示|命令)", re.IGNORECASE)
_SECRET = re.compile(r"登録識別情報|一時抹消登録証明書")
_TRANSFER = re.compile(r"譲渡証明書|振込(?:金|依頼|受付|明細)|送金|bank\s*transfer|remittance|swift", re.IGNORECASE)


def of_pdf(data: bytes) -> tuple[list[str], str]:
    """Codes of what speaks against showing it to a model, and the text that can be seen on it."""
    found: set[str] = set()
    seen: list[str] = []
    layers: list[str] = []
    with pdfs.opened(data) as document:
        if any(is_order_in_data(str(value)) for value in document.get_metadata_dict().values()):
            found.add("hidden_data")
        if any(is_order_in_data(text) for text in _xmp_texts(data)):
            found.add("hidden_data")
        for number in range(min(len(document), signatures.MAX_PDF_PAGES)):
            page = pdfs.page_of(document, number)
            if _has_notes(page):
                found.add("notes")
            visible, layer, is_hiding = _page_text(page, _unprinted(page))
            if is_hiding:
                found.add("hidden_text")
            seen.append(visible)
            layers.append(layer)
            page.close()
    text, layer = ("\n".join(each)[:MOST_VISIBLE] for each in (seen, layers))
    if layer.strip():
        found.add("layer")
    return sorted(found | _judged(text) | _judged(layer)), text


def of_picture(data: bytes, kind: str) -> list[str]:
    """The same for a picture, whose print is pixels: only what rides along in the file can be judged."""
    texts = [*images.texts_beside(data, kind), *_xmp_texts(data)]
    tail = data[signatures.end_of_file(data, kind) :]
    texts += re.findall(r"[ -~]{8,}|[぀-ヿ一-鿿]{4,}", tail[:200_000].decode("utf-8", "ignore"))
    return ["hidden_data"] if any(is_order_in_data(text) for text in texts) else []


def is_order(text: str) -> bool:
    """Whether the text tells a reader to do something."""
    return bool(_ORDERS.search(nfkc(text)))


def is_order_in_data(text: str) -> bool:
    """Whether data about a file, or a code of nobody we know, holds more than names, models and dates."""
    plain = " ".join(nfkc(text).split())
    if " " not in plain and re.fullmatch(r"[0-9A-Za-z:./+-]*", plain):
        # Names of programs, dates, identifiers.
        return len(plain) > 4 * LONGEST_DATA
    return len(plain) > LONGEST_DATA or is_order(plain) or bool(_DATA.search(plain))


def is_order_in_code(text: str) -> bool:
    """The same for the text of a square code, which may be long but is no sentence."""
    return is_order(text) or bool(_DATA.search(nfkc(text)))


def _judged(text: str) -> set[str]:
    plain = re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", nfkc(text))
    found = {"orders"} if is_order(text) else set()
    if shows_my_number(text):
        found.add("my_number")
    if _SECRET.search(plain):
        found.add("secret_number")
    if _TRANSFER.search(plain):
        found.add("transfer")
    return found


def _page_text(page: Any, unprinted: set[int]) -> tuple[str, str, bool]:
    """The text that leaves ink on the page, that of the layer without any, and whether there are letters that leave too little."""
    width, height = page.get_size()
    scale = min(SCALE, 3000 / max(width, height, 1))
    drawn: Image.Image = page.render(scale=scale, grayscale=True).to_pil().convert("L")
    words = page.get_textpage()
    visible, layer, unseen = [], [], 0
    for at in range(min(words.count_chars(), MOST_VISIBLE)):
        letter = chr(raw.FPDFText_GetUnicode(words, at) & 0x10FFFF)
        if unprinted and _address(raw.FPDFText_GetTextObject(words, at)) in unprinted:
            layer.append(letter)
            continue
        if not letter.isalnum():
            visible.append(letter)
            layer.append(letter if letter.isspace() else "")
            continue
        left, bottom, right, top = words.get_charbox(at, loose=True)
        box = (
            max(0, int(left * scale) - 1),
            max(0, int((height - top) * scale) - 1),
            min(drawn.width, int(right * scale) + 2),
            min(drawn.height, int((height - bottom) * scale) + 2),
        )
        if box[0] >= box[2] or box[1] >= box[3] or top - bottom < TINY_POINTS:
            unseen += 1
            continue
        light, dark = drawn.crop(box).getextrema()
        if dark - light < LEAST_CONTRAST:  # type: ignore[operator]
            unseen += 1
        else:
            visible.append(letter)
    words.close()
    return "".join(visible), "".join(layer), unseen > MOST_UNSEEN_LETTERS


def _unprinted(page: Any) -> set[int]:
    """The text objects that leave no ink: not painted, or under a picture that is drawn later, as scanners put what they recognise."""
    found: set[int] = set()
    texts: list[tuple[int, tuple[float, float, float, float]]] = []
    for thing in page.get_objects(max_depth=8):
        if thing.type == raw.FPDF_PAGEOBJ_TEXT:
            if raw.FPDFTextObj_GetTextRenderMode(thing) in _UNPRINTED:
                found.add(_address(thing.raw))
            else:
                texts.append((_address(thing.raw), thing.get_bounds()))
        elif thing.type == raw.FPDF_PAGEOBJ_IMAGE and texts and not raw.FPDFPageObj_HasTransparency(thing):
            left, bottom, right, top = thing.get_bounds()
            found |= {text for text, (a, b, c, d) in texts if left <= a and bottom <= b and c <= right and d <= top}
    return found


def _address(thing: Any) -> int:
    return ctypes.cast(thing, ctypes.c_void_p).value or 0


def _has_notes(page: Any) -> bool:
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, number)
        kind = raw.FPDFAnnot_GetSubtype(note)
        length = max(raw.FPDFAnnot_GetStringValue(note, key, None, 0) for key in (b"Contents", b"T", b"Subj", b"RC"))
        raw.FPDFPage_CloseAnnot(note)
        # Two bytes are the end of an empty text.
        if kind not in _SILENT_NOTES or length > 2:
            return True
    return False


def _xmp_texts(data: bytes) -> Iterator[str]:
    for match in re.finditer(rb"<x:xmpmeta.{0,200000}?</x:xmpmeta>", data, re.DOTALL):
        packet = match[0].decode("utf-8", "ignore")
        yield from (text for text in re.findall(r">([^<]{3,})<", packet) if text.strip())
        yield from re.findall(r'(?:dc|photoshop|xmp|Iptc4xmpCore|pdf):\w+="([^"]{3,})"', packet)
