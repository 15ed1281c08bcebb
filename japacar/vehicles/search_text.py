"""Under which words a vehicle is found: both languages, every usual way to write its codes, and never its serial number.

The one thing to know: of the chassis number only the prefix becomes a word. The whole number is compared as a whole
(`chassis_candidates`), so nobody can feel his way to it letter by letter (PP-1.1-h)."""

import itertools
import re

from django.utils.translation import override

from japacar.kernel import ids
from japacar.kernel.frame_numbers import FrameKind, classify_frame, split_model
from japacar.kernel.text import hyphens, nfkc, query_tokens, search_tokens
from japacar.vehicles.attributes import BY_KEY
from japacar.vehicles.models import Vehicle

# What people of both languages type for a kind of vehicle; wider than the labels of the page.
BODY_WORDS = {
    "sedan": "sedan saloon セダン",
    "hatchback": "hatchback ハッチバック コンパクト",
    "wagon": "wagon estate station ワゴン ステーションワゴン",
    "suv": "SUV jeep crossover クロカン クロスカントリー",
    "minivan": "minivan MPV ミニバン",
    "van": "van バン 貨物",
    "kei_car": "kei car 軽自動車 軽",
    "kei_van": "kei van 軽バン 軽自動車 軽貨物",
    "kei_truck": "kei truck 軽トラック 軽トラ ケイトラ 軽自動車 軽貨物",
    "pickup": "pickup pick-up ピックアップ",
    "truck": "truck lorry トラック 貨物",
    "bus": "bus バス",
    "microbus": "microbus minibus bus マイクロバス バス",
    "coupe": "coupe クーペ",
    "convertible": "convertible cabriolet オープンカー カブリオレ",
    "motorcycle": "motorcycle motorbike bike バイク オートバイ 二輪",
    "machinery": "machinery machine 建機 重機",
    "trailer": "trailer semitrailer トレーラー 被牽引車",
}
FUEL_WORDS = {
    "petrol": "petrol gasoline ガソリン",
    "diesel": "diesel ディーゼル 軽油",
    "hybrid": "hybrid HEV ハイブリッド",
    "diesel_hybrid": "diesel hybrid ディーゼルハイブリッド",
    "plug_in_hybrid": "plug-in hybrid PHEV プラグインハイブリッド",
    "electric": "electric EV 電気自動車 電動",
    "lpg": "LPG",
    "cng": "CNG",
    "hydrogen": "hydrogen FCV 水素 燃料電池",
}
DRIVE_WORDS = {"2wd": "2WD 二駆", "4wd": "4WD AWD 4x4 四駆 四輪駆動"}
GEARBOX_WORDS = {
    "at": "AT automatic オートマ オートマチック",
    "mt": "MT manual マニュアル",
    "cvt": "CVT automatic オートマ",
    "dct": "DCT",
    "semi_at": "AT semi-automatic セミオートマ",
}
COLOUR_WORDS = {
    "white": "white 白 ホワイト",
    "pearl": "pearl white 白 パール ホワイト",
    "silver": "silver 銀 シルバー",
    "grey": "grey gray 灰 グレー ガンメタ",
    "black": "black 黒 ブラック",
    "blue": "blue 青 紺 ブルー",
    "red": "red 赤 レッド",
    "green": "green 緑 グリーン",
    "brown": "brown 茶 ブラウン",
    "beige": "beige ベージュ",
    "yellow": "yellow 黄 イエロー",
    "orange": "orange オレンジ",
    "purple": "purple 紫 パープル",
}
# A model code with the letters that makers put behind it, as it stands on plates and in parts lists: `TRJ150W-GKTEK`.
_LONG_CODE = re.compile(r"((?:[0-9A-Z]{2,3}-)?[A-Z]{1,4}[0-9]{1,3}[A-Z]{0,2})-[A-Z]{3,7}", re.IGNORECASE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_LETTERS_DIGITS = re.compile(r"(?<=[A-Z])(?=[0-9])")
_SERIAL_LENGTHS = (7, 6, 5, 8)
_MOST_NAMES = 6


def words_of(vehicle: Vehicle) -> list[str]:
    """The distinct words of one vehicle, in no useful order. Asks for make, model and dealer."""
    texts = [vehicle.grade, vehicle.reference, vehicle.stock_number, vehicle.dealer.name_en, vehicle.dealer.name_ja]
    for named in (vehicle.make, vehicle.model):
        if named is not None:
            texts += [*_name_writings(named.name_en), named.name_ja, named.also]
    texts += _joined_writings(vehicle)
    texts += _code_writings(vehicle.model_code)
    texts.append(chassis_prefix(vehicle.chassis_no))
    if vehicle.year:
        texts += [str(vehicle.year), "年式"]
    texts.append(BODY_WORDS.get(vehicle.body_type, ""))
    texts.append(FUEL_WORDS.get(vehicle.fuel, ""))
    texts.append(DRIVE_WORDS.get(vehicle.drive, ""))
    texts.append(GEARBOX_WORDS.get(vehicle.transmission, ""))
    texts.append(COLOUR_WORDS.get(vehicle.colour, ""))
    texts += _kind_writings(vehicle)
    return list(dict.fromkeys(token for text in texts for token in search_tokens(text)))


def _kind_writings(vehicle: Vehicle) -> list[str]:
    """What sort of truck, trailer, motorcycle or machine it is, in the words of both languages: `dump`, `ダンプ`."""
    words = [
        attribute.choices[value]
        for attribute in map(BY_KEY.__getitem__, ("truck_body", "trailer_body", "motorcycle_kind", "machine_kind"))
        if (value := attribute.of(vehicle)) and value != "other"
    ]
    found = []
    for language in ("en", "ja"):
        with override(language):
            found += [str(word) for word in words]
    return found


def chassis_prefix(chassis_no: str) -> str:
    """`TRJ150` of `TRJ150-0123456`; nothing of a number without the Japanese shape, where all of it is individual."""
    frame = classify_frame(chassis_no)
    return frame.prefix if frame.kind is FrameKind.JAPANESE else ""


def chassis_candidates(text: str) -> list[str]:
    """The whole chassis numbers that a typed or pasted text can mean; empty when it is none."""
    plain = re.sub(r"\s", "", hyphens(nfkc(text))).upper()
    if not re.fullmatch(r"(?=.*[0-9])[A-Z0-9]{2,12}-?[A-Z0-9]{4,17}", plain) or len(plain) < 8:
        return []
    candidates = [plain]
    if "-" not in plain:
        candidates += [f"{plain[:-n]}-{plain[-n:]}" for n in _SERIAL_LENGTHS if len(plain) > n + 1]
    return candidates


def chassis_spellings(text: str) -> list[str]:
    """Every way in which the same chassis number may stand in a listing: with a hyphen or a space at any place, or with neither."""
    plain = re.sub(r"[^A-Z0-9]", "", hyphens(nfkc(text)).upper())
    parted = [f"{plain[:n]}{sign}{plain[n:]}" for n in range(1, len(plain)) for sign in "- "]
    return list(dict.fromkeys([text, plain, *parted])) if plain else []


def reference_meant(text: str) -> str:
    """The reference that a text means, however it is written, or an empty text."""
    try:
        return ids.normalise_reference(text, "JP")
    except ids.NotAReference:
        return ""


def text_query(text: str) -> str:
    """The tsquery of a text: all its words. Empty when it has none. Words hold letters and digits only, so quoting is safe.

    A single character of Japanese matches every pair that it begins."""
    short = " ".join(_LONG_CODE.sub(r"\1", word) for word in hyphens(nfkc(text)).split())
    return " & ".join(f"'{token}'{_prefix_mark(token)}" for token in query_tokens(short))


def _prefix_mark(token: str) -> str:
    return ":*" if len(token) == 1 and not token.isascii() else ""


def _name_writings(name: str) -> list[str]:
    """`Land Cruiser Prado` also in one word by pairs (`landcruiser`), `HiAce` also in two (`hi ace`)."""
    parts = name.split()
    joined = ["".join(pair) for pair in itertools.pairwise(parts)]
    return [name, *joined, "".join(parts), _CAMEL.sub(" ", name)]


def _joined_writings(vehicle: Vehicle) -> list[str]:
    """Make and model, and two names of a model, in one word: `ﾄﾖﾀﾊｲｴｰｽ`, `ランクルプラド`, `toyotahiace`."""
    if vehicle.model is None:
        return []
    model = vehicle.model
    makes = [vehicle.make.name_ja] if vehicle.make is not None else []
    names = [name for name in dict.fromkeys([model.name_ja, *model.also.split()]) if name and not name.isascii()][
        :_MOST_NAMES
    ]
    joined = [f"{one}{other}" for one, other in itertools.permutations(names, 2)]
    joined += [f"{make}{name}" for make in makes for name in names]
    if vehicle.make is not None:
        joined.append(f"{vehicle.make.name_en}{model.name_en}".replace(" ", ""))
    return joined


def _code_writings(model_code: str) -> list[str]:
    """`3BA-TRJ150W` with and without its emission prefix, joined and apart."""
    code = split_model(model_code)
    writings = [model_code, model_code.replace("-", "")]
    # Letters and digits apart too: people write `TRJ 150`.
    return [*writings, code.base, _LETTERS_DIGITS.sub(" ", code.base)] if code else writings
