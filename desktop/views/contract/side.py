# SPDX-License-Identifier: Apache-2.0
"""The column at the right of a step, 304 wide, with a line at its left; it scrolls by itself. Two buttons in it.

Where the window has no room for it the column lies over the step, once it is asked for.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import _
from desktop.views import theme
from desktop.views.widgets.buttons import icon_button
from desktop.views.widgets.live import Live
from desktop.views.widgets.panel import Hairline
from desktop.views.widgets.scroll_area import ScrollArea

WIDTH = 304


class SidePanel(Live, QWidget):
    """Put content into `body`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._content = QWidget(self)
        self.body = QVBoxLayout(self._content)
        self.body.setContentsMargins(16, 16, 16, 16)
        self.body.setSpacing(12)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(Hairline(self, upright=True))
        self._area = ScrollArea(self._content, self)
        row.addWidget(self._area, 1)
        self.setFixedWidth(theme.px(WIDTH))

    def restyle(self) -> None:
        """Grow with the text."""
        self.setFixedWidth(theme.px(WIDTH))
        super().restyle()

    def set_over(self, *, over: bool) -> None:
        """Over the step it takes the focus: its beginning is read first, and the arrows scroll it."""
        policy = Qt.FocusPolicy
        self._area.setFocusPolicy(policy.StrongFocus if over else policy.NoFocus)
        if over:
            self._area.setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        """What it lies over does not shine through."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.current().sf)
        painter.end()


class WithSide(Live, QWidget):
    """A step with a column at its right; fill it with `set_parts`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._side: SidePanel
        self._is_wide = True
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)

    def set_parts(self, middle: QLayout, side: SidePanel) -> None:
        """The step itself, and its column."""
        self._side = side
        self._row.addLayout(middle, 1)
        self._row.addWidget(side)

    def set_wide(self, *, wide: bool) -> None:
        """Dock the column, or fold it until it is asked for."""
        if wide == self._is_wide:
            return
        self._is_wide = wide
        if wide:
            self._row.addWidget(self._side)
        else:
            self._row.removeWidget(self._side)
        self._side.set_over(over=False)
        self._side.setVisible(wide)

    def is_side_over(self) -> bool:
        """Whether the column lies over the step."""
        return not self._is_wide and not self._side.isHidden()

    def show_side(self, *, shown: bool) -> None:
        """Lay the column over the step, or take it away."""
        if not self._is_wide:
            self._side.setVisible(shown)
            self._float()
            self._side.raise_()
            self._side.set_over(over=shown)

    def is_focus_in_side(self) -> bool:
        """Whether the keys go to the column."""
        now = QApplication.focusWidget()
        return now is not None and self._side.isAncestorOf(now)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep a column that lies over the step at the right edge."""
        super().resizeEvent(event)
        self._float()

    def _float(self) -> None:
        if self.is_side_over():
            width = self._side.width()
            self._side.setGeometry(self.width() - width, 0, width, self.height())


class SideSwitch:
    """The way to the column of the step that is shown, where the column is not docked."""

    def __init__(self, steps: QStackedWidget, parent: QWidget) -> None:
        self._steps = steps
        self._is_wide = True
        self._opener: QWidget | None = None
        self.button = icon_button(
            "columns", lambda: _("Right panel"), parent, shortcut="Ctrl+\\", size="small"
        )
        self.button.clicked.connect(self.turn)
        steps.currentChanged.connect(self._go)

    def set_wide(self, *, wide: bool) -> None:
        """Dock the columns of all steps, or fold them."""
        self._is_wide = wide
        for step in self._all():
            step.set_wide(wide=wide)
        self._offer()

    def turn(self) -> None:
        """Lay the column over the step, or take it away; the focus goes with it and comes back."""
        step = self._step()
        if step is None or self.fold():
            return
        self._opener = QApplication.focusWidget()
        step.show_side(shown=True)

    def fold(self) -> bool:
        """Take the column away; whether there was one over the step."""
        step = self._step()
        if step is None or not step.is_side_over():
            return False
        held = step.is_focus_in_side()
        step.show_side(shown=False)
        if held:
            opener = self._opener
            known = opener is not None and shiboken6.isValid(opener) and opener.isVisible()
            (opener if known and opener is not None else self.button).setFocus()
        return True

    def _go(self, _place: int) -> None:
        for step in self._all():
            step.show_side(shown=False)
        self._offer()

    def _offer(self) -> None:
        self.button.setVisible(self._step() is not None and not self._is_wide)

    def _step(self) -> WithSide | None:
        step = self._steps.currentWidget()
        return step if isinstance(step, WithSide) else None

    def _all(self) -> list[WithSide]:
        pages = (self._steps.widget(place) for place in range(self._steps.count()))
        return [page for page in pages if isinstance(page, WithSide)]


class Pair(Live, QWidget):
    """Two buttons side by side, or one over the other where their words are too long for that."""

    def __init__(self, first: QWidget, second: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._buttons = (first, second)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(8)
        self._box.addWidget(first, 1)
        self._box.addWidget(second, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose how they stand."""
        super().resizeEvent(event)
        widest = max(button.minimumSizeHint().width() for button in self._buttons)
        fits = 2 * widest + self._box.spacing() <= self.width()
        direction = QBoxLayout.Direction
        self._box.setDirection(direction.LeftToRight if fits else direction.TopToBottom)

    def minimumSizeHint(self) -> QSize:
        """Room for the wider one."""
        sizes = [button.minimumSizeHint() for button in self._buttons]
        width = max(size.width() for size in sizes)
        return QSize(width, self._box.minimumSize().height())
