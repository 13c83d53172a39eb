# SPDX-License-Identifier: Apache-2.0
"""The page of a card that is no longer there: undone, erased, or handed to somebody whose cards are not seen here."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from desktop.errors import UserError
from desktop.i18n import _
from desktop.views.card.composer import Composer
from desktop.views.context import Context
from desktop.views.page import Page
from desktop.views.widgets.dialog import open_over


class GoneCard(QObject):
    """Leads back from such a page, once; what is being written stays with whoever writes it."""

    def __init__(
        self, page: Page, context: Context, composer: Composer, leave: Callable[[], None]
    ) -> None:
        super().__init__(page)
        self._page, self._context, self._composer, self._leave = page, context, composer, leave
        self._told_of: UUID | None = None

    def begin(self) -> None:
        """A card is opened: it may be the one that was gone before."""
        self._told_of = None

    def tell(self, card: UUID | None, error: UserError) -> None:
        """Say that it is gone and go back; an open form with what was typed in it is closed by the person first."""
        if card == self._told_of:
            return
        self._told_of = card
        page = self._page
        page.setEnabled(False)
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
