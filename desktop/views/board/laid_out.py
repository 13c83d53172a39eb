# SPDX-License-Identifier: Apache-2.0
"""Texts and pictures measured once and drawn many times, until what they say changes."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPixmap,
    QStaticText,
    QTextOption,
)

from desktop.documents.ticket_paint import baseline

_KEPT = 12_000


class Lettering:
    """Named fonts with the line box each stands in the middle of, their measures, and texts laid out in them.

    The same words of two cards, or of a card before and after a change, are laid out once.
    """

    def __init__(self, fonts: Mapping[str, tuple[QFont, float]]) -> None:
        self.fonts = {name: font for name, (font, _box) in fonts.items()}
        self._metrics = {name: QFontMetricsF(font) for name, font in self.fonts.items()}
        self.tops = {
            name: baseline(font, box) - round(self._metrics[name].ascent())
            for name, (font, box) in fonts.items()
        }
        """How far below the top of its line box a text of that font begins."""
        self._widths: dict[tuple[str, str], float] = {}
        self._texts: dict[tuple[str, str, float], QStaticText] = {}
        self._option = QTextOption()
        self._option.setWrapMode(QTextOption.WrapMode.NoWrap)

    def width(self, text: str, font: str) -> float:
        """How wide the whole text is."""
        known = self._widths.get((text, font))
        if known is None:
            if len(self._widths) >= _KEPT:
                self._widths.clear()
            known = self._widths[text, font] = self._metrics[font].horizontalAdvance(text)
        return known

    def text(self, text: str, font: str, room: float) -> QStaticText:
        """One line, elided where it is wider than its room."""
        known = self._texts.get((text, font, room))
        if known is None:
            if len(self._texts) >= _KEPT:
                self._texts.clear()
            elide = Qt.TextElideMode.ElideRight
            known = QStaticText(self._metrics[font].elidedText(text, elide, room))
            known.setTextFormat(Qt.TextFormat.PlainText)
            known.setTextOption(self._option)
            known.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            known.prepare(font=self.fonts[font])
            self._texts[text, font, room] = known
        return known


class LaidOut:
    """What is drawn of one card or one head: pictures with their places, then texts, by font and ink.

    A painter is told its font and ink once for all texts that share them, and nothing is computed while it paints.
    """

    __slots__ = ("_letters", "_pictures", "_texts")

    def __init__(self, letters: Lettering) -> None:
        self._letters = letters
        self._pictures: list[tuple[QPointF, QPixmap]] = []
        self._texts: list[tuple[QFont, QColor, list[tuple[QPointF, QStaticText]]]] = []

    def picture(self, left: float, top: float, picture: QPixmap) -> None:
        """Draw this picture there, over those named before."""
        self._pictures.append((QPointF(left, top), picture))

    def text(
        self, left: float, top: float, text: str, *, font: str, ink: QColor, room: float
    ) -> float:
        """Draw a line in its line box there, over all pictures, elided to its room; returns its width."""
        letters = self._letters
        made = letters.text(text, font, room)
        placed = (QPointF(left, top + letters.tops[font]), made)
        shared = letters.fonts[font]
        for known_font, known_ink, texts in self._texts:
            if known_font is shared and known_ink == ink:
                texts.append(placed)
                break
        else:
            fonts = [font for font, _ink, _texts in self._texts]
            # Beside the others of its font, which is then set once for all.
            beside = len(fonts) - fonts[::-1].index(shared) if shared in fonts else len(fonts)
            self._texts.insert(beside, (shared, ink, [placed]))
        return letters.width(made.text(), font)

    def draw(self, painter: QPainter) -> None:
        """Draw all of it; leaves its own font and pen with the painter."""
        picture, static = painter.drawPixmap, painter.drawStaticText
        for at, one in self._pictures:
            picture(at, one)
        last = None
        for font, ink, texts in self._texts:
            if font is not last:
                painter.setFont(font)
                last = font
            painter.setPen(ink)
            for at, text in texts:
                static(at, text)
