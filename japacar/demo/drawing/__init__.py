"""Drawn photographs for the demo: vehicles from every side, their insides, and specimens of papers.

Everything is drawn by this package; nothing is a photograph, and every picture says so. Start at `album.py`.
"""

from .album import Shot, backdrop_of, draw, photo_set
from .identity import LAST_DAY, draw_licence_back, draw_licence_front, draw_passport
from .papers import draw_export_certificate, draw_permit, draw_transfer_slip

__all__ = [
    "LAST_DAY",
    "Shot",
    "backdrop_of",
    "draw",
    "draw_export_certificate",
    "draw_licence_back",
    "draw_licence_front",
    "draw_passport",
    "draw_permit",
    "draw_transfer_slip",
    "photo_set",
]
