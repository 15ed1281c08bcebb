"""Certificate files of our own making, in the form that the viewer app saves: invented values under every key.

`ordinary()` and `kei()` give the items of a complete file; every item may be overridden. PERSONAL_… name the items
that hold the owner, the user and the base of use; `with_canaries` puts a marker of its own into each of them."""

import csv
import io
import json
from collections.abc import Mapping
from xml.sax.saxutils import escape

Items = dict[str, str]
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}

PERSONAL_ORDINARY = [
    "OwnernameLowLevelChar",
    "OwnernameHighLevelChar",
    "OwnerAddressChar",
    "OwnerAddressNumValue",
    "OwnerAddressCode",
    "UsernameLowLevelChar",
    "UsernameHighLevelChar",
    "UserAddressChar",
    "UserAddressNumValue",
    "UserAddressCode",
    "UseheadqrterChar",
    "UseheadqrterNumValue",
    "UseheadqrterCode",
]
PERSONAL_KEI = [
    "OwnernameLowLevelChar",
    "OwnernameHighLevelChar",
    "OwnerCode",
    "OwnerAddress",
    "OwnerAddressCode",
    "UsernameLowLevelChar",
    "UsernameHighLevelChar",
    "UserCode",
    "UserAddress",
    "UserAddressCode",
    "Useheadqrter",
    "UseheadqrterCode",
]


def wide(text: str) -> str:
    """ASCII as the full-width characters that the sheet prints."""
    return text.translate(WIDE)


def era(prefix: str, name: str, year: str, month: int, day: int | None = None) -> Items:
    """The parts of an era date, each number padded on the left to two places."""
    parts = {f"{prefix}E": name, f"{prefix}Y": year.rjust(2), f"{prefix}M": f"{month:2}"}
    return parts if day is None else {**parts, f"{prefix}D": f"{day:2}"}


def ordinary(**over: str) -> Items:
    """A 2021 hybrid car, all 94 items of the ordinary form."""
    items: Items = {
        "Acceptoutputno": "00417",
        "FormType": "Ａ",
        "ElectCertMgNo": "112340000789",
        "CarId": "T1234AB7654321",
        **era("ElectCertPublishdate", "令和", "6", 3, 9),
        **era("Grantdate", "令和", "6", 3, 9),
        "TranspotationBureauchiefName": "見本運輸支局長",
        "EntryNoCarNo": "見本　　３０７　さ　１２３４",
        **era("Reggrantdate", "令和", "3", 6, 15),
        **era("Firstregistdate", "令和", "3", 6),
        "CarName": "トヨタ",
        "CarNameCode": "[194]",
        "CarNo": "ＺＶＷ５５－８０１２３４５",
        "Model": "６ＡＡ－ＺＶＷ５５",
        "EngineModel": "２ＺＲ－１ＮＭ－３ＮＭ",
        **dict.fromkeys(PERSONAL_ORDINARY, ""),
        "OwnernameLowLevelChar": "見本リース株式会社",
        "UsernameLowLevelChar": "＊＊＊",
        "CarKind": "小　型",
        "Use": "乗用",
        "PrivateBusiness": "自家用",
        "CarShape": "箱型",
        "CarShapeCode": "[001]",
        **dict.fromkeys(("NoteCap", "NoteMaxloadage", "NoteCarWgt", "NoteCarTotalWgt"), ""),
        **dict.fromkeys(("NoteLength", "NoteWidth", "NoteHeight"), ""),
        "Cap": "5",
        "Maxloadage": "-",
        "CarWgt": "1460",
        "CarTotalWgt": "1735",
        "Length": "457",
        "Width": "176",
        "Height": "147",
        "FfAxWgt": "860",
        "FrAxWgt": "-",
        "RfAxWgt": "-",
        "RrAxWgt": "600",
        "Displacement": "1.79",
        "FuelClass": "ガソリン・電気",
        "ModelSpecifyNo": "19876",
        "ClassifyAroundNo": "0123",
        **era("ValidPeriodExpirdate", "令和", "8", 6, 14),
        "NoteInfo": "［見本］，継続検査\n平成２８年騒音規制車，近接排気騒音規制値　９１ｄＢ\n"
        "走行距離計表示値　４８，２００ｋｍ（令和６年３月９日）\n"
        "旧走行距離計表示値　３１，５００ｋｍ（令和４年６月１０日）",
        **coded(
            EntryNoCarNo="見本　　３０７さ１２３４",
            CarNo="ZVW55-8012345",
            ValidPeriodExpirdate="260614",
            Model="6AA-ZVW55",
            ModelSpecifyNoClassifyAroundNo="198760123",
            EngineModel="2ZR-1NM-3NM",
            Firstregistdate="2106",
            FfAxWgt="0086",
            RrAxWgt="0060",
            NearNoiseReg="091",
            DriveMethod="1",
            SafeStdDate="999999",
            FuelClassCode="14",
        ),
        "RegistCarLightCar": "01",
    }
    return replaced(items, over)


