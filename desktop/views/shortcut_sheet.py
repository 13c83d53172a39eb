# SPDX-License-Identifier: Apache-2.0
"""The map of keys behind `?`: those of the page in front, then those that work everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.views import theme
from desktop.views.actions import KeyHint, spec_of
from desktop.views.theme.tokens import SPACE_8, SPACE_24
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.keys import KeyCap, say_keys
from desktop.views.widgets.label import Label

_SIDE_BY_SIDE = 720


class ShortcutSheet(Dialog):
    """Two lists of keys, beside one another where there is room."""

    def __init__(
        self,
        window: QWidget,
        *,
        page: str,
        hints: Iterable[KeyHint],
        here: Sequence[QAction],
        everywhere: Sequence[QAction],
    ) -> None:
        super().__init__(window, lambda: _("Keys"), width=800)
        own = [*_lines(here), *((hint.keys, hint.text) for hint in hints)]
        wide = window.width() >= _SIDE_BY_SIDE
        box = QHBoxLayout() if wide else QVBoxLayout()
        box.setSpacing(SPACE_24)
        for caption, lines in ((page, own), (_("On every page"), _lines(everywhere))):
            if lines:
                box.addWidget(_list(caption, lines, self), 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(box)
        self.set_primary(lambda: _("Close"), shortcut="Esc").clicked.connect(self.accept)


def _lines(actions: Iterable[QAction]) -> list[tuple[str, str]]:
    """The first key of every action that has one, and what it does."""
    every = [(spec_of(action).shortcuts(), action.text()) for action in actions]
    return [(shortcuts[0], text) for shortcuts, text in every if shortcuts]


def _list(caption: str, lines: Sequence[tuple[str, str]], parent: QWidget) -> QWidget:
    whole = QWidget(parent)
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE_8)
    column.addWidget(Label(caption, whole, style="section"))
    grid = QGridLayout()
    grid.setVerticalSpacing(4)
    grid.setHorizontalSpacing(SPACE_8)
    grid.setColumnStretch(1, 1)
    grid.setColumnMinimumWidth(0, theme.px(96))
    for row, (keys, text) in enumerate(lines):
        cap = KeyCap(keys, whole)
        label = Label(text, whole, lines=0)
        label.setAccessibleName(f"{text}, {say_keys(keys)}")
        grid.addWidget(cap, row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(label, row, 1)
    column.addLayout(grid)
    return whole
