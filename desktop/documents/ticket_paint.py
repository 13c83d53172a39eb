# SPDX-License-Identifier: Apache-2.0
"""Paints the ticket and what stands on it, alike on a board card, in a pop-up, on paper and in a PDF.

The one module below `background` that may use QtGui. Colours come in by an Inks (a theme is one, PAPER is another),
icons by a PaintIcon, so that nothing here knows the views. Lengths are in the painter's own units.
"""

from collections.abc import Callable, Hashable
from math import floor
from typing import Literal

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from desktop.documents.ticket_paint_inks import PAPER, Inks, PaperInks
from desktop.documents.ticket_paint_marks import (
    draw_bar,
    draw_code128,
    draw_qr,
    draw_track,
    track_width,
)
from desktop.frozen import dataclass

__all__ = [
    "BIG",
    "CARD",
    "CHIP_HEIGHT",
    "FIRST_RUN",
    "PAPER",
    "SLIP",
    "Align",
    "Chip",
    "Heat",
    "Inks",
    "PaintIcon",
    "PaperInks",
    "Shape",
    "State",
    "baseline",
    "draw_avatar",
    "draw_bar",
    "draw_chip",
    "draw_code128",
    "draw_heat",
    "draw_money",
    "draw_nobody",
    "draw_perforation",
    "draw_qr",
    "draw_text",
    "draw_ticket",
    "draw_track",
    "fill_rect",
    "fill_round",
    "frame",
    "ticket_path",
    "track_width",
]

PaintIcon = Callable[[QPainter, QRectF, str, QColor], None]
"""Draws the named icon into the rectangle in that colour."""

State = Literal["idle", "hover", "selected"]
Heat = Literal["hot", "warm", "cold"]
Align = Literal["left", "centre", "right"]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a ticket is cut: corner radius, diameter of the notches, width of the dots, stub below or right."""

    radius: float = 6
    notch: float = 10
    dots: float = 2
    stub_right: bool = False

    def grown(self, factor: float) -> "Shape":
        """The same cut for a larger text size; the dots stay as fine as they are."""
        return Shape(self.radius, self.notch * factor, self.dots, self.stub_right)


CARD = Shape()
SLIP = Shape(radius=6, notch=22, dots=3)
BIG = Shape(radius=8, notch=22, dots=3, stub_right=True)
FIRST_RUN = Shape(radius=10, notch=22, dots=3, stub_right=True)

CHIP_HEIGHT = 20
CHIP_RADIUS = 4
CHIP_PADDING = 6
CHIP_ICON = 13
CHIP_GAP = 4

_frames: dict[tuple[Hashable, ...], QPixmap] = {}
_MOST_FRAMES = 64


def baseline(font: QFont, height: float) -> float:
    """Where the baseline lies in a line box of that height, on a whole unit so that text stays sharp."""
    metrics = QFontMetricsF(font)
    ascent, descent = round(metrics.ascent()), round(metrics.descent())
    return floor((height - ascent - descent) / 2) + ascent


def draw_text(
    painter: QPainter,
    rect: QRectF,
    text: str,
    *,
    font: QFont,
    ink: QColor,
    align: Align = "left",
) -> float:
    """Draw one line in the middle of the rectangle's height, elided where it is too long; returns its width."""
    metrics = QFontMetricsF(font)
    shown = text
    width = metrics.horizontalAdvance(text)
    if width > rect.width() + 0.5:
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        width = metrics.horizontalAdvance(shown)
    spare = {"left": 0.0, "centre": (rect.width() - width) / 2, "right": rect.width() - width}[
        align
    ]
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(QPointF(rect.x() + spare, rect.y() + baseline(font, rect.height())), shown)
    return width


def draw_money(painter: QPainter, rect: QRectF, text: str, *, font: QFont, ink: QColor) -> None:
    """Draw a sum against the right edge, so that its decimals stand under those of the line above."""
    draw_text(painter, rect, text, font=font, ink=ink, align="right")


