"""The house rules that can be read from the code itself: docstrings, sizes, scoped look-ups, whole numbers for money, safe templates."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAP = ROOT / "docs" / "map.md"
LONGEST = 400
PRODUCT = sorted(
    path
    for folder in ("config", "japacar")
    for path in (ROOT / folder).rglob("*.py")
    if not {"migrations", "tests", "__pycache__"} & set(path.parts)
)
TESTS = sorted(
    path
    for path in [*(ROOT / "tests").rglob("*.py"), *(ROOT / "japacar").glob("*/tests/**/*.py"), ROOT / "conftest.py"]
    if path.stat().st_size
)
TEMPLATES = sorted((ROOT / "japacar").glob("*/templates/**/*.*"))
STATIC = sorted([*(ROOT / "japacar").glob("*/static/**/*.css"), *(ROOT / "japacar").glob("*/static/**/*.js")])

# The names that scope a look-up to whoever asks, or to what everybody may know.
SCOPES = {
    "visible_to", "approved", "on_sale", "for_forwarder", "unconfirmed", "checkable", "sealed", "photos", "of_dealer", "public",
}  # fmt: skip
LOOK_UPS = {
    "get",
    "filter",
    "all",
    "exclude",
    "first",
    "latest",
    "earliest",
    "exists",
    "count",
    "in_bulk",
    "values",
    "values_list",
}
# Views that look something up for a reason of their own: (file, model).
UNSCOPED: dict[tuple[str, str], str] = {
    ("deals/views/asking.py", "BuyerProfile"): "the viewer's own",
    ("deals/views/asking.py", "MajorityDeclaration"): "the viewer's own",
    ("deals/views/listing.py", "PaymentRequest"): "of deals found by visible_to",
    ("deals/views/listing.py", "Quote"): "of deals found by visible_to",
    ("deals/views/steps.py", "Consignee"): "of the buyer of the deal found by visible_to",
    ("deals/views/timeline.py", "Event"): "of the deal found by visible_to",
    ("deals/views/timeline.py", "User"): "the people of that deal, to say which side acted",
    ("deals/views/turns.py", "Event"): "of deals found by visible_to",
    ("desk/dealers/views.py", "Dealer"): "staff only: the next of the queue",
    ("desk/names_views.py", "CarModel"): "staff only: public names",
    ("desk/names_views.py", "Make"): "staff only: public names",
    ("desk/names_views.py", "ModelCode"): "staff only: public codes",
    ("desk/names_views.py", "NameChange"): "staff only: what staff changed of public names",
    ("members/views/sell.py", "Photo"): "of the dealer's own vehicles",
    ("members/views/track_record.py", "Deal"): "a public count of completed deals, and how soon they were answered",
    ("members/views/track_record.py", "Quote"): "only the times of first quotes",
    ("notices/views.py", "Deal"): "what the viewer's own notices are about",
    ("notices/views.py", "Vehicle"): "what the viewer's own notices are about",
    ("payments/views/confirm.py", "Refund"): "of the payment found by visible_to",
    ("payments/views/pay.py", "Refund"): "of the payment found by visible_to",
    ("quotes/price_views.py", "PriceEstimate"): "of the dealer's own vehicle",
    ("shipping/views/forwarding.py", "ConsigneeChange"): "of the deal found by for_forwarder, its day alone",
    ("shipping/views/forwarding.py", "Shipment"): "of the deal found by for_forwarder",
    ("vehicles/sell_views.py", "Photo"): "public photos of the dealer's own vehicles",
}


GATHERED = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext"}


def short(path: Path) -> str:
    return (
        str(path.relative_to(ROOT / "japacar"))
        if path.is_relative_to(ROOT / "japacar")
        else str(path.relative_to(ROOT))
    )


def test_every_module_says_what_lives_in_it() -> None:
    without = [short(path) for path in (*PRODUCT, *TESTS) if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]

    assert without == []


def test_no_file_is_longer_than_a_person_reads() -> None:
    long = {
        short(path): lines
        for path in (*PRODUCT, *TESTS, *TEMPLATES, *STATIC)
        if (lines := len(path.read_bytes().splitlines())) > LONGEST
    }

    assert long == {}


@pytest.mark.parametrize(
    ("forbidden", "why"),
    [
        (r"\bmark_safe\b|\bSafeString\(", "marks text as safe"),
        (r"\bcsrf_exempt\b", "switches the check of forms off"),
        (r"except Exception:\s*pass|except:\s", "swallows every error"),
        (r"\btime\.sleep\(", "sleeps"),
        (r"\bset_cookie\(|\bset_signed_cookie\(|\bset_language\b", "sets a cookie of its own"),
        (r"#\s*(TODO|FIXME|XXX)", "leaves work for later"),
        (r"@pytest\.mark\.(skip|xfail)", "leaves a test out"),
        (r"\.objects\.raw\(|\.extra\(", "writes SQL past the models"),
    ],
)
def test_code_never(forbidden: str, why: str) -> None:
    pattern = re.compile(forbidden)
    here = Path(__file__).resolve()
    # The launcher waits for processes; it is no part of the running site.
    files = [path for path in PRODUCT if not (why == "sleeps" and path.is_relative_to(ROOT / "config"))]
    if "csrf" in forbidden:
        # Mail programs end mails by a post of their own; the token in that address is the right (RFC 8058).
        files = [path for path in files if short(path) != "members/views/addresses.py"]
    if "pytest" in forbidden:
        files = [path for path in TESTS if path != here]

    assert [short(path) for path in files if pattern.search(path.read_text("utf-8"))] == []


def test_no_sentence_to_translate_stands_inside_an_f_string() -> None:
    """The gatherer of messages does not look there, so that Japanese pages would show it in English."""
    found = [
        f"{short(path)}: {ast.unparse(call)}"
        for path in PRODUCT
        for text in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in GATHERED
    ]

    assert found == []


def test_views_look_nothing_up_past_the_readers_rights() -> None:
    found = {
        (short(path), model)
        for path in PRODUCT
        if path.name == "views.py" or path.name.endswith("_views.py") or "views" in path.parts
        for model in _unscoped(ast.parse(path.read_text("utf-8")))
    }

    assert found - set(UNSCOPED) == set(), "use visible_to(viewer), or give a reason in UNSCOPED"
    assert set(UNSCOPED) - found == set(), "a reason for nothing"


def _unscoped(tree: ast.AST) -> Iterator[str]:
    """Models whose manager a chain like `Deal.objects.filter(…).first()` reads without a scope among its links."""
    inner: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and id(node) not in inner:
            links, base, calls = _chain(node)
            inner |= calls
            if base and LOOK_UPS & set(links) and not SCOPES & set(links):
                yield base


def _chain(node: ast.expr) -> tuple[list[str], str, set[int]]:
    """The names along a chain of calls from the outside in, the model at its root ("" if none), and the calls seen."""
    links: list[str] = []
    calls: set[int] = set()
    while True:
        if isinstance(node, ast.Call):
            calls.add(id(node))
            node = node.func
        elif isinstance(node, ast.Attribute):
            if node.attr == "objects" and isinstance(node.value, ast.Name):
                return links, node.value.id, calls
            links.append(node.attr)
            node = node.value
        else:
            return links, "", calls


@pytest.mark.parametrize("name", ["kernel/money.py", "kernel/rates.py", "payments", "quotes"])
def test_money_is_never_a_float(name: str) -> None:
    place = ROOT / "japacar" / name
    files = [path for path in PRODUCT if path == place or path.is_relative_to(place)]

    found = [
        f"{short(path)}:{node.lineno}"
        for path in files
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if (isinstance(node, ast.Constant) and isinstance(node.value, float))
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float")
        or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and "Decimal" not in path.read_text("utf-8"))
    ]

    assert files
    assert found == []


def test_templates_always_escape() -> None:
    unsafe = re.compile(r"\|\s*safe\b|autoescape\s+false|\bon[a-z]+\s*=\s*\"|\sstyle=\"|<style|javascript:")
    # A mail has no stylesheet to name, so it carries its own.
    pages = [path for path in TEMPLATES if "mail" not in path.parts]

    assert [short(path) for path in pages if unsafe.search(path.read_text("utf-8"))] == []


def test_the_sign_behind_a_name_is_that_of_the_language() -> None:
    """`colon()`: Japanese has a wide one, without a space. The forwarder's mail speaks both languages in one line."""
    narrow = re.compile(r"\}\}(?:</[a-z]+>)?: ")
    pages = [path for path in TEMPLATES if path.stem != "forwarder_link"]

    assert [short(path) for path in pages if narrow.search(path.read_text("utf-8"))] == []


