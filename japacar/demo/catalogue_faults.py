"""Faults, repairs and grades as Japanese auction sheets write them, with words for both languages.

Codes follow the usual sheet: A scratch, U dent, W repair wave, P paint, S rust, G stone chip, XX replaced
(trade.md 5.2).
"""

import random
from dataclasses import dataclass

# Panels of the condition map: key -> (English, Japanese).
PANELS = {
    "front-bumper": ("front bumper", "フロントバンパー"),
    "bonnet": ("bonnet", "ボンネット"),
    "windscreen": ("windscreen", "フロントガラス"),
    "roof": ("roof", "ルーフ"),
    "front-wing-left": ("left front wing", "左フロントフェンダー"),
    "front-wing-right": ("right front wing", "右フロントフェンダー"),
    "front-door-left": ("left front door", "左フロントドア"),
    "front-door-right": ("right front door", "右フロントドア"),
    "rear-door-left": ("left rear door", "左リアドア"),
    "rear-door-right": ("right rear door", "右リアドア"),
    "sill-left": ("left sill", "左サイドシル"),
    "sill-right": ("right sill", "右サイドシル"),
    "rear-quarter-left": ("left rear quarter", "左リアフェンダー"),
    "rear-quarter-right": ("right rear quarter", "右リアフェンダー"),
    "tailgate": ("tailgate", "バックドア"),
    "rear-bumper": ("rear bumper", "リアバンパー"),
    "wheel-front-left": ("left front wheel", "左前ホイール"),
    "wheel-rear-right": ("right rear wheel", "右後ホイール"),
    "interior": ("interior", "内装"),
    "bed": ("load bed", "荷台"),
    "tank": ("fuel tank", "タンク"),
}

# Code -> (English, Japanese); the panel goes before the words in both languages.
FAULTS = {
    "A1": ("small scratch", "小キズ"),
    "A2": ("scratch of about 15 cm", "キズ（15cm程度）"),
    "U1": ("small dent", "小エクボ"),
    "U2": ("dent the size of a palm", "手のひら大のヘコミ"),
    "W1": ("repaired, hardly visible", "補修跡（ほとんど目立たず）"),
    "W2": ("repaired, wave in the paint", "補修跡（波あり）"),
    "P1": ("paint a little faded", "塗装色あせ少々"),
    "S1": ("light surface rust", "表面サビ少々"),
    "G1": ("stone chip, no crack", "飛び石キズ（ヒビなし）"),
    "B1": ("small dent with scratch", "キズを伴うヘコミ小"),
    "C1": ("curb rash", "ガリキズ"),
    "I1": ("wear on the driver's seat", "運転席シート擦れ"),
    "I2": ("small burn mark on the carpet", "フロアに小さなコゲ跡"),
    "XX": ("replaced", "交換済み"),
}

_BODY_CODES = ("A1", "A1", "A1", "A2", "U1", "U1", "U2", "W1", "W2", "P1", "B1")
_SPECIAL = {
    "windscreen": ("G1",),
    "wheel-front-left": ("C1",),
    "wheel-rear-right": ("C1",),
    "interior": ("I1", "I2"),
    "sill-left": ("S1", "A1"),
    "sill-right": ("S1", "A1"),
    "bed": ("A2", "S1", "U2"),
    "tank": ("A1", "U1"),
    "front-bumper": ("A1", "A2", "G1"),
    "rear-bumper": ("A1", "A2", "U1"),
}
_TWO_DOOR_SHAPES = {"coupe", "offroad_short", "kei_truck", "truck", "box_truck", "microbus"}
_BED_SHAPES = {"kei_truck", "truck", "pickup"}

REPAIRED_PARTS = {
    "radiator-support": ("radiator core support straightened", "ラジエーターコアサポート修正"),
    "rear-panel": ("rear end panel repaired", "リアエンドパネル修理"),
    "front-inside-left": ("left front inside panel repaired", "左フロントインサイドパネル修理"),
    "pillar-right": ("right centre pillar repaired", "右センターピラー修理"),
    "rear-floor": ("rear floor repaired", "リアフロア修理"),
}


@dataclass(frozen=True)
class Fault:
    """One mark on the condition map."""

    panel: str
    code: str
    words_en: str
    words_ja: str


def faults_for(rng: random.Random, *, shape: str, count: int) -> tuple[Fault, ...]:
    """That many faults on different panels that such a body has."""
    panels = rng.sample(_panels_of(shape), count)
    return tuple(_fault(rng, panel) for panel in sorted(panels, key=list(PANELS).index))


def repair_for(rng: random.Random) -> tuple[str, str, str]:
    """Key, English and Japanese of a repaired frame part."""
    key = rng.choice(list(REPAIRED_PARTS))
    return (key, *REPAIRED_PARTS[key])


def grade_for(rng: random.Random, *, age_years: float, use: float, repaired: bool) -> str:
    """The judge's mark; `use` is the mileage against the usual one."""
    if repaired:
        return rng.choice(("R", "RA"))
    score = 5.2 - 0.085 * age_years - 0.45 * max(use - 0.7, 0) + rng.uniform(-0.35, 0.35)
    for limit, grade in ((4.75, "5"), (4.25, "4.5"), (3.75, "4"), (3.2, "3.5")):
        if score >= limit:
            return grade
    return "3"


def _fault(rng: random.Random, panel: str) -> Fault:
    code = rng.choice(_SPECIAL.get(panel, _BODY_CODES))
    panel_en, panel_ja = PANELS[panel]
    words_en, words_ja = FAULTS[code]
    return Fault(panel, code, f"{panel_en}: {words_en}", f"{panel_ja}：{words_ja}")


def _panels_of(shape: str) -> list[str]:
    if shape == "motorcycle":
        return ["tank", "wheel-front-left", "wheel-rear-right"]
    panels = [panel for panel in PANELS if panel != "tank"]
    if shape in _TWO_DOOR_SHAPES:
        panels = [panel for panel in panels if not panel.startswith("rear-door")]
    if shape in _BED_SHAPES:
        return [panel for panel in panels if panel not in {"tailgate", "rear-quarter-left", "rear-quarter-right"}]
    return [panel for panel in panels if panel != "bed"]
