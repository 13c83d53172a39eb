# SPDX-License-Identifier: Apache-2.0
"""Puts tickets and cash reports on paper: on the device of a printer, or into a PDF, on rolls and sheets."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)

from desktop import APP_NAME, paths
from desktop.documents.slips import Report, Slip
from desktop.documents.ticket_paint import PAPER
from desktop.documents.ticket_paint_slip import (
    SIZES,
    Look,
    draw_report,
    draw_slip,
    report_height,
    slip_height,
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper in millimetres; a roll (height 0) is as long as what stands on it. `units` is its width in the design."""

    width: float
    height: float
    margin: float
    units: int


PAPERS = {
    "roll80": Paper(80, 0, 4, 324),
    "roll58": Paper(58, 0, 5, 240),
    "a6": Paper(105, 148, 6, 372),
    "a5": Paper(148, 210, 10, 440),
}


def paint_on(device: QPagedPaintDevice, printed: Slip | Report, paper: Paper) -> bool:
    """Paint a ticket or report on a device already set up for that paper; False where the device does not begin.

    What is higher than a sheet is made smaller until it fits.
    """
    painter = QPainter()
    if not painter.begin(device):
        return False
    look = paper_look()
    height = _height(printed, paper, look)
    area = device.pageLayout().paintRectPixels(device.logicalDpiX())
    scale = area.width() / paper.units
    if paper.height:
        scale = min(scale, area.height() / height)
    painter.scale(scale, scale)
    rect = QRectF(0, 0, paper.units, height)
    if isinstance(printed, Slip):
        draw_slip(painter, rect, printed, look)
    else:
        draw_report(painter, rect, printed, look)
    return painter.end()


def page_layout(printed: Slip | Report, paper: Paper) -> QPageLayout:
    """The page that a ticket or report takes on that paper."""
    height = paper.height
    if not height:
        per_unit = (paper.width - 2 * paper.margin) / paper.units
        height = _height(printed, paper, paper_look()) * per_unit + 2 * paper.margin
    size = QPageSize(
        QSizeF(paper.width, height),
        QPageSize.Unit.Millimeter,
        "",
        QPageSize.SizeMatchPolicy.ExactMatch,
    )
    edge = paper.margin
    return QPageLayout(
        size,
        QPageLayout.Orientation.Portrait,
        QMarginsF(edge, edge, edge, edge),
        QPageLayout.Unit.Millimeter,
    )


def pdf_of(printed: Slip | Report, paper: Paper) -> bytes:
    """The ticket or report as a PDF of one page."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(600)
    writer.setCreator(APP_NAME)
    writer.setTitle(printed.number if isinstance(printed, Slip) else printed.title)
    writer.setPageLayout(page_layout(printed, paper))
    assert paint_on(writer, printed, paper), "a PDF in memory can always be begun"
    buffer.close()
    return bytes(data.data())


def paper_look() -> Look:
    """Black on white, in the program's own type."""
    black = QColor(Qt.GlobalColor.black)
    return Look(
        inks=PAPER,
        tone=lambda _tone: (None, black),
        font=_paper_font,
        paint_icon=lambda *_icon: None,
        avatar=lambda _tint: (QColor(Qt.GlobalColor.white), black),
        is_paper=True,
    )


def _height(printed: Slip | Report, paper: Paper, look: Look) -> float:
    if isinstance(printed, Slip):
        return slip_height(printed, paper.units, look)[0]
    return report_height(printed, paper.units, look)


_FAMILY = "Inter Counterfoil"


def _paper_font(style: str, weight: QFont.Weight | None) -> QFont:
    size, _line, usual = SIZES[style]
    if _FAMILY not in QFontDatabase.families():
        for name in ("Regular", "Medium", "SemiBold"):
            file = paths.resource("fonts", f"InterCounterfoil-{name}.ttf")
            QFontDatabase.addApplicationFont(str(file))
    font = QFont(_FAMILY)
    font.setPixelSize(size)
    font.setWeight(usual if weight is None else weight)
    # Alternate figures and signs have no letters behind them: a PDF made with them can be read by eye only.
    for feature in ("tnum", "calt", "case"):
        font.setFeature(QFont.Tag(feature), 0)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
