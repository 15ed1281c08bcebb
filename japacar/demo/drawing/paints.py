"""The paints that cars are drawn in, each as a run of tones from deep shade to a surface that mirrors the sky."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from .canvas import Colour, mix, rgb

_BASES = {
    "white": "#eef0f0",
    "pearl": "#efece4",
    "silver": "#a7aeb5",
    "grey": "#6b737b",
    "black": "#34383e",
    "blue": "#2f5f9e",
    "red": "#b03a2e",
    "green": "#5d7159",
    "beige": "#cbbd9f",
    "brown": "#77584a",
    "yellow": "#e3b83c",
}
PAINTS = tuple(_BASES)
_LIGHT = {"white", "pearl", "silver", "beige", "yellow"}

GLASS = rgb("#26323a")
GLASS_LIGHT = rgb("#46565f")
RUBBER = rgb("#1b1c1e")
RUBBER_LIGHT = rgb("#2a2c2f")
PLASTIC = rgb("#3a3d41")
PLASTIC_LIGHT = rgb("#54585d")
DEEP = rgb("#141517")
ALLOY = rgb("#cfd4d8")
ALLOY_SHADE = rgb("#8d949a")
CHROME = rgb("#c3c9cd")
LAMP = rgb("#f6f3e9")
LAMP_SHADE = rgb("#cfd6da")
REAR_LAMP = rgb("#c0372d")
REAR_LAMP_DEEP = rgb("#6b1c18")
AMBER = rgb("#d98a35")
PLATE = rgb("#f6f6f2")
PLATE_INK = rgb("#2f6b4f")
STEEL = rgb("#9aa1a7")
WHITE = (1.0, 1.0, 1.0)
BLACK = (0.0, 0.0, 0.0)
SKY = rgb("#eaf1f6")
GROUND_TINT = rgb("#5b5a58")


@dataclass(frozen=True)
class Paint:
    """One paint. `line` is the colour of its gaps between panels."""

    name: str
    base: Colour

    @property
    def is_light(self) -> bool:
        return self.name in _LIGHT

    @property
    def line(self) -> Colour:
        return mix(self.base, BLACK, 0.22 if self.is_light else 0.45)

    def tone(self, light: float) -> Colour:
        """The paint where `light` (0 shade, 0.5 even, 1 facing the sky) falls on it."""
        if light >= 0.5:
            return mix(self.base, SKY, (light - 0.5) * (0.9 if self.name in {"white", "pearl"} else 0.62))
        return mix(self.base, mix(self.base, BLACK, 0.62), (0.5 - light) * (1.4 if self.is_light else 1.5))


@cache
def paint(name: str) -> Paint:
    return Paint(name, rgb(_BASES[name]))
