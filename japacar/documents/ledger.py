"""The ledger of a second-hand dealer (古物台帳, 古物営業法16条): rows of what was sold here, and the file.

The one thing to know: the columns are those of the law; what only the dealer knows (purchase, age, occupation) is there and empty."""

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db.models import Prefetch

from japacar.deals import rules
from japacar.deals.models import Deal
from japacar.kernel.clock import JST
from japacar.members.models import Dealer
from japacar.quotes.models import Quote, QuoteLine
from japacar.shipping.countries import country
from japacar.vehicles.models import Vehicle

# The bytes by which spreadsheets know UTF-8.
BOM = "\ufeff"
# The printers' mark for a sort that is not in the case: CP932 lacks many letters of foreign names.
LACKING = "〓"
MOST_ROWS = 10_000
# What a spreadsheet takes for the beginning of a formula, also behind spaces and in full width.
_FORMULA = re.compile(r"^\s*[=+\-@＝＋－＠\t\r]")


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line; the names of the columns stand in HEADINGS in the same order."""

    bought_on: str = ""
    bought_how: str = ""
    article: str = ""
    registration_no: str = ""
    car: str = ""
    chassis_no: str = ""
    model_code: str = ""
    year: str = ""
    owner: str = ""
    quantity: str = "1"
    bought_for: str = ""
    bought_from_address: str = ""
    bought_from_name: str = ""
    bought_from_occupation: str = ""
    bought_from_age: str = ""
    bought_from_proof: str = ""
    sold_on: str = ""
    sold_how: str = ""
    sold_for: str = ""
    sold_to_address: str = ""
    sold_to_name: str = ""
    sold_to_occupation: str = ""
    sold_to_age: str = ""
    sold_to_proof: str = ""
    deal: str = ""


HEADINGS = (
    "受入年月日", "受入の区別", "品目", "特徴：自動車登録番号", "特徴：車名", "特徴：車台番号", "特徴：型式", "特徴：初度登録",
    "特徴：所有者等の氏名又は名称", "数量", "受入代価（円）", "受入相手方の住所", "受入相手方の氏名", "受入相手方の職業",
    "受入相手方の年齢", "受入相手方の確認方法", "払出年月日", "払出の区別", "払出代価（円）", "払出相手方の住所", "払出相手方の氏名",
    "払出相手方の職業", "払出相手方の年齢", "払出相手方の確認方法", "取引番号",
)  # fmt: skip
# What this site cannot know, as columns: the page names them, and the file leaves them empty.
EMPTY = tuple(
    HEADINGS[place]
    for place, each in enumerate(fields(Entry))
    if each.name.startswith("bought_")
    or each.name in {"registration_no", "owner", "sold_to_occupation", "sold_to_age", "sold_to_proof"}
)


def sold_deals(dealer: Dealer, *, first: date | None = None, last: date | None = None) -> list[Deal]:
    """The dealer's deals that were paid within these days of Japan's clock and not called off, oldest first, in five queries at most."""
    deals = Deal.objects.filter(dealer=dealer, paid_at__isnull=False).exclude(commercial__in=rules.ENDED_WITHOUT_SALE)
    if first is not None:
        deals = deals.filter(paid_at__gte=datetime.combine(first, time(), JST))
    if last is not None:
        deals = deals.filter(paid_at__lt=datetime.combine(last + timedelta(days=1), time(), JST))
    accepted = Quote.objects.filter(status=Quote.Status.ACCEPTED).prefetch_related("lines")
    related = deals.select_related("vehicle__make", "vehicle__model", "buyer__buyer_profile")
    return list(
        related.prefetch_related(Prefetch("quotes", accepted, to_attr="accepted")).order_by("paid_at")[:MOST_ROWS]
    )


def entry_of(deal: Deal) -> Entry:
    """What is known of one sale. In a resale the dealer's buyer is the operator, at a price that is not the buyer's."""
    is_resale = deal.mode == rules.Mode.RESALE
    name, address = _operator() if is_resale else _buyer(deal)
    vehicle = deal.vehicle
    return Entry(
        article=_article(vehicle),
        car=vehicle.title("ja"),
        chassis_no=vehicle.chassis_no,
        model_code=vehicle.model_code,
        year=vehicle.first_registration,
        sold_on=f"{deal.paid_at.astimezone(JST):%Y-%m-%d}" if deal.paid_at else "",
        sold_how="売却",
        sold_for="" if is_resale else _price(deal),
        sold_to_address=address,
        sold_to_name=name,
        deal=deal.code,
    )


def _article(vehicle: Vehicle) -> str:
    return "自動二輪車" if vehicle.body_type == "motorcycle" else "自動車"


def _buyer(deal: Deal) -> tuple[str, str]:
    profile = getattr(deal.buyer, "buyer_profile", None)
    if profile is None:
        return deal.buyer.display_name, country(deal.destination_country).name("ja")
    where = " ".join(profile.address.split())
    return profile.name, ", ".join(part for part in (where, country(deal.destination_country).name("ja")) if part)


def _operator() -> tuple[str, str]:
    return settings.OPERATOR["name_ja"], settings.OPERATOR["address_ja"]


def _price(deal: Deal) -> str:
    """Of the car alone: freight and insurance are no price of the article."""
    [quote, *_] = getattr(deal, "accepted", None) or [None]
    if quote is None:
        return ""
    return str(sum(line.amount_minor for line in quote.lines.all() if line.kind == QuoteLine.Kind.CAR))


def as_csv(entries: Iterable[Entry], *, encoding: str = "utf-8") -> bytes:
    """The file: UTF-8 with BOM, or CP932 with 〓 for what that lacks. No cell begins a formula."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    names = [each.name for each in fields(Entry)]
    for entry in entries:
        writer.writerow([harmless(getattr(entry, name)) for name in names])
    if encoding == "cp932":
        return "".join(_in_cp932(sign) for sign in written.getvalue()).encode("cp932")
    return (BOM + written.getvalue()).encode()


def harmless(cell: str) -> str:
    """The cell as text: with an apostrophe in front where a spreadsheet would take it for a formula, and on one line."""
    line = " ".join(cell.splitlines()) if "\n" in cell or "\r" in cell else cell
    return f"'{line}" if _FORMULA.match(line) else line


def _in_cp932(sign: str) -> str:
    try:
        sign.encode("cp932")
    except UnicodeEncodeError:
        return {"〜": "～", "−": "－", "—": "―"}.get(sign, LACKING)
    return sign
