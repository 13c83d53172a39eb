# SPDX-License-Identifier: Apache-2.0
"""A list of checks beside a form: an icon that tells the state, what was checked, and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.views import theme
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.live import Live

State = Literal["ok", "wrong", "doubt", "missing"]
_ICONS = {
    "ok": ("ph.check-circle", "ok"),
    "wrong": ("ph.warning-circle", "er"),
    "doubt": ("ph.warning", "wa"),
    "missing": ("ph.circle", "tx3"),
}
LABEL_WIDTH = 88
_ICON = 15


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line: what was checked, what it says, and how it stands."""

    label: str
    value: str
    state: State = "ok"


class CheckList(Live, QWidget):
    """Lines that are written anew at each change; equal numbers of lines keep their widgets."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        row_gap: int = 12,
        label_width: int = LABEL_WIDTH,
        style: str = "body",
    ) -> None:
        super().__init__(parent)
        self._label_width, self._style = label_width, style
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(row_gap)
        self._grid.setColumnStretch(2, 1)
        self._rows: list[tuple[Icon, Label, Label]] = []

    def show_lines(self, lines: Sequence[CheckLine]) -> None:
        """Show these lines."""
        while len(self._rows) < len(lines):
            self._add_row()
        for number, (icon, label, value) in enumerate(self._rows):
            is_shown = number < len(lines)
            for part in (icon, label, value):
                part.setVisible(is_shown)
            if is_shown:
                line = lines[number]
                icon.set_icon(*_ICONS[line.state])
                label.set_content(line.label)
                # An address of one word is told apart by its beginning; words are told in full.
                value.set_lines(0 if " " in line.value else 1)
                value.set_content(line.value)
        self.setAccessibleName("; ".join(f"{one.label}: {one.value}" for one in lines))

    def texts(self) -> list[str]:
        """What is shown, a text for each line."""
        return [
            f"{label.text()}: {value.text()}"
            for _icon, label, value in self._rows
            if not label.isHidden()
        ]

    def _add_row(self) -> None:
        number = len(self._rows)
        icon = Icon("ph.circle", "tx3", _ICON, self)
        label = Label("", self, style="small", role="secondary")
        value = Label("", self, style=self._style)
        self._grid.addWidget(icon, number, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(label, number, 1, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(value, number, 2)
        self._rows.append((icon, label, value))
        self._measure(icon, label)

    def _measure(self, icon: Icon, label: Label) -> None:
        """Icon and label stand beside the first line of the value."""
        line = theme.line(self._style)
        icon.setFixedSize(theme.px(_ICON), line)
        label.setFixedSize(theme.px(self._label_width), line)

    def restyle(self) -> None:
        """Grow with the text."""
        for icon, label, _value in self._rows:
            self._measure(icon, label)
        super().restyle()
