# SPDX-License-Identifier: Apache-2.0
"""Paints an order's ticket, alike beside the order form, on a roll or sheet of paper and in a PDF.

Like `ticket_paint` it may use QtGui. Measures are those of the design for a ticket 324 wide, which
`ticket_paint_paper` scales.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QFont, QPainter, QTextLayout, QTextOption

from desktop.documents.slips import Report, Slip
from desktop.documents.ticket_paint import (
    SLIP,
    Chip,
    Inks,
    PaintIcon,
    draw_avatar,
    draw_chip,
    draw_code128,
    draw_perforation,
    draw_text,
    draw_ticket,
)

SIDE = 20
EDGE = 16
_CODE = QSizeF(126, 36)
_SIDE_BY_SIDE = 300
"""Narrower paper has the bar code under the number, not beside it."""

SIZES = {
    "display": (28, 32, QFont.Weight.DemiBold),
    "page": (20, 28, QFont.Weight.DemiBold),
    "dialog": (16, 24, QFont.Weight.DemiBold),
    "section": (14, 20, QFont.Weight.DemiBold),
    "body": (13, 20, QFont.Weight.Normal),
    "small": (12, 16, QFont.Weight.Normal),
    "meta": (11, 16, QFont.Weight.Medium),
    "avatar": (9, 12, QFont.Weight.DemiBold),
}
"""Size and line height in pixels and the weight of each style of type, as the window's theme has them."""

_MEDIUM, _SEMIBOLD = QFont.Weight.Medium, QFont.Weight.DemiBold


@dataclass(frozen=True, slots=True)
class Look:
    """What a ticket is painted with: colours, tones of chips, fonts by style, icons, and the size of text."""

    inks: Inks
    tone: Callable[[str], tuple[QColor | None, QColor]]
    font: Callable[[str, QFont.Weight | None], QFont]
    paint_icon: PaintIcon
    avatar: Callable[[int], tuple[QColor, QColor]]
    factor: float = 1
    is_paper: bool = False


def slip_height(slip: Slip, width: float, look: Look) -> tuple[float, float]:
    """How high a ticket of that width is, and where its perforation lies."""
    pen = _Pen(None, QRectF(0, 0, width, 0), look)
    split = _client_half(pen, slip)
    _counterfoil(pen, slip)
    return pen.y, split


def draw_slip(painter: QPainter, rect: QRectF, slip: Slip, look: Look) -> None:
    """Paint the ticket into the rectangle, whose height is that of `slip_height`."""
    height, split = slip_height(slip, rect.width(), look)
    if look.is_paper:
        y = rect.top() + split
        ends = QPointF(rect.left(), y), QPointF(rect.right(), y)
        draw_perforation(painter, *ends, width=2, ink=look.inks.ln2)
    else:
        whole = QRectF(rect.topLeft(), QSizeF(rect.width(), height))
        draw_ticket(painter, whole, split=split, inks=look.inks, shape=SLIP.grown(look.factor))
    pen = _Pen(painter, rect, look)
    _client_half(pen, slip)
    _counterfoil(pen, slip)


def report_height(report: Report, width: float, look: Look) -> float:
    """How high a report of that width is."""
    pen = _Pen(None, QRectF(0, 0, width, 0), look)
    _report(pen, report)
    return pen.y


def draw_report(painter: QPainter, rect: QRectF, report: Report, look: Look) -> None:
    """Paint a report into the rectangle."""
    _report(_Pen(painter, rect, look), report)


