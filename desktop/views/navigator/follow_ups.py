# SPDX-License-Identifier: Apache-2.0
"""What follows when a ticket is saved: the card moves to its next stage, and the contract wizard opens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.i18n import _
from desktop.values.rows.navigator import Step
from desktop.values.states import Outcome, StagePurpose
from desktop.views.widgets.choices import CheckBox
from desktop.views.widgets.text_block import Run, bold


class FollowUps(QWidget):
    """Two boxes to tick, the second while the first is; in a low window one says both."""

    edited = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._step: Step | None = None
        self._is_low = False
        self.mover = CheckBox("", self, style="small")
        self.wizard = CheckBox(lambda: _("Then open the contract wizard"), self, style="small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.mover)
        column.addWidget(self.wizard)
        self.mover.toggled.connect(self._toggled)
        self.wizard.toggled.connect(lambda _on: self.edited.emit())

    def show_step(self, step: Step | None) -> None:
        """Offer to move to this stage; nothing follows without one."""
        self._step = step
        self._say()

    def set_low(self, low: bool) -> None:
        """Say both in one box, or each in its own."""
        self._is_low = low
        self._say()

    def clear(self) -> None:
        """Nothing follows yet."""
        for box in (self.mover, self.wizard):
            box.setChecked(False)

    def propose(self, outcome: Outcome) -> None:
        """A quote that was sent belongs to the stage of quotes."""
        fits = self._step is not None and self._step.purpose == StagePurpose.QUOTE
        self.mover.setChecked(fits and outcome is Outcome.QUOTE_SENT)

    @property
    def move_to(self) -> UUID | None:
        """The stage the card moves to, if it is to."""
        return self._step.id if self._step is not None and self.mover.isChecked() else None

    @property
    def then_wizard(self) -> bool:
        """Whether the contract wizard is wanted then."""
        return self.move_to is not None and self._has_wizard() and self.wizard.isChecked()

    def state(self) -> dict[str, Any]:
        """What is ticked, for the draft."""
        return {"move": self.mover.isChecked(), "wizard": self.wizard.isChecked()}

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on with what was ticked before."""
        self.mover.setChecked(bool(state.get("move")))
        self.wizard.setChecked(bool(state.get("wizard")))

    def _has_wizard(self) -> bool:
        return self._step is not None and self._step.purpose == StagePurpose.CONTRACT

    def _say(self) -> None:
        self.mover.setVisible(self._step is not None)
        self.mover.set_content(self._move_words)
        self._show_wizard()

    def _move_words(self) -> list[Run]:
        both = self._is_low and self._has_wizard()
        words = _("Move to {stage}, open the wizard") if both else _("Move to {stage}")
        before, _mark, after = words.partition("{stage}")
        name = self._step.name if self._step is not None else ""
        return [Run(before), bold(name), *([Run(after)] if after else [])]

    def _show_wizard(self) -> None:
        is_offered = self.mover.isChecked() and self._has_wizard()
        self.wizard.setVisible(is_offered and not self._is_low)

    def _toggled(self, is_on: bool) -> None:
        if self._is_low:
            self.wizard.setChecked(is_on)
        self._show_wizard()
        self.edited.emit()
