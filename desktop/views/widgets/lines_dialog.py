# SPDX-License-Identifier: Apache-2.0
"""A dialog that lists what was done earlier: each line with its words at the left and its ways on at the right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.views import theme
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.label import Content, Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.live import Text
from desktop.views.widgets.panel import Hairline
from desktop.views.widgets.scroll_area import ScrollArea


class LinesDialog(Dialog):
    """`fill` shows the lines anew; the keys stay where they were, at first on the first line's button."""

    def __init__(
        self, parent: QWidget, title: Content, *, width: int, height: int, nothing: Text
    ) -> None:
        """The list has room for `height`; without lines `nothing` is said."""
        super().__init__(parent, title, icon="clock-counter-clockwise", width=width)
        self._nothing, self._at = nothing, 0
        self.buttons: list[Button] = []
        self.list = QWidget()
        self._column = QVBoxLayout(self.list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        area = ScrollArea(self.list, self)
        area.setMinimumHeight(theme.px(height))
        self.body.addWidget(area)
        self.close_button = self.add_cancel(lambda: _("Close"))

    def fill(self, lines: Iterable[QWidget]) -> None:
        """Show these in place of those before; they are made with `line` after `clear`."""
        for line in lines:
            self._column.addWidget(line)
            self._column.addWidget(Hairline(self.list))
        if not self._column.count():
            self._column.addWidget(Label(self._nothing, self.list, role="secondary"))
        self._column.addStretch(1)
        self.take_keys()

    def clear(self) -> None:
        """Drop the lines."""
        self._note_place()
        empty(self._column)
        self.buttons = []

    def line(self, title: str, said: Sequence[Label], buttons: Sequence[Button]) -> QWidget:
        """One of them; its first button is where the keys come to."""
        line = QWidget(self.list)
        across = QHBoxLayout(line)
        across.setContentsMargins(0, 8, 4, 8)
        across.setSpacing(12)
        names = QVBoxLayout()
        names.setSpacing(0)
        for one in (Label(title, line, weight=theme.SEMIBOLD), *said):
            names.addWidget(one)
        across.addLayout(names, 1)
        ways = QVBoxLayout()
        ways.setSpacing(4)
        for button in buttons:
            ways.addWidget(button)
        across.addLayout(ways)
        self.buttons += buttons[:1]
        return line

    def take_keys(self) -> None:
        """Give the keys to the list, unless somebody is about to press something else."""
        focus = QApplication.focusWidget()
        is_idle = (
            focus is None
            or focus in {self, self._close, self.close_button}
            or not self.isAncestorOf(focus)
        )
        usable = [one for one in self.buttons if one.isEnabled()]
        if self.isVisible() and usable and is_idle:
            wanted = self.buttons[min(self._at, len(self.buttons) - 1)]
            chosen = wanted if wanted.isEnabled() else usable[0]
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def hold(self, *, is_on: bool) -> None:
        """While something is under way nothing can be pressed in the list."""
        if is_on:
            self._note_place()
        for button in self.list.findChildren(Button):
            button.setEnabled(not is_on)
        if not is_on:
            self.take_keys()

    def _note_place(self) -> None:
        self._at = next((n for n, one in enumerate(self.buttons) if one.hasFocus()), self._at)
