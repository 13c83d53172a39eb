# SPDX-License-Identifier: Apache-2.0
"""Colours of the two themes, spacing and radii: every figure the design names, once."""

from collections.abc import Iterable
from dataclasses import fields

from PySide6.QtGui import QColor

from desktop.frozen import dataclass

SPACE_4, SPACE_8, SPACE_12, SPACE_16, SPACE_20, SPACE_24, SPACE_32 = 4, 8, 12, 16, 20, 24, 32
PAGE_PADDING = 16
PANEL_GAP = 12

RADIUS_KEY = 3
RADIUS_CHIP = 4
RADIUS_CONTROL = 5
RADIUS_PANEL = 6
RADIUS_DIALOG = 8
RADIUS_FIRST_RUN = 10

CONTROL_HEIGHT = 32
CONTROL_SMALL = 28
CONTROL_LARGE = 40


@dataclass(frozen=True, slots=True, eq=False)
class Theme:
    """One look. Colours are shared: never change them in place. Compared and hashed by identity."""

    name: str
    is_dark: bool
    win: QColor
    rail: QColor
    col: QColor
    sf: QColor
    sunk: QColor
    hover: QColor
    ln: QColor
    ln2: QColor
    edge: QColor
    tx: QColor
    tx2: QColor
    tx3: QColor
    ac: QColor
    ac_h: QColor
    on_ac: QColor
    ac_t: QColor
    ac_tx: QColor
    ok: QColor
    ok_t: QColor
    ok_s: QColor
    wa: QColor
    wa_t: QColor
    wa_s: QColor
    er: QColor
    er_t: QColor
    er_s: QColor
    mg: QColor
    mg_t: QColor
    vi: QColor
    vi_t: QColor
    ne_t: QColor
    bar: QColor
    scrim: QColor
    toast: QColor
    toast_tx: QColor
    toast_link: QColor
    stages: tuple[QColor, ...]
    avatars: tuple[tuple[QColor, QColor], ...]

    def ink(self, token: str) -> QColor:
        """The colour of a token named in data: "tx2", "er"."""
        colour: QColor = getattr(self, token)
        return colour

    def tone(self, tone: str) -> tuple[QColor | None, QColor]:
        """Fill and text of a chip, dot or banner: neutral, accent, success, warning, danger, magenta, violet, missing.

        `missing` has no fill: an empty stub is to be seen as empty.
        """
        fill, ink = _TONES[tone]
        return (self.ink(fill) if fill else None), self.ink(ink)

    def solid(self, tone: str) -> QColor:
        """The strong colour of a bar or dot of that tone."""
        return self.ink(_SOLIDS[tone])

    def avatar(self, number: int) -> tuple[QColor, QColor]:
        """Background and text of a person's initials; the same person always has the same pair."""
        return self.avatars[number % len(self.avatars)]

    def pressed(self, colour: QColor) -> QColor:
        """The colour of a held control: one step darker than the given one."""
        return colour.darker(108 if colour.lightnessF() > 0.5 else 118)


_TONES: dict[str, tuple[str, str]] = {
    "neutral": ("ne_t", "tx2"),
    "accent": ("ac_t", "ac_tx"),
    "success": ("ok_t", "ok"),
    "warning": ("wa_t", "wa"),
    "danger": ("er_t", "er"),
    "magenta": ("mg_t", "mg"),
    "violet": ("vi_t", "vi"),
    "missing": ("", "er"),
}
_SOLIDS = {
    "neutral": "tx3",
    "accent": "ac",
    "success": "ok_s",
    "warning": "wa_s",
    "danger": "er_s",
    "magenta": "mg",
    "violet": "vi",
}
TONES = tuple(_TONES)


def _colours(row: str) -> list[QColor]:
    return [QColor(text) for text in row.split()]


def _pairs(row: str) -> tuple[tuple[QColor, QColor], ...]:
    return tuple(
        (QColor(fill), QColor(ink)) for fill, ink in (pair.split("/") for pair in row.split())
    )


def _theme(name: str, *, is_dark: bool, scrim: QColor, plain: Iterable[str], avatars: str) -> Theme:
    names = [field.name for field in fields(Theme)]
    plain_names = [n for n in names if n not in {"name", "is_dark", "scrim", "stages", "avatars"}]
    colours = dict(zip(plain_names, _colours(" ".join(plain)), strict=True))
    return Theme(
        name=name, is_dark=is_dark, scrim=scrim, stages=STAGES, avatars=_pairs(avatars), **colours
    )


STAGES = tuple(_colours("#8A949C #3E8EA3 #6A59B8 #BF7E00 #268850 #A81E6A #8A5A44 #4A515A"))

LIGHT = _theme(
    "light",
    is_dark=False,
    scrim=QColor(20, 26, 30, 97),
    plain=(
        "#F6F7F5 #ECEEEB #EBEEEA #FFFFFF #F1F3F0 #E3E7E3",  # win rail col sf sunk hover
        "#DCE0DB #C6CBC6 #838A90 #1A1D21 #4A515A #5F6670",  # ln ln2 edge tx tx2 tx3
        "#0B6B82 #095A6E #FFFFFF #DDEFF3 #085A6E",  # ac ac_h on_ac ac_t ac_tx
        "#1C7341 #DFF2E6 #268850 #855400 #FBEBC8 #BF7E00",  # ok ok_t ok_s wa wa_t wa_s
        "#B42D25 #FBE4E1 #D2453B #A81E6A #F9E1EE #5A46B0 #E9E5F8",  # er er_t er_s mg mg_t vi vi_t
        "#E4E7E4 #DDE2DD #23282D #FFFFFF #7AD5E9",  # ne_t bar toast toast_tx toast_link
    ),
    avatars="#D3E7EC/#0B5566 #F3DDE9/#8A1A58 #E3DFF5/#4A3A96 #F4E6C6/#6F4700 #D9EBDD/#1B5E36 #E0E3E6/#3F4750",
)

DARK = _theme(
    "dark",
    is_dark=True,
    scrim=QColor(0, 0, 0, 140),
    plain=(
        "#15181B #101316 #1A1E22 #23282D #1D2226 #2B3137",  # win rail col sf sunk hover
        "#333A41 #434B53 #7E8790 #ECEEF0 #BAC1C8 #9BA3AC",  # ln ln2 edge tx tx2 tx3
        "#4FBFD8 #6FD0E5 #05222A #12363F #7AD5E9",  # ac ac_h on_ac ac_t ac_tx
        "#6FD097 #17382A #4DB57C #EDBB5F #3D2F12 #D99E2B",  # ok ok_t ok_s wa wa_t wa_s
        "#FF978C #4A2320 #E8685D #F08CC0 #45203A #B5A6F5 #302A52",  # er er_t er_s mg mg_t vi vi_t
        "#30363C #3A4149 #ECEEF0 #1A1D21 #0B6B82",  # ne_t bar toast toast_tx toast_link
    ),
    avatars="#164650/#9BDFEE #532542/#F5B4D6 #3A3263/#CFC5FA #4D3A14/#F3D08A #1F4731/#A4E3BE #3A4148/#D3D9DE",
)