def kei(**over: str) -> Items:
    """A 2019 kei van first examined in the first year of Reiwa, all 83 items of the kei form."""
    items: Items = {
        "Acceptoutputno": "00418",
        "ElectCertMgNo": "0112340000789",
        "CarId": "K4321CD1234567",
        **era("ElectCertPublishdate", "令和", "6", 5, 20),
        **era("ApplicationDate", "令和", "6", 5, 20),
        **era("Grantdate", "令和", "6", 5, 20),
        **era("Firstexamdate", "令和", "元", 5),
        "EntryNoCarNo": "見本　４８０　え　　　１７",
        "CarName": "スズキ",
        "CarNameCode": "[131]",
        "CarNo": "ＤＡ１７Ｖ－４０１２３４",
        "Model": "ＥＢＤ－ＤＡ１７Ｖ",
        "EngineModel": "Ｒ０６Ａ",
        **dict.fromkeys(PERSONAL_KEI, ""),
        "OwnerAddress": "使用者住所に同じ",
        "Useheadqrter": "使用者住所に同じ",
        "CarKind": "軽自動車",
        "Use": "貨物",
        "PrivateBusiness": "自家用",
        "CarShape": "バン",
        "CarShapeCode": "[021]",
        "Cap": "2(4)",
        "Maxloadage": "350(250)",
        "CarWgt": "900",
        "CarTotalWgt": "1360(1370)",
        "Length": "339",
        "Width": "147",
        "Height": "189",
        "FAxWgt": "520",
        "RAxWgt": "380",
        "Displacement": "0.65",
        "DisplacementUnit": "L",
        "FuelClass": "ガソリン",
        "ModelSpecifyNo": "18765",
        "ClassifyAroundNo": "0004",
        **era("ValidPeriodExpirdate", "令和", "8", 5, 19),
        "NoteInfo": "【見本】\n継続検査\n平成１０年騒音規制車　近接排気騒音規制値１００ｄＢ",
        **coded(
            EntryNoCarNo="見本　　４８０え　　１７",
            CarNo="DA17V-401234",
            ValidPeriodExpirdate="260519",
            Model="EBD-DA17V",
            ModelSpecifyNoClassifyAroundNo="187650004",
            EngineModel="R06A",
            Firstexamdate="1905",
            FfAxWgt="0052",
            FrAxWgt="-",
            RfAxWgt="-",
            RrAxWgt="0038",
            NoiseReg="10",
            NearNoiseReg="100",
            DriveMethod="-",
            OpacimeterMeasCar="-",
            NenryoCode="01",
            Yobi="999",
        ),
        "RegistCarLightCar": "02",
    }
    return replaced(items, over)


def motorcycle(**over: str) -> Items:
    items = {
        **printed("カワサキ", "[317]", "ZRT00K-012345", "2BL-ZRT00K", "ZRT00DE"),
        "EntryNoCarNo": "見本　　　　　た　２０２６",
        "TwodimensionCodeInfoEntryNoCarNo": "見本　　　　　た２０２６",
        "CarShape": "オートバイ",
        "CarShapeCode": "[004]",
        "Cap": "2",
        "CarWgt": "250",
        "CarTotalWgt": "360",
        "FfAxWgt": "120",
        "RrAxWgt": "130",
        "Displacement": "0.99",
        "FuelClass": "ガソリン",
        "TwodimensionCodeInfoFfAxWgt": "0012",
        "TwodimensionCodeInfoRrAxWgt": "0013",
        "TwodimensionCodeInfoFuelClassCode": "01",
        "TwodimensionCodeInfoDriveMethod": "2",
    }
    return ordinary(**{**items, **over})


def truck(**over: str) -> Items:
    """A modified three-axle truck with two gross weights."""
    items = {
        **printed("日野", "[276]", "FS1EZB-10123", "QPG-FS1EZB改", "E13C"),
        "TwodimensionCodeInfoModel": "QPG-FS1EZB*K",
        "CarKind": "普　通",
        "Use": "貨物",
        "PrivateBusiness": "事業用",
        "CarShape": "ダンプ",
        "CarShapeCode": "[086]",
        "Cap": "2",
        "Maxloadage": "9,890(7,890)",
        "CarWgt": "10,000",
        "CarTotalWgt": "20,000(18,000)",
        "Length": "785",
        "Width": "249",
        "Height": "338",
        "FfAxWgt": "4800",
        "RfAxWgt": "2600",
        "RrAxWgt": "2600",
        "Displacement": "12.91",
        "FuelClass": "軽油",
        "TwodimensionCodeInfoFuelClassCode": "02",
        "TwodimensionCodeInfoFfAxWgt": "0480",
        "TwodimensionCodeInfoRfAxWgt": "0260",
        "TwodimensionCodeInfoRrAxWgt": "0260",
    }
    return ordinary(**{**items, **over})


