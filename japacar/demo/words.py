"""The people and firms of the demo: six dealers, four buyers, two forwarders, the operator's staff. All invented.

Every firm carries 見本 ("Sample") in its name, every corporate number begins where no registry office exists, and every
e-mail ends in example.test, so that nobody is taken for somebody real.
"""

from dataclasses import dataclass

from japacar.kernel.corporate_number import check_digit


@dataclass(frozen=True)
class Port:
    """A port by its UN/LOCODE."""

    code: str
    en: str
    ja: str


@dataclass(frozen=True)
class Person:
    """A name in the three writings that a Japanese form asks for."""

    kanji: str
    kana: str
    roman: str


@dataclass(frozen=True)
class DemoBank:
    """The account that a dealer's invoices name; the keys are those of a sealed bank account."""

    bank_name: str
    bank_name_en: str
    branch: str
    branch_en: str
    branch_code: str
    swift: str
    account_type: str
    account_number: str
    holder_kana: str
    holder_en: str


@dataclass(frozen=True)
class DemoDealer:
    """A dealer with all that joining asks for; `share` his part of the stock, `specialities` what he mostly sells."""

    key: str
    email: str
    slug: str
    kind: str
    name_ja: str
    name_en: str
    representative: Person
    born_on: str
    corporate_number: str
    postal_code: str
    prefecture: str
    city: str
    street: str
    address_en: str
    city_en: str
    phone: str
    permit_code: str
    permit_commission: str
    permit_number: str
    permit_since: str
    bank: DemoBank
    port: Port
    opening_hours: str
    about_ja: str
    about_en: str
    since: int
    stock_prefix: str
    share: int
    specialities: tuple[str, ...]
    staff: tuple[Person, ...]

    @property
    def invoice_number(self) -> str:
        """The number of a qualified invoice: T before the corporate number."""
        return f"T{self.corporate_number}"


@dataclass(frozen=True)
class DemoBuyer:
    """A buyer abroad, with the port that he imports through."""

    key: str
    email: str
    name: str
    country: str
    phone: str
    address: str
    port: Port
    language: str


@dataclass(frozen=True)
class DemoConsignee:
    """Who receives a car for a buyer."""

    buyer: str
    name: str
    email: str
    country: str
    address: str
    phone: str


@dataclass(frozen=True)
class DemoForwarder:
    """A forwarder in Japan with the person who works for him."""

    key: str
    email: str
    name_ja: str
    name_en: str
    address: str
    phone: str
    contact: Person


@dataclass(frozen=True)
class DemoStaff:
    """One of the operator's people."""

    email: str
    name: Person


SIGN_INS = (
    ("buyer@example.test", "buyer"),
    ("buyer2@example.test", "buyer"),
    ("dealer@example.test", "dealer"),
    ("dealer2@example.test", "dealer"),
    ("forwarder@example.test", "forwarder"),
    ("staff@example.test", "staff"),
)

# Published like the passphrase: the app of everybody in the demo who has a second factor.
APP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105
WITH_SECOND_FACTOR = frozenset({"dealer", "staff"})

YOKOHAMA = Port("JPYOK", "Yokohama", "横浜")
NAGOYA = Port("JPNGO", "Nagoya", "名古屋")
KOBE = Port("JPUKB", "Kobe", "神戸")
MOJI = Port("JPMOJ", "Moji", "門司")
TOYAMA = Port("JPFTX", "Fushiki-Toyama", "伏木富山")
OSAKA = Port("JPOSA", "Osaka", "大阪")
MOMBASA = Port("KEMBA", "Mombasa", "モンバサ")
KINGSTON = Port("JMKIN", "Kingston", "キングストン")
KARACHI = Port("PKKHI", "Karachi", "カラチ")
AUCKLAND = Port("NZAKL", "Auckland", "オークランド")


def sample_corporate_number(serial: int) -> str:
    """13 digits with a right check digit whose registry part (9990) belongs to no office."""
    base = f"999001{serial:06d}"
    return check_digit(base) + base
