# SPDX-License-Identifier: Apache-2.0
"""Lays out lines of text in the design's line heights, with runs of other weight or colour, cut with an ellipsis."""

from math import ceil
from typing import NamedTuple

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QPainter, QTextLayout, QTextOption

from desktop.documents.ticket_paint import Align, baseline
from desktop.frozen import dataclass
from desktop.views import theme

ELLIPSIS = "…"
_ENDLESS = 1_000_000.0


class Run(NamedTuple):
    """A piece of text with its own weight, colour token and, of one size or smaller, style; None takes the whole's."""

    text: str
    weight: QFont.Weight | None = None
    ink: str | None = None
    style: str | None = None


def bold(text: str) -> Run:
    """A run in semibold."""
    return Run(text, theme.SEMIBOLD)


@dataclass(frozen=True, slots=True)
class Laid:
    """A finished layout: the widest line and all lines' height in pixels, and whether something was cut."""

    layout: QTextLayout
    width: float
    height: int
    is_cut: bool
    align: Align
    box: float
    ink: QColor

    def draw(self, painter: QPainter, origin: QPointF) -> None:
        """Draw the lines; a centred or right block uses the width it was laid out for."""
        painter.setPen(self.ink)
        for number in range(self.layout.lineCount()):
            line = self.layout.lineAt(number)
            spare = self.box - line.naturalTextWidth()
            shift = {"left": 0.0, "centre": spare / 2, "right": spare}[self.align]
            line.draw(painter, QPointF(origin.x() + shift, origin.y()))


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Text and its style; `lines` is the most lines it may take (0 = as many as it needs)."""

    runs: tuple[Run, ...]
    style: str = "body"
    weight: QFont.Weight | None = None
    ink: str = "tx"
    lines: int = 0
    align: Align = "left"

    @property
    def text(self) -> str:
        """All runs as one plain text."""
        return "".join(run.text for run in self.runs)

    def natural_width(self) -> int:
        """The width of the longest line if nothing is wrapped, in whole pixels."""
        return ceil(self._lay(self.text, _ENDLESS, wrap=False)[1])

    def lay(self, width: float) -> Laid:
        """Lay the text out for this width: one line when `lines` is 1, else wrapped at words."""
        text = self.text
        layout, widest, end = self._lay(text, width, wrap=self.lines != 1)
        is_cut = end < len(text) or (self.lines == 1 and widest > width + 0.5)
        if is_cut:
            layout, widest = self._cut(text, end, width)
        height = layout.lineCount() * theme.line(self.style)
        ink = theme.current().ink(self.ink)
        return Laid(layout, widest, height, is_cut, self.align, width, ink)

    def _cut(self, text: str, end: int, width: float) -> tuple[QTextLayout, float]:
        """Shorten the text from its end until it fits together with an ellipsis."""
        low, high = 0, end
        while low < high:
            middle = (low + high + 1) // 2
            if self._fits(text[:middle].rstrip() + ELLIPSIS, width):
                low = middle
            else:
                high = middle - 1
        layout, widest, _ = self._lay(text[:low].rstrip() + ELLIPSIS, width, wrap=self.lines != 1)
        return layout, widest

    def _fits(self, text: str, width: float) -> bool:
        _, widest, end = self._lay(text, width, wrap=self.lines != 1)
        return end == len(text) and widest <= width + 0.5

    def _lay(self, text: str, width: float, *, wrap: bool) -> tuple[QTextLayout, float, int]:
        """The layout, its widest line, and how many characters found a place."""
        font = theme.font(self.style, self.weight)
        # QTextLayout knows U+2028 as a line break, not "\n"; both take one character.
        layout = QTextLayout(text.replace("\n", "\u2028"), font)
        option = QTextOption()
        mode = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
        option.setWrapMode(mode if wrap else QTextOption.WrapMode.ManualWrap)
        layout.setTextOption(option)
        if any(run.ink or run.style or run.weight is not None for run in self.runs):
            layout.setFormats(self._formats(len(text)))
        height = theme.line(self.style)
        top = baseline(font, height)
        widest = 0.0
        layout.beginLayout()
        while self.lines == 0 or layout.lineCount() < self.lines:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width if wrap else _ENDLESS)
            place = (layout.lineCount() - 1) * height + top - line.ascent()
            line.setPosition(QPointF(0, place))
            widest = max(widest, line.naturalTextWidth())
        layout.endLayout()
        return layout, widest, self._end(layout)

    @staticmethod
    def _end(layout: QTextLayout) -> int:
        if layout.lineCount() == 0:
            return 0
        last = layout.lineAt(layout.lineCount() - 1)
        return last.textStart() + last.textLength()

    def _formats(self, length: int) -> list[QTextLayout.FormatRange]:
        from PySide6.QtGui import (
            QTextCharFormat,
        )  # the first paint has no such runs, and it is a large one to make

        ranges = []
        start = 0
        look = theme.current()
        for run in self.runs:
            piece = QTextLayout.FormatRange()
            piece.start = start
            piece.length = max(0, min(len(run.text), length - start))
            made = QTextCharFormat()
            made.setForeground(look.ink(run.ink or self.ink))
            if run.weight is not None or run.style:
                weight = self.weight if run.weight is None else run.weight
                made.setFont(theme.font(run.style or self.style, weight))
            piece.format = made
            ranges.append(piece)
            start += len(run.text)
        return ranges
