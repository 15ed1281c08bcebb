"""What a careful dealer enters in each section."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from japacar.kernel.tests import hostile

ACCOUNT_NUMBER = "7418529"

COMPANY = {
    "kind": "corporation",
    "name_ja": "星野自動車株式会社",
    "name_en": "Hoshino Jidosha K.K.",
    "corporate_number": "４０１１００１０９８９９３",
    "invoice_number": "",
}
REPRESENTATIVE = {
    "representative_kanji": "星野 花子",
    "representative_kana": "ほしの はなこ",
    "representative_roman": "Hanako Hoshino",
    "representative_born_on_year": "1980",
    "representative_born_on_month": "4",
    "representative_born_on_day": "21",
}
ADDRESS = {
    "postal_code": "３５９ー１１４５",
    "prefecture": "埼玉県",
    "city": "所沢市",
    "street": "山口693-7",
    "address_en": "693-7 Yamaguchi, Tokorozawa-shi, Saitama 359-1145, Japan",
    "phone": "04-2900-0001",
}
PERMIT = {
    "permit_commission": "43",
    "permit_number": "第４３１０２０００００２２号",
    "permit_issued_on_year": "2004",
    "permit_issued_on_month": "4",
    "permit_issued_on_day": "20",
}
IDENTITY = {
    "paper": "driving_licence",
    "expires_on_year": "2031",
    "expires_on_month": "5",
    "expires_on_day": "21",
    "is_not_my_number": "on",
}
BANK = {
    "bank_name": "見本銀行",
    "bank_name_en": "Sample Bank",
    "swift": "sampjpjt",
    "branch": "所沢支店",
    "branch_en": "Tokorozawa Branch",
    "branch_code": "012",
    "account_type": "普通",
    "account_number": ACCOUNT_NUMBER,
    "holder_kana": "ﾎｼﾉｼﾞﾄﾞｳｼﾔ(ｶ",
    "holder_en": "HOSHINO JIDOSHA KK",
}
SHOP = {
    "slug": "hoshino-jidosha",
    "opening_hours": "Mon–Sat 9:00–18:00 JST",
    "about_ja": "軽トラック専門。",
    "about_en": "Kei trucks.",
}


def permit_photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("permit.jpg", hostile.encoded(hostile.picture(), "JPEG"), content_type="image/jpeg")


def picture(name: str = "licence.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, hostile.encoded(hostile.picture(), "JPEG"), content_type="image/jpeg")


def sections() -> dict[str, dict[str, Any]]:
    return {
        "company": COMPANY,
        "representative": REPRESENTATIVE,
        "address": ADDRESS,
        "permit": {**PERMIT, "permit_photo": permit_photo()},
        "identity": {**IDENTITY, "front": picture(), "back": picture()},
        "bank": BANK,
        "shop": SHOP,
    }
