# SPDX-License-Identifier: Apache-2.0
"""The card's three columns, each scrolling by itself; where the window is narrow, outer ones become tabs."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.views import theme
from desktop.views.page import DOCKED
from desktop.views.widgets.live import Live, Text
from desktop.views.widgets.scroll_area import ScrollArea
from desktop.views.widgets.tabs import Tabs

FACTS, MIDDLE, STEPS = "facts", "middle", "steps"
_GAP = 2
"""The column of the grid between the middle and what is at the right of it."""
LEFT_WIDTH, RIGHT_WIDTH, LEAST_MIDDLE = 280, 288, 420


class Columns(Live, QWidget):
    """Facts, history and next steps. `MIDDLE` fills the room; it scrolls its own list.

    The bars of the outer ones stand in the gaps: `theme.PANEL_GAP` of the page's padding at the right belongs to them.
    """

    def __init__(
        self,
        left: QWidget,
        middle: QWidget,
        right: QWidget,
        parent: QWidget | None = None,
        *,
        least: int = LEAST_MIDDLE,
        name: Text = "",
        icon: str = "clock-counter-clockwise",
    ) -> None:
        """`least` is the middle's least width, `name` and `icon` say what its tab is called: the history."""
        super().__init__(parent)
        self._least = least
        self._window_width = DOCKED
        self._tabbed: tuple[str, ...] = ()
        self.parts: dict[str, QWidget] = {
            FACTS: _Scroll(left, self, gutter=theme.PANEL_GAP),
            MIDDLE: middle,
            STEPS: _Scroll(right, self, gutter=theme.PANEL_GAP),
        }
        middle.setParent(self)
        self.tabs = Tabs(
            [
                (MIDDLE, name or (lambda: _("History")), icon),
                (FACTS, lambda: _("Facts"), "identification-card"),
                (STEPS, lambda: _("Next step"), "check-circle"),
            ],
            self,
            name=lambda: _("Parts of the card"),
            inset=0,
        )
        self.tabs.chosen.connect(lambda _key: self._show())
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(theme.PANEL_GAP)
        self._grid.addWidget(self.tabs, 0, 1)
        self._grid.setColumnStretch(1, 1)
        self._grid.setRowStretch(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._arrange()

    def reveal(self, part: str) -> None:
        """Bring a part into view before something of it gets the focus."""
        if part in self._tabbed:
            self.tabs.choose(part)
        elif self._tabbed and part == MIDDLE:
            self.tabs.choose(MIDDLE)
        self._show()

    def shown(self) -> list[QWidget]:
        """The parts in view, in reading order."""
        return [part for part in self.parts.values() if not part.isHidden()]

    def adapt(self, window: QSize) -> None:
        """Fit the window: under 1200 facts become a tab."""
        self._window_width = window.width()
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the room that is really there."""
        super().resizeEvent(event)
        self._arrange()

    def restyle(self) -> None:
        """Grow with the text."""
        self._arrange()
        super().restyle()

    def _arrange(self) -> None:
        gap = theme.PANEL_GAP
        left, right, least = (theme.px(w) for w in (LEFT_WIDTH, RIGHT_WIDTH, self._least))
        tabbed: tuple[str, ...] = ()
        room = self.width() - gap
        if self._window_width < DOCKED or room < left + right + least + 2 * gap:
            tabbed = (FACTS,)
        if room < right + least + gap:
            tabbed = (FACTS, STEPS)
        self._grid.setColumnMinimumWidth(_GAP, 0 if STEPS in tabbed else gap)
        self._grid.setContentsMargins(0, 0, gap if STEPS in tabbed else 0, 0)
        for part, width in ((FACTS, left + gap), (STEPS, right + gap)):
            widget = self.parts[part]
            is_tab = part in tabbed
            widget.setMinimumWidth(0 if is_tab else width)
            widget.setMaximumWidth(16777215 if is_tab else width)
            self._grid.addWidget(
                widget, 1 if is_tab else 0, self._column(part, is_tab=is_tab), 1 if is_tab else 2, 1
            )
        self._grid.addWidget(self.parts[MIDDLE], 1 if tabbed else 0, 1, 1 if tabbed else 2, 1)
        if tabbed != self._tabbed:
            self._tabbed = tabbed
            self.tabs.choose(MIDDLE)
        self._show()

    @staticmethod
    def _column(part: str, *, is_tab: bool) -> int:
        if is_tab:
            return 1
        return 0 if part == FACTS else _GAP + 1

    def _show(self) -> None:
        chosen = self.tabs.current() if self._tabbed else MIDDLE
        self.tabs.setVisible(bool(self._tabbed))
        self.tabs.offer((MIDDLE, *self._tabbed))
        for part, widget in self.parts.items():
            is_tab = part in self._tabbed or part == MIDDLE
            widget.setVisible(not is_tab or part == chosen)


class _Scroll(ScrollArea):
    """A column: as high as there is room, its panels at the top.

    With a `gutter` at its right the bar stands there, and the panels are as wide with it as without.
    """

    def __init__(self, content: QWidget, parent: QWidget, *, gutter: int = 0) -> None:
        self._gutter = gutter
        super().__init__(content, parent)
        self.verticalScrollBar().rangeChanged.connect(self._keep_gutter)
        self._keep_gutter(0, 0)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _keep_gutter(self, lowest: int, highest: int) -> None:
        taken = self.verticalScrollBar().sizeHint().width() if highest > lowest else 0
        self.setViewportMargins(0, 0, max(0, self._gutter - taken), 0)

    def _drop_needless_bar(self) -> None:
        """The panels are as wide without the bar: it stands for what does not fit."""
        if not self._gutter:
            super()._drop_needless_bar()

    def sizeHint(self) -> QSize:
        """The content's width; the height is what there is."""
        return QSize(LEFT_WIDTH, 120)

    def minimumSizeHint(self) -> QSize:
        """A few lines at least."""
        return QSize(120, 120)


def stack(*panels: QWidget, parent: QWidget) -> QWidget:
    """Panels one below the other, 12 apart, nothing stretched."""
    held = QWidget(parent)
    column = QVBoxLayout(held)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.PANEL_GAP)
    for panel in panels:
        column.addWidget(panel)
    column.addStretch(1)
    return held
