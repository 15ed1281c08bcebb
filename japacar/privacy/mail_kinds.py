"""Which templates each kind of mail is written with, and which kinds the code names: both must agree with egress (privacy.E005)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

# Without ending: each has a plain text and an HTML form.
TEMPLATES: dict[str, tuple[str, ...]] = {
    "sign_in_code": ("accounts/mail/sign_in_code",),
    "request_code": ("accounts/mail/request_code",),
    "proof_code": ("accounts/mail/proof_code",),
    "address_code": ("accounts/mail/address_code",),
    "account_notice": (
        "accounts/mail/password_changed",
        "accounts/mail/second_factor_changed",
        "accounts/mail/factor_tried",
        "accounts/mail/email_changed",
        "accounts/mail/provider_linked",
        "accounts/mail/provider_unlinked",
        "notices/mail/notice",
    ),
    "deal_notice": ("notices/mail/notice",),
    "dealer_notice": ("notices/mail/notice",),
    "staff_notice": ("notices/mail/notice",),
    "staff_invitation": ("members/mail/staff_invitation",),
    "notification_address": ("members/mail/notification_address",),
    "forwarder_link": ("deals/mail/forwarder_link",),
}
ROOMS = Path(__file__).resolve().parent.parent
_NAME = re.compile(r"[a-z]+(_[a-z]+)+")


def kinds_in_code(folder: Path = ROOMS) -> dict[str, str]:
    """Every kind of mail that the code names, with the file that does. Tests name what they like."""
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*.py")):
        source = "" if "tests" in path.parts else path.read_text("utf-8")
        if "Recipient.MAIL" in source or "write_mail(" in source or "send_mail(" in source:
            found |= dict.fromkeys(kinds_in(source), str(path.relative_to(folder)))
    return found


def kinds_in(source: str) -> set[str]:
    """Kinds in one module: the payload's "kind", the argument `kind=` of `write_mail`, and the table MAIL_KINDS."""
    return {
        part.value
        for value in _places(ast.parse(source))
        for part in ast.walk(value)
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and _NAME.fullmatch(part.value)
    }


def _places(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            keys = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
            if {"to", "subject", "kind"} <= set(keys):
                yield node.values[keys.index("kind")]
        elif isinstance(node, ast.Call) and _called(node.func) in {"write_mail", "send_mail"}:
            yield from (keyword.value for keyword in node.keywords if keyword.arg == "kind")
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict) and _is_table(node):
            yield from node.value.values


def _is_table(node: ast.Assign) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "MAIL_KINDS" for target in node.targets)


def _called(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