def ticket_path(rect: QRectF, split: float, shape: Shape = CARD) -> QPainterPath:
    """The middle of a ticket's border, one unit wide: a rounded rectangle less its two notches.

    `split` is measured from the top of the rectangle, or from its left where the stub is right.
    """
    whole = QPainterPath()
    whole.addRoundedRect(
        rect.adjusted(0.5, 0.5, -0.5, -0.5), shape.radius - 0.5, shape.radius - 0.5
    )
    return whole.subtracted(_notches(rect, split, shape, 0.5))


def _notches(rect: QRectF, split: float, shape: Shape, out: float) -> QPainterPath:
    """The two circles; the measures of a notch are those of the hole inside the border."""
    inside = rect.adjusted(1, 1, -1, -1)
    if shape.stub_right:
        x = rect.left() + split
        centres = QPointF(x, inside.top()), QPointF(x, inside.bottom())
    else:
        y = rect.top() + split
        centres = QPointF(inside.left(), y), QPointF(inside.right(), y)
    notches = QPainterPath()
    for centre in centres:
        notches.addEllipse(centre, shape.notch / 2 + out, shape.notch / 2 + out)
    return notches


def _ring(rect: QRectF, split: float, shape: Shape) -> QPainterPath:
    """The frame of a chosen ticket: two units wide, one of them outside; inside the notches it is one."""
    outer, inner, border = QPainterPath(), QPainterPath(), QPainterPath()
    outer.addRoundedRect(rect.adjusted(-1, -1, 1, 1), shape.radius + 1, shape.radius + 1)
    inner.addRoundedRect(rect.adjusted(1, 1, -1, -1), shape.radius - 1, shape.radius - 1)
    border.addRect(rect)
    holes = _notches(rect, split, shape, 0).intersected(border)
    return outer.subtracted(inner).subtracted(holes)


def draw_perforation(
    painter: QPainter, start: QPointF, end: QPointF, *, width: float, ink: QColor
) -> None:
    """A dotted line of round dots, one dot's width apart."""
    painter.save()
    is_coarse = width <= 3 and painter.deviceTransform().m11() < 1.5
    # Two or three screen pixels cannot be round: antialiased they would be paler squares.
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, not is_coarse)
    pen = QPen(ink, width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap if is_coarse else Qt.PenCapStyle.RoundCap)
    pen.setDashPattern([1, 1] if is_coarse else [0.001, 2])
    painter.setPen(pen)
    painter.drawLine(start, end)
    painter.restore()


def draw_ticket(
    painter: QPainter,
    rect: QRectF,
    *,
    split: float,
    inks: Inks,
    shape: Shape = CARD,
    state: State = "idle",
    stub: QColor | None = None,
) -> None:
    """Draw an empty ticket: fill, border, notches, perforation at `split`. The notches show what is behind the ticket.

    `selected` draws a ring one unit outside the rectangle, so leave that room. `stub` is the stub's own colour.
    """
    ink = {"idle": inks.ln, "hover": inks.ln2, "selected": inks.ac}[state]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = ticket_path(rect, split, shape)
    painter.fillPath(outline, inks.sf)
    if stub is not None:
        painter.fillPath(outline.intersected(_stub_area(rect, split, shape)), stub)
    _draw_split(painter, rect, split, shape, inks)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ink, 1))
    painter.drawPath(outline)
    if state == "selected":
        painter.fillPath(_ring(rect, split, shape), ink)
    painter.restore()


def _stub_area(rect: QRectF, split: float, shape: Shape) -> QPainterPath:
    area = QPainterPath()
    area.addRect(
        rect.adjusted(split, 0, 0, 0) if shape.stub_right else rect.adjusted(0, split, 0, 0)
    )
    return area


def _draw_split(painter: QPainter, rect: QRectF, split: float, shape: Shape, inks: Inks) -> None:
    start = shape.notch / 2 + 4
    middle = split - 2 + shape.dots / 2
    if shape.stub_right:
        x = rect.left() + middle
        ends = QPointF(x, rect.top() + start), QPointF(x, rect.bottom() - start + 1)
    else:
        y = rect.top() + middle
        ends = QPointF(rect.left() + start, y), QPointF(rect.right() - start + 1, y)
    draw_perforation(painter, *ends, width=shape.dots, ink=inks.ln2)


