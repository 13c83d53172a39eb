# SPDX-License-Identifier: Apache-2.0
"""What to say, sentence by sentence, and which script it is taken from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.models.script_names import ScriptName
from desktop.models.ticket_words import Sentence
from desktop.views import theme
from desktop.views.scripts.script_choice import ScriptChoice
from desktop.views.scripts.step_view import StepDot, StepState
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import empty
from desktop.views.widgets.text_block import Run, bold

_HEAD = 24


class WhatToSay(QWidget):
    """The sentences, numbered; the first one is what is said now. A script with questions stands below its name."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.choice = ScriptChoice(self, with_word=True)
        self.choice.setMaximumHeight(theme.px(_HEAD))
        head = QHBoxLayout()
        head.addWidget(Label(lambda: _("What to say"), self, style="section"), 1)
        head.addWidget(self.choice)
        self._lines = QVBoxLayout()
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addLayout(self._lines)
        self.set_low(False)

    def set_low(self, low: bool) -> None:
        """Stand closer together."""
        self._lines.setSpacing(8 if low else 12)
        self._column.setSpacing(2 if low else 8)

    def show_script(
        self, sentences: Sequence[Sentence], names: Sequence[ScriptName], *, can_change: bool
    ) -> None:
        """Say these, of one of these scripts."""
        empty(self._lines)
        self.choice.show_scripts(names, can_change=can_change)
        for number, sentence in enumerate(sentences):
            self._lines.addWidget(self._line(number, sentence))

    def _line(self, number: int, sentence: Sentence) -> QWidget:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        is_first = not number
        runs = [bold(text) if strong else Run(text) for text, strong in sentence]
        label = Label(
            runs, row, style="section" if is_first else "body", lines=0,
            weight=theme.REGULAR, role="" if is_first else "secondary",
        )  # fmt: skip
        dot = StepDot(number + 1, row)
        dot.show_state(StepState.CURRENT if is_first else StepState.TO_COME)
        line.addWidget(dot, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(label, 1)
        return row
