# SPDX-License-Identifier: Apache-2.0
"""The lists of the Clients page with their counts; exactly one is chosen."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from desktop.documents.ticket_paint import draw_text, fill_round
from desktop.i18n import _, formats
from desktop.models.client_words import FILTERS
from desktop.values.rows.clients import ClientFilter
from desktop.views import icons, theme
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live
from desktop.views.widgets.painted_button import PaintedButton

WIDTH = 160
_HEIGHT = 32
_SIDE = 8
_ICON = 16


class _Item(PaintedButton):
    def __init__(self, filter_: ClientFilter, owner: FilterList) -> None:
        super().__init__(owner, gap=-2)
        self.filter = filter_
        self._owner = owner
        self._text, self._icon = FILTERS[filter_]
        self._count = ""
        self._has_icon = True
        self.setCheckable(True)
        self.retranslate()

    def set_count(self, count: int) -> None:
        self._count = formats.number(count)
        self.retranslate()

    def set_icon_shown(self, *, shown: bool) -> None:
        self._has_icon = shown
        self.update()

    def retranslate(self) -> None:
        self.setText(_(self._text))
        self.setAccessibleName(f"{_(self._text)} {self._count}".strip())
        super().retranslate()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(WIDTH), theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        if self.isChecked() or self.underMouse():
            fill = look.ac_t if self.isChecked() else look.hover
            fill_round(painter, QRectF(self.rect()), theme.RADIUS_CONTROL, fill)
        side, pad = theme.px(_ICON), theme.px(_SIDE)
        ink = look.ac_tx if self.isChecked() else look.tx2
        left = pad
        if self._has_icon:
            place = QRectF(pad, (self.height() - side) // 2, side, side)
            icons.draw(painter, place, self._icon, ink)
            left += side + pad
        inner = QRectF(left, 0, self.width() - left - pad, self.height())
        weight = theme.MEDIUM if self.isChecked() else None
        font = theme.font("body", weight)
        used = draw_text(painter, inner, self._count, font=font, ink=ink, align="right")
        inner.setRight(inner.right() - used - pad)
        text = _(self._text)
        draw_text(painter, inner, text, font=font, ink=ink if self.isChecked() else look.tx)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            self._owner.step(steps[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)


class FilterList(Live, QWidget):
    """A column of lists; arrows walk it, `chosen` tells the ClientFilter."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_small = False
        self._group = QButtonGroup(self)
        self._items: list[_Item] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for filter_ in ClientFilter:
            if filter_ is ClientFilter.OPEN:
                caption = Label(lambda: _("Work lists"), self, style="meta", role="meta")
                caption.setContentsMargins(_SIDE, 0, 0, 0)
                column.addSpacing(12)
                column.addWidget(caption)
                column.addSpacing(4)
            item = _Item(filter_, self)
            item.clicked.connect(lambda _checked=False, one=filter_: self.chosen.emit(one))
            self._group.addButton(item)
            self._items.append(item)
            column.addWidget(item)
        column.addStretch(1)
        self.choose(ClientFilter.ALL)
        self.setFixedWidth(theme.px(WIDTH))
        self.retranslate()

    def choose(self, filter_: ClientFilter) -> None:
        """Mark a list without telling anybody."""
        for item in self._items:
            is_it = item.filter is filter_
            item.setChecked(is_it)
            item.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_it else Qt.FocusPolicy.ClickFocus)

    def set_counts(self, counts: Mapping[ClientFilter, int]) -> None:
        """How many clients each list has."""
        for item in self._items:
            item.set_count(counts.get(item.filter, 0))

    def step(self, by: int) -> None:
        """Choose the neighbour and go there."""
        at = next(n for n, item in enumerate(self._items) if item.isChecked())
        item = self._items[(at + by) % len(self._items)]
        self.choose(item.filter)
        item.setFocus(Qt.FocusReason.TabFocusReason)
        self.chosen.emit(item.filter)

    def set_small(self, *, small: bool) -> None:
        """In a small window the icons go: the clients need the room."""
        self._is_small = small
        for item in self._items:
            item.set_icon_shown(shown=not small)
        self.restyle()

    def restyle(self) -> None:
        """Grow with the text size."""
        self.setFixedWidth(theme.px(WIDTH - _ICON - _SIDE if self._is_small else WIDTH))
        super().restyle()

    def retranslate(self) -> None:
        """Name the column."""
        self.setAccessibleName(_("Lists of clients"))
        super().retranslate()