class _Pen:
    """Goes down the ticket line by line; without a painter it only measures."""

    def __init__(self, painter: QPainter | None, rect: QRectF, look: Look) -> None:
        self.painter, self.look = painter, look
        side = 0 if look.is_paper else (SIDE + 1) * look.factor
        self.left, self.right = rect.left() + side, rect.right() - side
        self._top = rect.top()
        self.y = 0.0

    @property
    def width(self) -> float:
        return self.right - self.left

    def px(self, length: float) -> float:
        return length * self.look.factor

    def gap(self, length: float) -> None:
        self.y += self.px(length)

    def line(self, style: str) -> float:
        return self.px(SIZES[style][1])

    def box(self, height: float, *, left: float = 0, right: float = 0) -> QRectF:
        """The room from here down, less what is kept free at both sides."""
        return QRectF(self.left + left, self._top + self.y, self.width - left - right, height)

    def text(
        self,
        text: str,
        style: str,
        ink: QColor,
        *,
        weight: QFont.Weight | None = None,
        right: float = 0,
    ) -> None:
        """Lines of text, as many as it needs."""
        font = self.look.font(style, weight)
        for line in wrapped(text, font, self.width - right):
            if self.painter is not None:
                box = self.box(self.line(style), right=right)
                draw_text(self.painter, box, line, font=font, ink=ink)
            self.y += self.line(style)

    def pair(self, label: str, value: str, *, is_strong: bool = False, height: float = 24) -> None:
        """A word at the left and a sum at the right."""
        inks = self.look.inks
        styles = ("body", "dialog") if is_strong else ("small", "body")
        fonts = [self.look.font(style, _SEMIBOLD if is_strong else None) for style in styles]
        if self.painter is not None:
            box = self.box(self.px(height))
            taken = draw_text(self.painter, box, value, font=fonts[1], ink=inks.tx, align="right")
            rest = self.box(self.px(height), right=taken + self.px(8))
            ink = inks.tx if is_strong else inks.tx2
            draw_text(self.painter, rest, label, font=fonts[0], ink=ink)
        self.y += self.px(height)

    def rule(self) -> None:
        """A hairline over the whole width."""
        if self.painter is not None:
            self.painter.fillRect(self.box(1), self.look.inks.ln)
        self.y += 1


