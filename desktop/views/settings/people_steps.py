# SPDX-License-Identifier: Apache-2.0
"""The lines of the hub's test: a mark, what was looked at, and a figure at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.hub_words import MARKS
from desktop.values.rows.hub import Mark, Step
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty


class StepLines(QWidget):
    """Nothing, that the hub is being asked, or its lines."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.steps: tuple[Step, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.hide()

    def show_steps(self, steps: Sequence[Step]) -> None:
        """Show these lines."""
        self.steps = tuple(steps)
        empty(self._column)
        for step in self.steps:
            icon, ink = MARKS[step.mark]
            self._add(icon, ink, step.sentence, step.figure, is_bad=step.mark is Mark.BAD)
        self.setVisible(bool(self.steps))

    def wait(self) -> None:
        """Say that an answer is on its way."""
        self.show_steps(())
        self._add("hourglass", "tx3", _("The server is being asked…"), "", is_bad=False)
        self.show()

    def _add(self, icon: str, ink: str, sentence: str, figure: str, *, is_bad: bool) -> None:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Icon(icon, ink, 16, line), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(
            Label(sentence, line, style="small", ink="er" if is_bad else "tx", lines=0), 1
        )
        if figure:
            row.addWidget(
                Label(figure, line, style="small", role="secondary"), 0, Qt.AlignmentFlag.AlignTop
            )
        self._column.addWidget(line)
