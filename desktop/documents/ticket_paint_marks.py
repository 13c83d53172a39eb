# SPDX-License-Identifier: Apache-2.0
"""Bars, tracks and scanner codes: the marks on a ticket that are neither text nor its frame."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from desktop.documents import codes
from desktop.documents.ticket_paint_inks import Inks

_BAR_RADIUS, _PART_GAP = 4, 2


def draw_bar(
    painter: QPainter,
    rect: QRectF,
    parts: Sequence[tuple[float, QColor]],
    *,
    inks: Inks,
    tick: float | None = None,
) -> None:
    """A progress groove with parts from the left, each a share of 0…1, and a tick where one should be now.

    The tick stands two units out above and below. A bar carries its number in text beside it: colour is never alone.
    """
    radius = min(rect.height() / 2, _BAR_RADIUS)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    groove = QPainterPath()
    groove.addRoundedRect(rect, radius, radius)
    painter.fillPath(groove, inks.bar)
    left = rect.left()
    for share, colour in parts:
        width = max(0.0, min(rect.right() - left, share * rect.width()))
        piece = QPainterPath()
        piece.addRect(QRectF(left, rect.top(), width, rect.height()))
        painter.fillPath(groove.intersected(piece), colour)
        left += width + (_PART_GAP if width else 0)
    painter.restore()
    if tick is not None:
        x = min(rect.left() + round(tick * rect.width()), rect.right() - 1)
        painter.fillRect(QRectF(x - 1, rect.top() - 2, 2, rect.height() + 4), inks.tx2)


TRACK_NODE = 10
TRACK_PITCH = 26


def track_width(steps: int) -> int:
    """How wide a track of so many steps is, its halo included."""
    return (steps - 1) * TRACK_PITCH + TRACK_NODE + 6


def draw_track(painter: QPainter, origin: QPointF, steps: int, current: int, *, inks: Inks) -> None:
    """Steps of a job as nodes on a line: done green, the current one with a halo, the rest hollow.

    `origin` is the top left of the first node; `current` counts from 0, and `steps` means all are done.
    """
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = origin.y() + TRACK_NODE / 2
    for step in range(1, steps):
        left = origin.x() + (step - 1) * TRACK_PITCH + TRACK_NODE
        line = QRectF(left, middle - 1, TRACK_PITCH - TRACK_NODE, 2)
        painter.fillRect(line, inks.ok_s if step <= current else inks.ln2)
    for step in range(steps):
        node = QRectF(origin.x() + step * TRACK_PITCH, origin.y(), TRACK_NODE, TRACK_NODE)
        _draw_node(painter, node, step - current, inks)
    painter.restore()


def _draw_node(painter: QPainter, node: QRectF, ahead: int, inks: Inks) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    if ahead == 0:
        painter.setBrush(inks.ac_t)
        painter.drawEllipse(node.adjusted(-3, -3, 3, 3))
    if ahead <= 0:
        painter.setBrush(inks.ok_s if ahead else inks.ac)
        painter.drawEllipse(node)
        return
    painter.setPen(QPen(inks.edge, 2))
    painter.setBrush(inks.sf)
    painter.drawEllipse(node.adjusted(1, 1, -1, -1))


def draw_code128(
    painter: QPainter, rect: QRectF, text: str, *, ink: QColor, quiet: bool = True
) -> None:
    """The text as Code 128 bars over the whole height, on what is already there.

    With `quiet` ten modules stay empty on both sides, as a scanner needs on paper; on a screen they may be left out.
    Raises ValueError where Code 128 cannot hold the text.
    """
    bars = codes.code128(text)
    empty = codes.QUIET_ZONE if quiet else 0
    module = rect.width() / (len(bars) + 2 * empty)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for start, length in _runs(bars):
        left = rect.left() + (empty + start) * module
        painter.fillRect(QRectF(left, rect.top(), length * module, rect.height()), ink)
    painter.restore()


def _runs(bars: str) -> list[tuple[int, int]]:
    """Where dark bars begin and how many modules they take: adjoining modules must not be drawn apart."""
    runs: list[tuple[int, int]] = []
    for place, bar in enumerate(bars):
        if bar != "1":
            continue
        if runs and sum(runs[-1]) == place:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        else:
            runs.append((place, 1))
    return runs


def draw_qr(painter: QPainter, rect: QRectF, text: str, *, ink: QColor, quiet: bool = True) -> None:
    """The text as a QR code in the largest square that fits. Raises ValueError for a text that is too long."""
    rows = codes.qr(text)
    empty = codes.QUIET_FRAME if quiet else 0
    module = min(rect.width(), rect.height()) / (len(rows) + 2 * empty)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for number, row in enumerate(rows):
        top = rect.top() + (empty + number) * module
        for start, length in _runs("".join("1" if dark else "0" for dark in row)):
            left = rect.left() + (empty + start) * module
            painter.fillRect(QRectF(left, top, length * module, module), ink)
    painter.restore()
