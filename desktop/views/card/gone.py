# SPDX-License-Identifier: Apache-2.0
"""The page of a card that is no longer there: undone, erased, or handed to somebody whose cards are not seen here."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.changes import Changes, Origin
from desktop.views.card.composer import Composer
from desktop.views.context import Context
from desktop.views.page import Page
from desktop.views.widgets.dialog import open_over


class GoneCard(QObject):
    """Leads back from such a page, once; what is being written stays with whoever writes it.

    Who took the making of the card back sees that step named, and is told of no fault.
    """

    def __init__(
        self, page: Page, context: Context, composer: Composer, leave: Callable[[], None]
    ) -> None:
        super().__init__(page)
        self._page, self._context, self._composer, self._leave = page, context, composer, leave
        self._told_of: UUID | None = None
        self._taken_back: frozenset[UUID] = frozenset()
        context.hub.changed.connect(self._look)

    def begin(self) -> None:
        """A card is opened: it may be the one that was gone before."""
        self._told_of = None
        self._taken_back = frozenset()

    def _look(self, changes: Changes) -> None:
        if changes.origin in {Origin.UNDO, Origin.REDO}:
            self._taken_back = frozenset().union(*changes.kinds.values())

    def tell(self, card: UUID | None, error: UserError) -> None:
        """Say that it is gone and go back; an open form with what was typed in it is closed by the person first."""
        if card == self._told_of:
            return
        self._told_of = card
        page = self._page
        page.setEnabled(False)
        if card not in self._taken_back:
            self._context.tasks.told.emit(error)
        written = self._composer.text.text().strip()
        if written:
            QGuiApplication.clipboard().setText(written)
            self._context.tell(_("What you were writing on it is on the clipboard."))
        if not page.isVisible():
            return
        form = open_over(page.window())
        if form is None:
            self._leave()
        else:
            form.finished.connect(lambda _result: self._go(card))

    def _go(self, card: UUID | None) -> None:
        if card == self._told_of and self._page.isVisible():
            self._leave()
