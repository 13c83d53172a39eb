# SPDX-License-Identifier: Apache-2.0
"""Paints the head's sheet of a day on one A4: figures above, cards in groups below, what has no room is counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)

from desktop import APP_NAME
from desktop.documents.day_sheet import DaySheet, SheetGroup
from desktop.documents.ticket_paint import Align, draw_text
from desktop.documents.ticket_paint_paper import paper_look

WIDTH: Final = 720
"""Of the page in units of the design; a line is as high as on the screen."""

_LINE, _GAP = 19, 10
_TITLE = 30
_PEOPLE: Final = (0.34, 0.44, 0.54, 0.65)
_CARDS: Final = (0.29, 0.44, 0.74, 0.88)
_MARGIN = 14


def a4() -> QPageLayout:
    """The page it is painted on."""
    edge = QMarginsF(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
    return QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4),
        QPageLayout.Orientation.Portrait,
        edge,
        QPageLayout.Unit.Millimeter,
    )


def paint_day(device: QPagedPaintDevice, sheet: DaySheet) -> bool:
    """Paint the sheet on a device set up for A4; False where the device does not begin."""
    painter = QPainter()
    if not painter.begin(device):
        return False
    area = device.pageLayout().paintRectPixels(device.logicalDpiX())
    scale = area.width() / WIDTH
    painter.scale(scale, scale)
    _Page(painter, area.height() / scale).paint(sheet)
    return painter.end()


def day_pdf(sheet: DaySheet) -> bytes:
    """The sheet as a PDF of one page."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(600)
    writer.setCreator(APP_NAME)
    writer.setTitle(sheet.title)
    writer.setPageLayout(a4())
    assert paint_day(writer, sheet), "a PDF in memory can always be begun"
    buffer.close()
    return bytes(data.data())


class _Page:
    """Goes down one page line by line."""

    def __init__(self, painter: QPainter, height: float) -> None:
        self._painter = painter
        self._height = height
        self._look = paper_look()
        self._top = 0.0
        self._grey = QColor(90, 90, 90)
        self._rule = QColor(190, 190, 190)

    def paint(self, sheet: DaySheet) -> None:
        """The whole sheet."""
        self._texts([(0, 0.7, sheet.title)], height=_TITLE, style="section", strong=True)
        self._texts([(0, 1, sheet.about)])
        self._top += _GAP
        self._row(_PEOPLE, sheet.columns, strong=True)
        self._line()
        for one in sheet.people:
            about = f"{one.name}, {one.about}" if one.about else one.name
            self._row(_PEOPLE, (about, *one.figures, one.pace))
            self._line()
        self._top += _GAP
        foot = 2 * _LINE
        self._row(_CARDS, sheet.card_columns, strong=True)
        self._line()
        left = self._groups(sheet.groups, self._height - foot)
        if left:
            self._texts([(0, 1, sheet.more.format(n=left))], strong=True)
        self._top = self._height - _LINE
        self._texts([(0, 1, sheet.foot)], ink=self._grey)

    def _groups(self, groups: Sequence[SheetGroup], bottom: float) -> int:
        """Paint what has room; how many cards have none."""
        left = 0
        for group in groups:
            if self._top + 3 * _LINE > bottom:
                left += len(group.rows)
                continue
            self._texts([(0, 1, group.title)], strong=True)
            for row in group.rows:
                if self._top + _LINE > bottom - _LINE:
                    left += 1
                    continue
                self._row(_CARDS, (row.card, row.holder, row.what, row.long, row.amount))
                self._line()
            self._top += 4
        return left

    def _row(self, ends: Sequence[float], texts: Sequence[str], *, strong: bool = False) -> None:
        starts = (0.0, *ends)
        stops = (*ends, 1.0)
        self._texts(list(zip(starts, stops, texts, strict=True)), strong=strong)

    def _texts(
        self,
        parts: Sequence[tuple[float, float, str]],
        *,
        height: float = _LINE,
        style: str = "small",
        strong: bool = False,
        ink: QColor | None = None,
    ) -> None:
        font = self._look.font(style, QFont.Weight.DemiBold if strong else None)
        for start, stop, text in parts:
            align: Align = "right" if start >= _CARDS[-1] else "left"
            box = QRectF(start * WIDTH, self._top, (stop - start) * WIDTH - 6, height)
            black = QColor(Qt.GlobalColor.black)
            draw_text(self._painter, box, text, font=font, ink=ink or black, align=align)
        self._top += height

    def _line(self) -> None:
        self._painter.fillRect(QRectF(0, self._top - 1, WIDTH, 0.5), self._rule)
