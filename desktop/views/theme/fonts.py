# SPDX-License-Identifier: Apache-2.0
"""Inter in the named sizes of the design, times the text size the person has chosen."""

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase

from desktop.frozen import dataclass

FAMILIES = ["Inter Counterfoil", "Inter", "Segoe UI Variable", "Segoe UI", "SF Pro", "Noto Sans"]
TEXT_SIZES = (90, 100, 115, 130, 150)

REGULAR = QFont.Weight.Normal
MEDIUM = QFont.Weight.Medium
SEMIBOLD = QFont.Weight.DemiBold


@dataclass(frozen=True, slots=True)
class Style:
    """Size and line height in pixels at 100 %, the usual weight, tracking in pixels."""

    size: int
    line: int
    weight: QFont.Weight
    tracking: float = 0.0


STYLES = {
    "display": Style(28, 32, SEMIBOLD),
    "title": Style(24, 32, SEMIBOLD, -0.4),
    "page": Style(20, 28, SEMIBOLD, -0.3),
    "dialog": Style(16, 24, SEMIBOLD),
    "section": Style(14, 20, SEMIBOLD),
    "action": Style(15, 20, MEDIUM),
    "body": Style(13, 20, REGULAR),
    "small": Style(12, 16, REGULAR),
    "meta": Style(11, 16, MEDIUM),
    "avatar": Style(9, 12, SEMIBOLD),
    "avatar_28": Style(11, 14, SEMIBOLD),
    "avatar_40": Style(14, 18, SEMIBOLD),
}


def load(folder: Path) -> None:
    """Make the bundled Inter known to Qt. A missing file is not an error: the fallbacks of FAMILIES take over."""
    for weight in ("Regular", "Medium", "SemiBold"):
        QFontDatabase.addApplicationFont(str(folder / f"InterCounterfoil-{weight}.ttf"))


def make(style: str, weight: QFont.Weight | None, scale: float) -> QFont:
    """A new font of that style: pixel size, tabular figures, no hinting so that widths do not depend on the screen."""
    chosen = STYLES[style]
    font = QFont()
    font.setFamilies(FAMILIES)
    font.setPixelSize(max(1, round(chosen.size * scale)))
    font.setWeight(chosen.weight if weight is None else weight)
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if chosen.tracking:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, chosen.tracking * scale)
    return font
