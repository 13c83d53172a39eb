# SPDX-License-Identifier: Apache-2.0
"""Who a new client of an order may be: one quiet line under the fields, out of the way of the keys."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop import queries
from desktop.background.tasks import Tasks
from desktop.i18n import _
from desktop.models.join_lines import hint_words
from desktop.values.rows.duplicates import COMPANY, LEAD, DuplicateFound, Sought
from desktop.views.counter.parts import QuietLink

_LEAST_NAME = 4


class AlikeLink(QuietLink):
    """A number that is new may be of somebody who is known by another: pressed, the order is theirs."""

    wanted = Signal(object, object)
    """The contact and the company to take."""

    def __init__(self, tasks: Tasks, parent: QWidget) -> None:
        self._found: DuplicateFound | None = None
        super().__init__(self._words, parent)
        self._tasks = tasks
        self._is_new = False
        self.clicked.connect(self._take)
        self.hide()

    def set_new(self, *, is_new: bool) -> None:
        """Whether the order's client is one that nobody knows yet; of others nothing is said."""
        self._is_new = is_new
        self.setVisible(is_new and self._found is not None)

    def look(self, name: str) -> None:
        """Look for somebody whose name is like this one."""
        if len(name.strip()) < _LEAST_NAME:
            self._show(())
            return
        sought = Sought(name=name)
        self._tasks.fetch(
            "like the client of the order",
            lambda reader: queries.duplicates.find(reader, sought, limit=2),
            then=self._show,
        )

    def _show(self, found: tuple[DuplicateFound, ...]) -> None:
        self._found = next((one for one in found if one.kind != LEAD), None)
        self.retranslate()
        self.set_new(is_new=self._is_new)

    def _words(self) -> str:
        one = self._found
        if one is None:
            return ""
        return _("Or is it {client}? {why}").format(client=one.name, why=hint_words(one))

    def _take(self) -> None:
        one = self._found
        if one is not None:
            is_firm = one.kind == COMPANY
            self.wanted.emit(None if is_firm else one.id, one.id if is_firm else one.company_id)
