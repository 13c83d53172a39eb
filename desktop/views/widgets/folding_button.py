# SPDX-License-Identifier: Apache-2.0
"""A button that says a number alone where there is no room for the words about it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.views.widgets.buttons import Button
from desktop.views.widgets.live import Text, say


class FoldingButton(Button):
    """Folded it shows `short`; the tool tip and screen readers have `full` always."""

    def __init__(self, full: Text, short: Text, parent: QWidget, *, icon: str) -> None:
        self._full = full
        self._is_folded = False
        super().__init__(
            lambda: say(short if self._is_folded else full),
            parent,
            icon=icon,
            tip=lambda: say(full) if self._is_folded else "",
        )

    def fold(self, *, folded: bool) -> None:
        """Show the number alone, or all words."""
        self._is_folded = folded
        self.retranslate()

    def retranslate(self) -> None:
        """Ask the words again."""
        super().retranslate()
        self.setAccessibleName(say(self._full))