def electric(**over: str) -> Items:
    items = {
        **printed("日産", "[212]", "ZE1-123456", "ZAA-ZE1", "EM57"),
        "Displacement": "85.00",
        "FuelClass": "電気",
        "TwodimensionCodeInfoFuelClassCode": "05",
    }
    return ordinary(**{**items, **over})


def imported(**over: str) -> Items:
    """A parallel import with a 17-character VIN and an odometer in miles."""
    items = {
        **printed("フォルクスワーゲン", "[829]", "WVWZZZ3BZWE689725", "不明", "ADR"),
        "TwodimensionCodeInfoModel": "-",
        "NoteInfo": "並行輸入自動車\n走行距離計表示値　１２，０００マイル（平成２６年１２月１日）",
        "ModelSpecifyNo": "",
        "ClassifyAroundNo": "",
        "TwodimensionCodeInfoModelSpecifyNoClassifyAroundNo": "",
    }
    return ordinary(**{**items, **over})


def printed(make: str, make_code: str, chassis: str, model: str, engine: str) -> Items:
    """What names the vehicle: full width in print, half width in the code."""
    return {
        "CarName": make,
        "CarNameCode": make_code,
        "CarNo": wide(chassis),
        "Model": wide(model),
        "EngineModel": wide(engine),
        "TwodimensionCodeInfoCarNo": chassis,
        "TwodimensionCodeInfoModel": model,
        "TwodimensionCodeInfoEngineModel": engine,
    }


def form_b(owner: str, **over: str) -> Items:
    """The form that prints the owner in the remarks only."""
    note = (
        "［見本］，継続検査\n"
        f"【本自動車検査証発行時における所有者情報】\n所有者の氏名又は名称　{owner}\n所有者の住所　{owner}一丁目\n"
        "走行距離計表示値　９９９ｋｍ\n【走行距離計表示値】走行距離計表示値　５，０００ｋｍ（令和６年３月９日）"
    )
    return ordinary(FormType="Ｂ", NoteInfo=note, **over)


def coded(**values: str) -> Items:
    """The items that repeat the 2D codes, absent ones padded as the codes pad them."""
    empty = {
        "EntryNoCarNo": "", "CarNo": "", "ValidPeriodExpirdate": "999999", "Model": "-",
        "ModelSpecifyNoClassifyAroundNo": "", "CharInfo": "1", "EngineModel": "-", "CarNoStampPlace": "-  ",
        "FfAxWgt": "-   ", "FrAxWgt": "-   ", "RfAxWgt": "-   ", "RrAxWgt": "-   ",
        "NoiseReg": "- ", "NearNoiseReg": "-  ", "DriveMethod": "0", "OpacimeterMeasCar": "0", "NoxPmMeasMode": "-",
        "NoxValue": "-   ", "PmValue": "-    ",
    }  # fmt: skip
    return {"TwodimensionCodeInfo" + key: value for key, value in {**empty, **values}.items()}


def replaced(items: Items, over: Mapping[str, str]) -> Items:
    unknown = set(over) - set(items)
    assert not unknown, f"the form has no {unknown}"
    return {**items, **over}


def with_canaries(items: Items) -> tuple[Items, list[str]]:
    """The items with a marker in every personal one and in the remarks, and the markers."""
    names = [name for name in {*PERSONAL_ORDINARY, *PERSONAL_KEI} if name in items]
    marked = {name: f"目印{number}カナリア" for number, name in enumerate(sorted(names), 1)}
    note = items["NoteInfo"] + "\n使用者　備考カナリア　並行輸入町1-2-3"
    return {**items, **marked, "NoteInfo": note}, [*marked.values(), "備考カナリア", "並行輸入町"]


def as_json(items: Items, *, version: str = "1.0", indent: int | None = None) -> bytes:
    document = {"CertInfoImportFileVersion": version, "CertInfo": items}
    return json.dumps(document, ensure_ascii=False, indent=indent).encode()


def as_xml(items: Items, *, encoding: str = "UTF-8", prolog: str = "") -> bytes:
    leaves = "".join(f"<{key}>{escape(value)}</{key}>\n" for key, value in items.items())
    version = "<CertInfoImportFileVersion>1.0</CertInfoImportFileVersion>"
    body = f"{prolog}<CertInfoImportFile>{version}\n<CertInfo>\n{leaves}</CertInfo></CertInfoImportFile>"
    return f'<?xml version="1.0" encoding="{encoding}"?>\n{body}'.encode(encoding)


def as_csv(items: Items, *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(["CertInfoImportFileVersion", *items])
    writer.writerow(["1.0", *items.values()])
    return text.getvalue().encode(encoding)
