# SPDX-License-Identifier: Apache-2.0
"""The pages of the rail in their groups; where there is no room for all of them, whole ones scroll."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from desktop.documents.ticket_paint import draw_text, fill_rect
from desktop.views import icons, theme
from desktop.views.navigation import RailGroup
from desktop.views.rail_items import BLEED, PageItem
from desktop.views.widgets.own_viewport import give_viewport

SIDE, ITEM, GAP = 8, 32, 2
_LOW_ITEM = 28
"""The least height of something that is pressed."""
_MORE = 12
"""Room for the mark that there are more of them."""


class PageList(QWidget):
    """The items in their groups, captioned when wide and split by rules when narrow; may scroll."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.items: dict[RailGroup, list[PageItem]] = {}
        self._captions: list[tuple[QRectF, RailGroup]] = []
        self._rules: list[int] = []

    def arrange(self, width: int, *, narrow: bool, item: int = ITEM) -> None:
        """Lay the items of that width and height out from the top and take the height that they need."""
        self._captions, self._rules = [], []
        item = theme.px(item)
        top = SIDE if narrow else theme.px(12)
        for number, group in enumerate(self.items):
            if narrow and number:
                self._rules.append(top + 6)
                top += 13
            elif not narrow:
                box = QRectF(2 * SIDE, top + theme.px(12), width, theme.line("meta"))
                self._captions.append((box, group))
                top = round(box.bottom()) + 4
            for one in self.items[group]:
                if one.isHidden():
                    continue
                one.place(QRect(SIDE, top, width, item))
                top += item + GAP
        self.setFixedHeight(top + BLEED)

    def shown(self) -> list[PageItem]:
        """The items that are there, from the top."""
        return [one for group in self.items.values() for one in group if not one.isHidden()]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw captions and rules."""
        look = theme.current()
        painter = QPainter(self)
        for box, group in self._captions:
            font = theme.font("meta")
            draw_text(painter, box, group.caption(), font=font, ink=look.tx3)
        for y in self._rules:
            fill_rect(painter, QRect(2 * SIDE, y, self.width() - 4 * SIDE, 1), look.ln2)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the items with the arrows."""
        every = self.shown()
        steps = [*pairwise(every)]
        if event.key() == Qt.Key.Key_Up:
            steps = [(after, before) for before, after in steps]
        elif event.key() != Qt.Key.Key_Down:
            super().keyPressEvent(event)
            return
        for here, there in steps:
            if here.hasFocus():
                there.setFocus(Qt.FocusReason.TabFocusReason)
                return


class PageArea(QScrollArea):
    """Shows as many whole items as have room, from one of them on; a mark says that there are more."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        give_viewport(self)
        self.pages = PageList(self)
        self._first = 0
        self._room = 0
        self.setWidget(self.pages)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.pages.setAutoFillBackground(False)

    def add(self, group: RailGroup, item: PageItem) -> None:
        """Put another item below those of its group."""
        self.pages.items.setdefault(group, []).append(item)
        item.installEventFilter(self)

    def fit(self, box: QRect, width: int, *, narrow: bool) -> None:
        """Take this box; items of that width become lower before they have to scroll."""
        self._room = max(0, box.height())
        self.setGeometry(box)
        self.pages.setFixedWidth(box.width())
        self.pages.arrange(width, narrow=narrow)
        if narrow and self.pages.height() > self._room:
            self.pages.arrange(width, narrow=narrow, item=_LOW_ITEM)
        self._show_from(self._first)

    def _boxes(self) -> list[QRect]:
        return [one.geometry() for one in self.pages.shown()]

    def _show_from(self, first: int) -> None:
        """Show the items from this one on, as many as are whole."""
        boxes, whole = self._boxes(), self.pages.height()
        room = self._room if whole <= self._room else max(0, self._room - theme.px(_MORE))
        starts = [0, *(box.top() for box in boxes[1:])]
        last = next((n for n, start in enumerate(starts) if whole - start <= room), 0)
        self._first = max(0, min(first, last))
        start = starts[self._first] if boxes else 0
        ends = [box.bottom() + 1 - start for box in boxes]
        shown = (
            whole - start
            if whole - start <= room
            else max((e for e in ends if e <= room), default=0)
        )
        self.setViewportMargins(0, 0, 0, self._room - (shown if whole > self._room else self._room))
        self.verticalScrollBar().setValue(start)
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Bring an item into view when the focus comes to it."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, PageItem):
            place = self._boxes().index(watched.geometry())
            while not self._is_shown(watched):
                before = self._first
                self._show_from(place if place < before else before + 1)
                if self._first == before:
                    break
        return super().eventFilter(watched, event)

    def _is_shown(self, item: PageItem) -> bool:
        top = self.verticalScrollBar().value()
        return self.viewport().rect().translated(0, top).contains(item.geometry())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Go on by one item."""
        self._show_from(self._first + (1 if event.angleDelta().y() < 0 else -1))
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Draw the mark: Qt gives paint events of the area itself to nobody."""
        if event.type() == QEvent.Type.Paint:
            below = self.height() - self.viewport().height()
            if below:
                bar = self.verticalScrollBar()
                name = "caret-down" if bar.value() < bar.maximum() else "caret-up"
                side = theme.px(_MORE)
                place = QRectF((self.width() - side) / 2, self.height() - side, side, side)
                painter = QPainter(self)
                icons.draw(painter, place, name, theme.current().tx3)
                painter.end()
            return True
        return super().event(event)
