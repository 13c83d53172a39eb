# SPDX-License-Identifier: Apache-2.0
"""One line of two cards side by side: what stands at either side, in boxes where there is something to choose."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.documents.ticket_paint import draw_text
from desktop.i18n import _
from desktop.models.join_lines import LEFT, RIGHT, Kind, Line
from desktop.views import theme
from desktop.views.widgets.choices import draw_check, draw_radio
from desktop.views.widgets.framed import outline
from desktop.views.widgets.halo import Haloed, Ringed
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live

LABEL, GAP, PAD = 104, 8, 16
"""The grid of component 4.19: the label, then twice the rest."""

_BOX, _MARK = 32, 16


class ChoiceBox(Live, QWidget):
    """A value: a radio where one of two is taken, a check box where both may stay, else plain words."""

    pressed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = ""
        self._kind = Kind.PLAIN
        self._is_chosen = self._has_box = self._is_checked = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(theme.px(120))

    def show_value(self, line: Line, side: int) -> None:
        """Show what stands at a side of a line."""
        self._text = line.said(side)
        self._kind, self._is_chosen = line.kind, line.chosen[side]
        self._has_box, self._is_checked = line.has_box(side), line.is_checked
        self.setToolTip(self._text)
        can_choose = self._has_box and self._kind is not Kind.PLAIN
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if can_choose else Qt.CursorShape.ArrowCursor
        )
        self.update()

    def sizeHint(self) -> QSize:
        """As high as an input."""
        return QSize(theme.px(160), theme.px(_BOX))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take this value."""
        super().mousePressEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, its mark and the words."""
        look = theme.current()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        left = theme.px(8)
        ink = look.tx if self._has_box else look.tx3
        if self._has_box:
            fill, border = (look.ac_t, look.ac) if self._is_chosen else (look.sf, look.ln2)
            outline(painter, rect, fill, border)
            side = theme.px(_MARK)
            mark = QRectF(left, round((rect.height() - side) / 2), side, side)
            if self._is_checked:
                state = Qt.CheckState.Checked if self._is_chosen else Qt.CheckState.Unchecked
                draw_check(painter, mark, state)
            else:
                draw_radio(painter, mark, self._is_chosen)
            left += side + theme.px(8)
        inner = QRectF(left, 0, rect.width() - left - theme.px(8), rect.height())
        draw_text(painter, inner, self._text, font=theme.font("body"), ink=ink)
        painter.end()


class JoinRow(Ringed, QWidget):
    """A line with its label; left and right choose, and the values are pressed."""

    walked = Signal(int)
    chosen = Signal()
    all_wanted = Signal(int)

    def __init__(self, line: Line, parent: QWidget) -> None:
        super().__init__(parent)
        self.line = line
        self._halo = Haloed(self, gap=-2)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        grid = QGridLayout(self)
        grid.setContentsMargins(PAD, 4, PAD, 4)
        grid.setHorizontalSpacing(GAP)
        names = QVBoxLayout()
        names.setSpacing(0)
        label = Label(
            lambda: line.label, self, style="small", role="secondary", weight=theme.MEDIUM
        )
        names.addWidget(label)
        if line.rule:
            rule = Label(
                lambda: line.rule, self, style="meta", weight=theme.REGULAR, role="secondary"
            )
            names.addWidget(rule)
        cell = QWidget(self)
        cell.setLayout(names)
        names.setContentsMargins(0, 0, 0, 0)
        cell.setFixedWidth(theme.px(LABEL))
        grid.addWidget(cell, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        self.boxes = (ChoiceBox(self), ChoiceBox(self))
        for side, box in enumerate(self.boxes):
            box.pressed.connect(partial(self._press, side))
            grid.addWidget(box, 0, 1 + side)
            grid.setColumnStretch(1 + side, 1)
        self.refresh()

    def refresh(self) -> None:
        """Show what is chosen."""
        for side, box in enumerate(self.boxes):
            box.show_value(self.line, side)
        values = [self.line.said(side) for side in (LEFT, RIGHT) if self.line.chosen[side]]
        self.setAccessibleName(f"{self.line.label}: {', '.join(values)}")
        self.setAccessibleDescription(
            "" if self.line.kind is Kind.PLAIN else _("Left and right choose.")
        )

    def choose(self, side: int) -> None:
        """Take a side's value."""
        self.line.choose(side)
        self.refresh()
        self.chosen.emit()

    def _press(self, side: int) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if self.line.has_box(side):
            self.choose(side)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right choose, with Ctrl in all lines; up and down go to the neighbours."""
        sides = {Qt.Key.Key_Left: LEFT, Qt.Key.Key_Right: RIGHT}
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        side, step = sides.get(Qt.Key(event.key())), steps.get(Qt.Key(event.key()))
        if side is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.all_wanted.emit(side)
        elif side is not None:
            self.choose(side)
        elif step is not None:
            self.walked.emit(step)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line below."""
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.current().ln)
        painter.end()