def wrapped(text: str, font: QFont, width: float) -> list[str]:
    """A text in lines no wider than that, broken at words; a word too long is broken inside."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start, length = line.textStart(), line.textLength()
        lines.append(_cut(text, start, length))
    layout.endLayout()
    return lines


def _cut(text: str, start: int, length: int) -> str:
    """A part of a text counted in UTF-16, as Qt counts."""
    units = text.encode("utf-16-le")
    return units[2 * start : 2 * (start + length)].decode("utf-16-le", "ignore").strip()


def _client_half(pen: _Pen, slip: Slip) -> float:
    inks = pen.look.inks
    pen.gap(4 if pen.look.is_paper else EDGE + 1)
    _draw_heading(pen, slip)
    pen.gap(12)
    if slip.ready:
        pen.text(slip.ready, "body", inks.tx, weight=_SEMIBOLD)
    for made in slip.made:
        pen.text(made, "body", inks.tx2)
    pen.gap(10)
    pen.rule()
    pen.gap(6)
    for label, value in slip.sums:
        pen.pair(label, value)
    pen.pair(*slip.to_pay, is_strong=True)
    pen.gap(8)
    for foot in slip.foot:
        pen.text(foot, "meta", inks.tx3, weight=QFont.Weight.Normal)
    pen.gap(EDGE)
    return pen.y


def _draw_heading(pen: _Pen, slip: Slip) -> None:
    """Caption and number at the left, the bar code beside or, on narrow paper, below them."""
    beside = pen.width >= _SIDE_BY_SIDE * pen.look.factor - 2 * SIDE
    code = QSizeF(pen.px(_CODE.width()), pen.px(_CODE.height()))
    right = code.width() + pen.px(12) if beside else 0
    top = pen.y
    pen.text(slip.caption, "small", pen.look.inks.tx2, right=right)
    pen.text(slip.number, "display", pen.look.inks.tx, right=right)
    if beside:
        place = pen.box(0)
        middle = place.top() - (pen.y - top) / 2
        box = QRectF(
            place.right() - code.width(),
            round(middle - code.height() / 2),
            code.width(),
            code.height(),
        )
    else:
        pen.gap(8)
        box = pen.box(pen.px(44))
        pen.gap(44)
    if pen.painter is not None and slip.code:
        draw_code128(pen.painter, box, slip.code, ink=pen.look.inks.tx, quiet=not beside)


def _counterfoil(pen: _Pen, slip: Slip) -> None:
    inks = pen.look.inks
    pen.gap(EDGE - 1)
    top = pen.y
    due = Chip(slip.due, *_chip_inks(pen.look, "warning"), "calendar-blank")
    meta = pen.look.font("meta", None)
    right = due.width(meta, pen.look.factor) + pen.px(8) if slip.due else 0
    pen.text(slip.stub_caption, "small", inks.tx2, right=right)
    pen.text(slip.number, "page", inks.tx, right=right)
    if pen.painter is not None and slip.due:
        width = due.width(meta, pen.look.factor)
        place = pen.box(pen.px(20))
        middle = place.top() - (pen.y - top) / 2
        box = QRectF(place.right() - width, round(middle - pen.px(10)), width, pen.px(20))
        draw_chip(
            pen.painter, box, due, font=meta, paint_icon=pen.look.paint_icon, factor=pen.look.factor
        )
    pen.text(slip.client, "body", inks.tx, weight=_MEDIUM)
    if slip.contact:
        pen.text(slip.contact, "small", inks.tx2)
    pen.gap(8)
    pen.rule()
    pen.gap(8)
    for work in slip.work:
        pen.text(work, "small", inks.tx2)
    pen.gap(8 if slip.work else 0)
    _draw_marks(pen, slip)
    pen.gap(4 if pen.look.is_paper else EDGE + 1)


def _draw_marks(pen: _Pen, slip: Slip) -> None:
    height, look = pen.px(20), pen.look
    if pen.painter is None:
        pen.y += height
        return
    meta = look.font("meta", None)
    left = 0.0
    for mark in slip.marks:
        fill, ink = look.tone(mark.tone)
        chip = Chip(mark.text, ink, fill, "" if look.is_paper else mark.icon)
        width = chip.width(meta, look.factor)
        box = pen.box(height, left=left)
        place = QRectF(box.topLeft(), QSizeF(min(width, box.width()), height))
        draw_chip(
            pen.painter, place, chip, font=meta, paint_icon=look.paint_icon, factor=look.factor
        )
        left += width + pen.px(8)
    _draw_taker(pen, slip, height)
    pen.y += height


def _draw_taker(pen: _Pen, slip: Slip, height: float) -> None:
    assert pen.painter is not None
    if not slip.initials:
        return
    box = pen.box(height)
    face = QRectF(box.right() - height, box.top(), height, height)
    avatar = pen.look.font("avatar", None)
    draw_avatar(pen.painter, face, slip.initials, pen.look.avatar(slip.tint), font=avatar)
    words = pen.box(height, right=height + pen.px(8))
    small = pen.look.font("small", None)
    draw_text(pen.painter, words, slip.taken_by, font=small, ink=pen.look.inks.tx2, align="right")


def _chip_inks(look: Look, tone: str) -> tuple[QColor, QColor | None]:
    fill, ink = look.tone(tone)
    return ink, fill


def _report(pen: _Pen, report: Report) -> None:
    inks = pen.look.inks
    pen.gap(4 if pen.look.is_paper else EDGE)
    pen.text(report.title, "page", inks.tx)
    for about in report.about:
        pen.text(about, "small", inks.tx2)
    pen.gap(8)
    pen.rule()
    pen.gap(6)
    for label, value, is_strong in report.rows:
        pen.pair(label, value, is_strong=is_strong)
    pen.gap(8)
    for foot in report.foot:
        pen.text(foot, "meta", inks.tx3, weight=QFont.Weight.Normal)
    pen.gap(4 if pen.look.is_paper else EDGE)
