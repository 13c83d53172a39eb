# SPDX-License-Identifier: Apache-2.0
"""The sections of Settings at the left, one of them chosen; a list to choose from where there is little room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from desktop.documents.ticket_paint import draw_text, fill_round
from desktop.i18n import _
from desktop.models.settings import Section
from desktop.views import icons, theme
from desktop.views.widgets.live import Live
from desktop.views.widgets.painted_button import PaintedButton

WIDTH = 160
_HEIGHT, _SIDE, _GAP, _ICON = 32, 8, 8, 16


class _Item(PaintedButton):
    """One section: icon and name, tinted while it is open; a dot where it wants attention."""

    def __init__(self, section: Section, owner: SectionNav) -> None:
        super().__init__(owner, gap=-2)
        self.section = section
        self._owner = owner
        self._wants = ""
        self.setCheckable(True)
        self.retranslate()

    def set_wants(self, sentence: str) -> None:
        """Say why this section wants a look; empty where it does not."""
        self._wants = sentence
        self.retranslate()

    def retranslate(self) -> None:
        name = self.section.label()
        self.setText(name)
        self.setAccessibleName(name)
        self.setAccessibleDescription(self._wants)
        self.setToolTip(self._wants)
        super().retranslate()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(WIDTH), theme.px(_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        if self.isChecked() or self.underMouse():
            fill = look.ac_t if self.isChecked() else look.hover
            fill_round(painter, QRectF(self.rect()), theme.RADIUS_CONTROL, fill)
        side, left = theme.px(_ICON), theme.px(_SIDE)
        ink = look.ac_tx if self.isChecked() else look.tx2
        place = QRectF(left, (self.height() - side) // 2, side, side)
        icons.draw(painter, place, self.section.icon, ink)
        start = left + side + theme.px(_GAP)
        box = QRectF(start, 0, self.width() - start - 4, self.height())
        if self._wants:
            box.setRight(box.right() - side)
            mark = QRectF(box.right(), (self.height() - side) // 2, side, side)
            icons.draw(painter, mark, "warning", look.wa)
        text_ink = ink if self.isChecked() else look.tx
        draw_text(painter, box, self.text(), font=theme.font("body", theme.MEDIUM), ink=text_ink)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps:
            self._owner.step(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Right):
            self._owner.entered.emit()
        else:
            super().keyPressEvent(event)


class SectionNav(Live, QWidget):
    """Arrows walk the sections and open them at once (`chosen`); Enter and → go into the open one (`entered`)."""

    chosen = Signal(object)
    entered = Signal()

    def __init__(self, sections: Sequence[Section], parent: QWidget) -> None:
        super().__init__(parent)
        self._items = [_Item(section, self) for section in sections]
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for item in self._items:
            self._group.addButton(item)
            item.clicked.connect(lambda _checked=False, one=item: self.chosen.emit(one.section))
            column.addWidget(item)
        column.addStretch(1)
        self.restyle()
        self.retranslate()

    def choose(self, section: Section) -> None:
        """Mark a section without telling anybody."""
        for item in self._items:
            is_it = item.section is section
            item.setChecked(is_it)
            item.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_it else Qt.FocusPolicy.ClickFocus)
            if is_it:
                self.setFocusProxy(item)

    def step(self, by: int) -> None:
        """Open the next section or the one before."""
        at = next((n for n, item in enumerate(self._items) if item.isChecked()), 0)
        wanted = max(0, min(len(self._items) - 1, at + by))
        if wanted != at:
            self.chosen.emit(self._items[wanted].section)
            self._items[wanted].setFocus(Qt.FocusReason.TabFocusReason)

    def set_wants(self, section: Section, sentence: str) -> None:
        """Mark a section that wants a look, and say why; an empty sentence takes the mark away."""
        for item in self._items:
            if item.section is section:
                item.set_wants(sentence)

    def restyle(self) -> None:
        """Grow with the text size."""
        self.setFixedWidth(theme.px(WIDTH))
        super().restyle()

    def retranslate(self) -> None:
        """Name the list."""
        self.setAccessibleName(_("Sections of the settings"))
        super().retranslate()
