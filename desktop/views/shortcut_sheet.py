# SPDX-License-Identifier: Apache-2.0
"""The map of keys behind `?`: those of the page in front, then those that work everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _, say_keys
from desktop.views import theme
from desktop.views.actions import KeyHint, spec_of
from desktop.views.theme.tokens import SPACE_8, SPACE_24
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.keys import KeyCap
from desktop.views.widgets.label import Label

Line = tuple[Sequence[str], str]
"""Keys, and what they do."""

_SIDE_BY_SIDE = 720
_SIDE_BY_SIDE_KEYS = 3


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
        own = [*_lines(here), *(((hint.keys,), hint.text) for hint in hints)]
        wide = window.width() >= _SIDE_BY_SIDE
        box = QHBoxLayout() if wide else QVBoxLayout()
        box.setSpacing(SPACE_24)
        for caption, lines in ((page, own), (_("On every page"), _lines(everywhere))):
            if lines:
                box.addWidget(_list(caption, lines, self), 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(box)
        self.set_primary(lambda: _("Close"), shortcut="Esc").clicked.connect(self.accept)


def _lines(actions: Iterable[QAction]) -> list[Line]:
    """The first key of every action that has one, and what it does; neighbours that do the same share a line."""
    every = [(spec_of(action).shortcuts(), action.text()) for action in actions]
    keyed = [(shortcuts[0], text) for shortcuts, text in every if shortcuts]
    return [
        (tuple(keys for keys, _text in alike), text)
        for text, alike in groupby(keyed, key=lambda line: line[1])
    ]


def _list(caption: str, lines: Sequence[Line], parent: QWidget) -> QWidget:
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
        label = Label(text, whole, lines=0)
        label.setAccessibleName(f"{text}, {', '.join(map(say_keys, keys))}")
        grid.addLayout(_caps(keys, whole), row, 0)
        grid.addWidget(label, row, 1)
    column.addLayout(grid)
    return whole


def _caps(keys: Sequence[str], parent: QWidget) -> QHBoxLayout:
    """The keys side by side; of many the first and the last."""
    row = QHBoxLayout()
    row.setSpacing(4)
    shown = keys if len(keys) <= _SIDE_BY_SIDE_KEYS else (keys[0], keys[-1])
    for place, one in enumerate(shown):
        if place and len(shown) < len(keys):
            row.addWidget(Label("…", parent, role="meta"))
        row.addWidget(KeyCap(one, parent), 0, Qt.AlignmentFlag.AlignVCenter)
    row.addStretch(1)
    return row
