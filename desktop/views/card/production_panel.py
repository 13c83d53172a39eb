# SPDX-License-Identifier: Apache-2.0
"""How far the work on each order line is: in work, ready, handed over."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import N_, _
from desktop.models.card import ProductionStep, production_steps
from desktop.values.rows.card import DealCard
from desktop.values.states import ProductionState
from desktop.views import theme
from desktop.views.widgets.choices import CheckBox
from desktop.views.widgets.label import Label
from desktop.views.widgets.layouts import fit_rows
from desktop.views.widgets.live import Live
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.text_block import Run

_NAMES = {
    ProductionState.IN_WORK: N_("In work"),
    ProductionState.READY: N_("Ready"),
    ProductionState.HANDED_OVER: N_("Handed over"),
}


class ProductionPanel(Panel):
    """`stepped` tells the line and the state it is wanted in."""

    stepped = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(lambda: _("Production"), parent, padding=(12, 8))
        self.body.setContentsMargins(12, 6, 12, 8)
        self._count = Label("", self, style="small", role="secondary")
        self.add_action(self._count)
        self.body.setSpacing(0)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self.rows: list[_StepRow] = []
        self._steps: list[ProductionStep] = []
        self._can_change = True

    def show_card(self, card: DealCard, zone: dt.tzinfo | None, *, can_change: bool) -> None:
        """Show the steps of this card's lines."""
        self._can_change = can_change
        self._steps = production_steps(card, zone)
        self.setVisible(bool(self._steps))
        fit_rows(self._list, self.rows, len(self._steps), self._new_row)
        self._say()

    def _new_row(self, place: int) -> _StepRow:
        row = _StepRow(self)
        row.box.clicked.connect(partial(self._press, place))
        return row

    def retranslate(self) -> None:
        """Say names anew."""
        if self._steps:
            self._say()
        super().retranslate()

    def _say(self) -> None:
        done = sum(step.is_done for step in self._steps)
        self._count.set_content(_("{done} of {n}").format(done=done, n=len(self._steps)))
        several = len({step.line_id for step in self._steps}) > 1
        before = None
        for row, step in zip(self.rows, self._steps, strict=True):
            row.show_step(step, begins_line=several and step.line_id != before)
            row.box.setEnabled(self._can_change)
            before = step.line_id

    def _press(self, place: int) -> None:
        """A tick reaches the step, taking one away goes back to the step before it."""
        step, is_checked = self._steps[place], self.rows[place].box.isChecked()
        order = list(ProductionState)
        wanted = step.state if is_checked else order[order.index(step.state) - 1]
        self.rows[place].box.setChecked(step.is_done)
        self.stepped.emit(step.line_id, wanted.value)


class _StepRow(Live, QWidget):
    """A tick with its name, and at the right when it is due or was done."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.box = CheckBox("", self)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        self._when = Label("", self, style="small", role="meta", align="right")
        line.addWidget(self.box)
        line.addWidget(self._when, 1)
        self.restyle()

    def show_step(self, step: ProductionStep, *, begins_line: bool) -> None:
        """Show another step; with several lines the first step of each says whose steps follow."""
        name = _(_NAMES[step.state])
        self.box.set_content([Run(name, None, "tx2" if step.is_done else "tx")])
        self.box.setChecked(step.is_done)
        self._when.set_content(step.line if begins_line else step.when)
        self.setToolTip(step.line)
        self.box.setAccessibleName(", ".join(p for p in (name, step.line, step.when) if p))

    def restyle(self) -> None:
        """Grow with the text."""
        self.setMinimumHeight(theme.px(28))
        super().restyle()