def frame(
    size: QSizeF, *, split: float, inks: Inks, state: State, dpr: float, shape: Shape = CARD
) -> QPixmap:
    """The empty ticket as one shared picture per size, state, theme and screen ratio; draw it one unit left and above.

    The picture is 2 units larger than the ticket: the ring of `selected` lies outside it. Do not paint on it.
    """
    key = (size.width(), size.height(), split, shape, state, inks, dpr)
    found = _frames.get(key)
    if found is None:
        if len(_frames) >= _MOST_FRAMES:
            _frames.clear()
        found = _frames[key] = QPixmap(
            round((size.width() + 2) * dpr), round((size.height() + 2) * dpr)
        )
        found.setDevicePixelRatio(dpr)
        found.fill(Qt.GlobalColor.transparent)
        painter = QPainter(found)
        draw_ticket(
            painter, QRectF(QPointF(1, 1), size), split=split, inks=inks, shape=shape, state=state
        )
        painter.end()
    return found


@dataclass(frozen=True, slots=True)
class Chip:
    """What a chip shows. No fill means that something is missing: then it has no padding either."""

    text: str
    ink: QColor
    fill: QColor | None = None
    icon: str = ""

    def width(self, font: QFont, factor: float = 1) -> float:
        """How wide the chip wants to be at that text size."""
        return self.width_around(QFontMetricsF(font).horizontalAdvance(self.text), factor)

    def width_around(self, text_width: float, factor: float = 1) -> float:
        """How wide the chip wants to be around its text, whose width is known."""
        icon = (CHIP_ICON + CHIP_GAP) * factor if self.icon else 0
        padding = 0 if self.fill is None else CHIP_PADDING * factor
        return 2 * padding + icon + text_width


def draw_chip(
    painter: QPainter,
    rect: QRectF,
    chip: Chip,
    *,
    font: QFont,
    paint_icon: PaintIcon,
    factor: float = 1,
) -> None:
    """Draw a chip over the whole rectangle; a text that does not fit is elided."""
    padding = 0.0
    if chip.fill is not None:
        padding = CHIP_PADDING * factor
        fill_round(painter, rect, CHIP_RADIUS, chip.fill)
    inner = rect.adjusted(padding, 0, -padding, 0)
    if chip.icon:
        side = CHIP_ICON * factor
        top = inner.y() + floor((inner.height() - side + 1) / 2)
        paint_icon(painter, QRectF(inner.x(), top, side, side), chip.icon, chip.ink)
        inner.setLeft(inner.left() + side + CHIP_GAP * factor)
    draw_text(painter, inner, chip.text, font=font, ink=chip.ink)


def fill_round(painter: QPainter, rect: QRectF, radius: float, fill: QColor) -> None:
    """A rounded rectangle without a border."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRoundedRect(rect, radius, radius)
    painter.restore()


def fill_rect(painter: QPainter, rect: QRect | QRectF, fill: QColor) -> None:
    """A plain rectangle with its edges on whole pixels, for what the first paint shows.

    Not QPainter.fillRect: to know which one is meant the binding first makes an enumeration of Qt's 169 gradients.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawRect(rect)
    painter.restore()


def draw_avatar(
    painter: QPainter, rect: QRectF, initials: str, pair: tuple[QColor, QColor], *, font: QFont
) -> None:
    """A person's initials (at most two letters) on the colour that is always theirs."""
    fill, ink = pair
    fill_round(painter, rect, rect.width() / 2, fill)
    draw_text(painter, rect.adjusted(-4, 0, 4, 0), initials[:2], font=font, ink=ink, align="centre")


def draw_nobody(painter: QPainter, rect: QRectF, inks: Inks, *, font: QFont) -> None:
    """The dashed ring with a question mark that stands where nobody has taken the card."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(inks.edge, 1)
    pen.setDashPattern([3, 2])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(rect.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.restore()
    draw_text(painter, rect, "?", font=font, ink=inks.tx3, align="centre")


def draw_heat(
    painter: QPainter, rect: QRectF, heat: Heat, inks: Inks, *, paint_icon: PaintIcon
) -> None:
    """A filled flame for a hot client, an outline for a warm one, nothing for a cold one."""
    if heat == "hot":
        paint_icon(painter, rect, "ph.flame-fill", inks.mg)
    elif heat == "warm":
        paint_icon(painter, rect, "ph.flame", inks.tx3)
