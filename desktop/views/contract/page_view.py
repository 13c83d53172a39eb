# SPDX-License-Identifier: Apache-2.0
"""The pages of a paper under one another, drawn as they come into view, as wide as there is room or zoomed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.views import theme
from desktop.views.widgets.live import Live
from desktop.views.widgets.scroll_area import ScrollArea

_A4 = 297 / 210
_GAP = 16
_COMFORTABLE = 507
"""A page this wide is read well; in a wide window it takes three quarters of the room."""
_SHARE = 0.73
ZOOMS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0)

Draw = Callable[[int, int, Callable[[bytes], None]], None]
"""Draws a page (from 0) so many device pixels wide and hands the PNG back."""


class _PageImage(Live, QWidget):
    """One page, white until its picture is there."""

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.number = number
        self._picture = QImage()
        self._ratio = _A4
        self.asked_for = 0

    def set_width(self, width: int) -> None:
        """Be so many pixels wide, with the page's own proportions."""
        self.setFixedSize(width, round(width * self._ratio))

    def show_png(self, png: bytes) -> None:
        """Show the page's picture."""
        picture = QImage.fromData(png)
        if picture.isNull():
            return
        self._picture = picture
        self._ratio = picture.height() / picture.width()
        self.set_width(self.width())
        self.update()

    @property
    def has_picture(self) -> bool:
        """Whether there is something to see."""
        return not self._picture.isNull()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw paper, picture and border: paper is white in the dark theme too."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if not self._picture.isNull():
            painter.drawImage(QRectF(self.rect()), self._picture)
        painter.setPen(QPen(theme.current().ln2, 1))
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.end()


class PageView(Live, QWidget):
    """Shows a paper; `page_changed` tells the page in view (from 1) and how many there are."""

    page_changed = Signal(int, int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._draw: Draw | None = None
        self._zoom = ZOOMS.index(1.0)
        self._turn = 0
        self.pages: list[_PageImage] = []
        self._content = QWidget(self)
        self._stack = QVBoxLayout(self._content)
        self._stack.setContentsMargins(16, 0, 16, 16)
        self._stack.setSpacing(_GAP)
        self._stack.addStretch(1)
        self._area = ScrollArea(self._content, self)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._area.verticalScrollBar().valueChanged.connect(self._scrolled)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._area)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(15)
        self._later.timeout.connect(self._fetch)

    def show_paper(self, pages: int, draw: Draw | None, name: str) -> None:
        """Show a paper with so many pages; without pages the place is empty."""
        self._turn += 1
        self._draw = draw
        for page in self.pages:
            self._stack.removeWidget(page)
            page.hide()
            page.deleteLater()
        self.pages = [_PageImage(number, self._content) for number in range(pages)]
        for place, page in enumerate(self.pages):
            self._stack.insertWidget(place, page, 0, Qt.AlignmentFlag.AlignHCenter)
            page.show()
        self._area.setAccessibleName(name)
        self._area.verticalScrollBar().setValue(0)
        self._fit()
        self.page_changed.emit(min(1, pages), pages)

    def zoom(self, step: int) -> None:
        """Larger or smaller by one step."""
        self._zoom = max(0, min(len(ZOOMS) - 1, self._zoom + step))
        self._fit()

    def zoom_text(self) -> str:
        """The zoom in words."""
        zoom = ZOOMS[self._zoom]
        return _("Fit width") if zoom == 1.0 else f"{round(zoom * 100)} %"

    def area(self) -> QScrollArea:
        """The scrolling part, for the keyboard."""
        return self._area

    def is_drawn(self) -> bool:
        """Whether the first page can be seen."""
        return bool(self.pages) and self.pages[0].has_picture

    def _fit(self) -> None:
        room = max(80, self._area.viewport().width() - 32)
        width = min(room, max(theme.px(_COMFORTABLE), round(room * _SHARE)))
        for page in self.pages:
            page.set_width(round(width * ZOOMS[self._zoom]))
        self._later.start()

    def _fetch(self) -> None:
        """Ask for the pages in view, and the one after them."""
        if self._draw is None:
            return
        top = self._area.verticalScrollBar().value()
        bottom = top + 2 * self._area.viewport().height()
        turn = self._turn
        for page in self.pages:
            wanted = round(page.width() * self.devicePixelRatioF())
            in_view = page.y() < bottom and page.y() + page.height() >= top
            if in_view and page.asked_for != wanted:
                page.asked_for = wanted
                self._draw(page.number, wanted, partial(self._take, turn, page))

    def _take(self, turn: int, page: _PageImage, png: bytes) -> None:
        # A picture of the paper before this one may come late; its page is gone.
        if turn == self._turn:
            page.show_png(png)

    def _scrolled(self, _value: int) -> None:
        self._later.start()
        middle = self._area.verticalScrollBar().value() + self._area.viewport().height() // 3
        here = max((p.number + 1 for p in self.pages if p.y() <= middle), default=0)
        self.page_changed.emit(here, len(self.pages))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages anew."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Small enough for the smallest window."""
        return QSize(160, 80)

    def restyle(self) -> None:
        """Grow with the text."""
        self._fit()
        super().restyle()