def test_scripts_in_templates_are_files_or_data() -> None:
    script = re.compile(r"<script\b(?![^>]*\b(src=|type=\"(application/ld\+json|application/json)\"))")

    assert [short(path) for path in TEMPLATES if script.search(path.read_text("utf-8"))] == []


# Forms whose second post finds nothing to do, and specimens that go nowhere.
WITHOUT_KEY = {
    "accounts/templates/accounts/sign_out.html",
    "shipping/templates/shipping/link.html",
    "ui/templates/ui/catalogue/forms.html",
}


def test_every_form_that_writes_carries_token_and_key() -> None:
    form = re.compile(r"<form\b[^>]*method=\"post\".*?</form>", re.DOTALL | re.IGNORECASE)
    without = {
        f"{short(path)}: {part}"
        for path in TEMPLATES
        if short(path) not in WITHOUT_KEY
        for found in form.findall(path.read_text("utf-8"))
        for part in ("csrf_input", "form_key")
        if part not in found
    }

    assert without == set()


def test_no_view_invents_a_status_for_a_form_shown_again() -> None:
    """It is 422 (STYLE.md); 400 comes from Django and our error pages only. test_nonsense.py holds the pages themselves."""
    other = re.compile(r"\brender\([^\n]*status=[^\n]*\b400\b|HttpResponseBadRequest")

    assert [short(path) for path in PRODUCT if other.search(path.read_text("utf-8"))] == []


def test_the_map_names_every_package_with_its_own_words() -> None:
    """docs/map.md is the first page a newcomer reads; it may not fall behind the code."""
    written = MAP.read_text("utf-8")
    missing = [f"| `{name}` | {words} |" for name, words in _packages() if f"| `{name}` | {words} |" not in written]

    assert missing == [], "\n" + "\n".join(missing)


def _packages() -> Iterator[tuple[str, str]]:
    yield "config", _first_line(ROOT / "config" / "__init__.py")
    for path in sorted((ROOT / "japacar").glob("*/__init__.py")):
        yield f"japacar/{path.parent.name}", _first_line(path)


def _first_line(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").partition("\n")[0]
