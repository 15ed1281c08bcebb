"""What a car of the demo is fitted with: keys with words in both languages, chosen by kind, age and luck."""

import random

EQUIPMENT = {
    "air-conditioning": ("air conditioning", "エアコン"),
    "power-steering": ("power steering", "パワーステアリング"),
    "power-windows": ("power windows", "パワーウィンドウ"),
    "abs": ("ABS", "ABS"),
    "airbags": ("driver and passenger airbags", "運転席・助手席エアバッグ"),
    "side-airbags": ("side airbags", "サイドエアバッグ"),
    "navigation": ("navigation (Japanese)", "ナビ"),
    "tv": ("TV tuner", "フルセグTV"),
    "reversing-camera": ("reversing camera", "バックカメラ"),
    "around-view": ("around-view camera", "全周囲カメラ"),
    "etc": ("ETC toll reader", "ETC"),
    "drive-recorder": ("drive recorder", "ドライブレコーダー"),
    "smart-key": ("smart key, push start", "スマートキー・プッシュスタート"),
    "keyless": ("remote locking", "キーレス"),
    "led-headlights": ("LED headlights", "LEDヘッドライト"),
    "fog-lamps": ("fog lamps", "フォグランプ"),
    "alloy-wheels": ("alloy wheels", "アルミホイール"),
    "cruise-control": ("cruise control", "クルーズコントロール"),
    "collision-brake": ("automatic emergency brake", "衝突被害軽減ブレーキ"),
    "lane-warning": ("lane departure warning", "車線逸脱警報"),
    "leather": ("leather seats", "本革シート"),
    "heated-seats": ("heated front seats", "シートヒーター"),
    "sunroof": ("sunroof", "サンルーフ"),
    "power-slide-doors": ("power sliding doors, both sides", "両側電動スライドドア"),
    "power-tailgate": ("power tailgate", "パワーバックドア"),
    "roof-rails": ("roof rails", "ルーフレール"),
    "tow-hitch": ("tow bar", "ヒッチメンバー"),
    "difflock": ("rear differential lock", "リアデフロック"),
    "bed-mat": ("bed mat", "荷台マット"),
    "bed-posts": ("gate posts and rear gate guard", "鳥居・あおりガード"),
    "roof-rack": ("roof carrier", "ルーフキャリア"),
    "tail-lift": ("tail lift", "パワーゲート"),
    "quick-charge": ("quick charge socket (CHAdeMO)", "急速充電口（CHAdeMO）"),
    "ac-outlet": ("100 V socket, 1,500 W", "AC100V電源（1500W）"),
    "top-case-rack": ("rear carrier", "リアキャリア"),
    "engine-guard": ("engine guard", "エンジンガード"),
}

_BASE = ("air-conditioning", "power-steering", "power-windows", "abs", "airbags")
# Not worth a sentence in the description.
ORDINARY = frozenset((*_BASE, "keyless", "drive-recorder", "etc"))
_BASIC_WORK = ("air-conditioning", "power-steering", "airbags")
_COMMON = ("navigation", "reversing-camera", "etc", "smart-key", "alloy-wheels", "drive-recorder", "fog-lamps", "tv")
_COMMON_WORK = ("navigation", "reversing-camera", "etc", "drive-recorder", "keyless", "power-windows")
_MODERN = ("collision-brake", "lane-warning", "led-headlights", "cruise-control", "side-airbags")
_BY_SHAPE = {
    "offroad": ("roof-rails", "tow-hitch", "difflock", "leather", "sunroof", "heated-seats"),
    "suv": ("roof-rails", "leather", "power-tailgate", "sunroof", "heated-seats", "around-view"),
    "minivan": ("power-slide-doors", "around-view", "heated-seats", "ac-outlet"),
    "van": ("roof-rack", "reversing-camera", "etc"),
    "kei_van": ("roof-rack", "keyless", "etc"),
    "kei_truck": ("bed-mat", "bed-posts"),
    "pickup": ("bed-mat", "tow-hitch", "difflock"),
    "truck": ("bed-posts", "etc", "drive-recorder"),
    "box_truck": ("tail-lift", "etc", "drive-recorder", "reversing-camera"),
    "microbus": ("reversing-camera", "etc", "tv"),
    "motorcycle": ("etc", "top-case-rack", "engine-guard"),
}
_WORK_SHAPES = {"kei_truck", "truck", "box_truck", "microbus", "kei_van", "van"}


def equipment_for(rng: random.Random, *, shape: str, year: int, fuel: str) -> tuple[str, ...]:
    """Keys of EQUIPMENT in the order of that table, none twice."""
    if shape == "motorcycle":
        return _in_order(rng.sample(_BY_SHAPE[shape], rng.randint(1, 3)) + ["abs"] * (year >= 2018))
    chosen = list(_BASIC_WORK if shape in _WORK_SHAPES else _BASE)
    chosen += (
        rng.sample(_COMMON_WORK, rng.randint(1, 4)) if shape in _WORK_SHAPES else rng.sample(_COMMON, rng.randint(4, 7))
    )
    if year >= 2015:
        chosen += rng.sample(_MODERN, min(rng.randint(1, 2) + (year - 2015) // 3, len(_MODERN)))
    own = _BY_SHAPE.get(shape.removesuffix("_short"), ("heated-seats", "keyless"))
    chosen += rng.sample(own, rng.randint(1, min(3, len(own))))
    chosen += {"electric": ["quick-charge"], "plug_in_hybrid": ["quick-charge", "ac-outlet"]}.get(fuel, [])
    return _in_order(chosen)


def _in_order(keys: list[str]) -> tuple[str, ...]:
    return tuple(key for key in EQUIPMENT if key in keys)
