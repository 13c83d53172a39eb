# SPDX-License-Identifier: Apache-2.0
"""What is to come and what is lent, one below the other, as a page or a form lays it out above its work."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.views.context import Context
from desktop.views.questions.lent_lines import LentLines
from desktop.views.questions.planned_lines import PlannedLines


class Handovers(QVBoxLayout):
    """Takes no room while there is none. `left` and `done` as each column tells them; `is_due` as LentLines says."""

    left = Signal()
    done = Signal()

    def __init__(self, context: Context, owner: QWidget, *, is_due: bool = False) -> None:
        super().__init__()
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(4)
        self.planned = PlannedLines(context, owner)
        self.lent = LentLines(context, owner, is_due=is_due)
        for lines in (self.planned, self.lent):
            lines.left.connect(self.left)
            lines.done.connect(self.done)
            self.addWidget(lines)

    def show_all(self) -> None:
        """Show all that this person may see."""
        self.planned.show_all()
        self.lent.show_all()

    def show_of(self, person: UUID | None) -> None:
        """Show only what this person gives or gets, lent or has; for None nothing."""
        self.planned.show_of(person)
        self.lent.show_of(person)

    def show_cards(self, card_ids: Collection[UUID]) -> None:
        """Show only what is lent of these cards."""
        self.planned.show_of(None)
        self.lent.show_cards(card_ids)
