# SPDX-License-Identifier: Apache-2.0
"""What the painter draws on screen and paper, looked at pixel by pixel."""

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QImage, QPageSize, QPainter, QPdfWriter

from desktop.documents import codes, ticket_paint
from desktop.documents.ticket_paint import PAPER

WHITE, BLACK = QColor("#FFFFFF"), QColor("#000000")


@pytest.fixture
def image(qapp):
    made = QImage(400, 200, QImage.Format.Format_RGB32)
    made.fill(WHITE)
    return made


def test_the_bars_drawn_are_the_bars_of_the_code(image):
    bars = codes.code128("C-0418")
    module = 2
    width = (len(bars) + 2 * codes.QUIET_ZONE) * module
    painter = QPainter(image)
    ticket_paint.draw_code128(painter, QRectF(0, 0, width, 40), "C-0418", ink=BLACK)
    painter.end()
    middles = [
        image.pixelColor((codes.QUIET_ZONE + place) * module + 1, 20) == BLACK
        for place in range(len(bars))
    ]
    assert middles == [bar == "1" for bar in bars]
    assert all(image.pixelColor(x, 20) == WHITE for x in range(codes.QUIET_ZONE * module))


def test_the_squares_drawn_are_the_squares_of_the_code(image):
    rows = codes.qr("C-0418")
    side = (len(rows) + 2 * codes.QUIET_FRAME) * 4
    painter = QPainter(image)
    ticket_paint.draw_qr(painter, QRectF(0, 0, side, side), "C-0418", ink=BLACK)
    painter.end()
    at = [(codes.QUIET_FRAME + place) * 4 + 2 for place in range(len(rows))]
    drawn = tuple(tuple(image.pixelColor(x, y) == BLACK for x in at) for y in at)
    assert drawn == rows


def test_a_long_text_is_elided_and_stays_in_its_place(image):
    font = QFont("Inter Counterfoil")
    font.setPixelSize(13)
    painter = QPainter(image)
    box = QRectF(10, 10, 80, 20)
    text = "A client with a very long name indeed"
    width = ticket_paint.draw_text(painter, box, text, font=font, ink=BLACK)
    painter.end()
    assert width <= 80.5
    assert all(image.pixelColor(x, y) == WHITE for x in range(94, 400) for y in range(40))


def test_a_bar_is_filled_to_its_share_and_never_further(image):
    painter = QPainter(image)
    parts = [(0.5, QColor("#FF0000")), (0.9, QColor("#0000FF"))]
    ticket_paint.draw_bar(painter, QRectF(0, 10, 100, 8), parts, inks=PAPER, tick=0.25)
    painter.end()
    assert image.pixelColor(40, 14) == QColor("#FF0000")
    assert image.pixelColor(60, 14) == QColor("#0000FF")
    assert image.pixelColor(101, 14) == WHITE
    assert image.pixelColor(25, 9) == PAPER.tx2


def test_a_track_tells_done_current_and_coming_steps_apart(image):
    painter = QPainter(image)
    ticket_paint.draw_track(painter, QPointF(4, 4), 3, 1, inks=PAPER)
    painter.end()
    assert image.pixelColor(9, 9) == PAPER.ok_s
    assert image.pixelColor(35, 9) == PAPER.ac
    assert image.pixelColor(61, 9) == WHITE


def test_a_ticket_is_printed_as_a_drawing(tmp_path, qapp):
    path = tmp_path / "ticket.pdf"
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A6))
    writer.setResolution(300)
    painter = QPainter(writer)
    painter.scale(300 / 96, 300 / 96)
    rect = QRectF(0, 0, 300, 220)
    ticket_paint.draw_ticket(painter, rect, split=150, inks=PAPER, shape=ticket_paint.SLIP)
    ticket_paint.draw_code128(painter, QRectF(20, 20, 200, 40), "C-0418", ink=BLACK)
    painter.end()
    content = path.read_bytes()
    assert content.startswith(b"%PDF")
    assert b"/Subtype /Image" not in content
