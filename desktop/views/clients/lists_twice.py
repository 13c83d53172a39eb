# SPDX-License-Identifier: Apache-2.0
"""The button that says how many leads are there twice because two computers took in the same list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.i18n import formats, ngettext
from desktop.views.clients.past_imports_dialog import PastImportsDialog
from desktop.views.context import Context
from desktop.views.widgets.folding_button import FoldingButton

if TYPE_CHECKING:
    from desktop.flows.shop import Shop


class ListsTwice(FoldingButton):
    """Seen only where there are any; pressed, it shows the lists with what is to be done about them."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        self._context = context
        self._leads = 0
        super().__init__(self._words, lambda: formats.number(self._leads), parent, icon="list")
        self.clicked.connect(self.show_lists)
        self.hide()

    def look(self) -> None:
        """Ask whether a list is there twice: too long a question for each change."""

        def count(shop: Shop) -> int:
            from desktop.flows.past_imports import left_twice  # on the worker thread

            return left_twice(shop)

        self._context.tasks.flow(count, then=self.show_twice)

    def show_twice(self, leads: int) -> None:
        """Say how many leads are there twice."""
        self._leads = leads
        self.retranslate()
        self.setVisible(bool(leads))

    def show_lists(self) -> None:
        """All of them in one step: the lists, with what is to be done about them."""
        dialog = PastImportsDialog(self._context, self)
        dialog.finished.connect(self.look)
        dialog.open()

    def _words(self) -> str:
        words = ngettext("{n} lead of a list twice…", "{n} leads of a list twice…", self._leads)
        return words.format(n=formats.number(self._leads))
