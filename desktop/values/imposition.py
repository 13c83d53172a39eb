# SPDX-License-Identifier: Apache-2.0
"""Sheet imposition: how many pieces fit on a sheet, and how many sheets a run takes."""

from __future__ import annotations

import re

from desktop.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height in whole millimetres."""

    width: int
    height: int

    def turned(self) -> Size:
        """The same sheet the other way up."""
        return Size(self.height, self.width)


# ISO 216 (A), ISO 217 (SRA), and the format of business cards.
SIZES = {
    "SRA3": Size(450, 320), "SRA4": Size(320, 225), "A2": Size(594, 420), "A3": Size(420, 297),
    "A4": Size(297, 210), "A5": Size(210, 148), "A6": Size(148, 105), "A7": Size(105, 74),
}  # fmt: skip

_WRITTEN = re.compile(r"(?<![0-9])([0-9]{2,4})\s*[x×хX*]\s*([0-9]{2,4})(?![0-9])")
_NAMED = re.compile(r"\b(SRA[34]|[AА][2-7])\b", re.IGNORECASE)  # Latin and Cyrillic A


@dataclass(frozen=True, slots=True)
class Imposition:
    """A run on sheets: pieces across and down one sheet, full sheets needed, and spare ones."""

    columns: int
    rows: int
    needed: int
    spare: int
    used_percent: int

    @property
    def up(self) -> int:
        """Pieces on one sheet."""
        return self.columns * self.rows

    @property
    def sheets(self) -> int:
        """All sheets of the run."""
        return self.needed + self.spare


def read_size(text: str) -> Size | None:
    """The first size a text names: "90 × 50 mm", "A5", "А4 (210x297)"; None when it names none."""
    written = _WRITTEN.search(text)
    if written is not None:
        return Size(int(written[1]), int(written[2]))
    named = _NAMED.search(text)
    return SIZES[named[1].upper().replace("А", "A")] if named is not None else None


def impose(
    piece: Size, pieces: int, *, sheet: Size = SIZES["SRA3"], bleed: int = 2, margin: int = 5
) -> Imposition | None:
    """The better way to lay out equal pieces in rows; None when not even one fits.

    Millimetres: `bleed` is added on every side of a piece, `margin` is kept free on every side of
    the sheet. Spare sheets for setting up: two, from twenty sheets on three, from a hundred five.
    """
    columns, rows = max(
        (_fit(piece, sheet, bleed, margin), _fit(piece.turned(), sheet, bleed, margin)),
        key=lambda grid: grid[0] * grid[1],
    )
    if columns * rows == 0:
        return None
    needed = -(-pieces // (columns * rows))
    area = columns * rows * piece.width * piece.height
    return Imposition(
        columns, rows, needed, _spare(needed), area * 100 // (sheet.width * sheet.height)
    )


def _fit(piece: Size, sheet: Size, bleed: int, margin: int) -> tuple[int, int]:
    across = (sheet.width - 2 * margin) // (piece.width + 2 * bleed)
    down = (sheet.height - 2 * margin) // (piece.height + 2 * bleed)
    return max(across, 0), max(down, 0)


def _spare(sheets: int) -> int:
    if sheets >= 100:
        return 5
    return 3 if sheets >= 20 else 2
