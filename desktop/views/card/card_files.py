# SPDX-License-Identifier: Apache-2.0
"""Files and letters of a card, a deal's or a lead's: put on it, opened, saved, taken off, withdrawn, sent again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop import commands
from desktop.i18n import _
from desktop.models.card import CardFeed
from desktop.values.rows.board import DEAL
from desktop.values.rows.card import OpenCard, PaperRow
from desktop.views.context import Context


class CardFiles(QObject):
    """What is done with the files and letters of the card that a page shows. `kind` is the card's."""

    kind = DEAL

    def __init__(self, context: Context, feed: CardFeed[Any], page: QWidget) -> None:
        super().__init__(page)
        self._context, self._feed, self._page = context, feed, page

    def shown_card(self) -> OpenCard | None:
        """The open card, None until it has been read."""
        card: OpenCard | None = self._feed.card
        return card

    def attach(self, paths: Sequence[Path]) -> None:
        """Put files on the card."""
        from desktop.flows import files  # it loads the shop's storage

        card = self.shown_card()
        if card is not None and paths:
            kind = self.kind
            self._context.tasks.flow(
                lambda shop: files.attach(shop, card_id=card.id, files=list(paths), card_kind=kind)
            )

    def open_file(self, blob: str, name: str) -> None:
        """Let the system's program show a copy of a file."""
        from desktop.flows import files  # it loads the shop's storage

        def show(path: Path) -> None:
            if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
                words = _("No program for “{file}” was found. Save it and open it by hand.")
                self._context.tell(words.format(file=name))

        self._context.tasks.flow(
            lambda shop: files.copy_to_open(shop, blob=blob, name=name), then=show
        )

    def save_file(self, paper: PaperRow, target: Path) -> None:
        """Copy a paper to where somebody wants it."""
        from desktop.flows import files  # it loads the shop's storage

        blob = paper.pdf_blob if target.suffix.lower() == ".pdf" and paper.pdf_blob else paper.blob
        self._context.tasks.flow(
            lambda shop: files.save_as(shop, blob=blob, target=target),
            then=lambda _none: self._context.tell(_("Saved as {path}").format(path=target.name)),
        )

    def remove_file(self, paper: PaperRow) -> None:
        """Take a file off the card."""
        self._context.tasks.run(
            lambda uow: commands.touches.remove_file(uow, attachment_id=paper.id)
        )

    def withdraw(self, message_id: UUID) -> None:
        """Stop a letter that has not left."""
        self._context.tasks.run(
            lambda uow: commands.messages.withdraw_letter(uow, message_id=message_id)
        )

    def send_again(self, message_id: UUID) -> None:
        """Let a letter that failed try again."""
        self._context.tasks.run(
            lambda uow: commands.messages.retry_letter(uow, message_id=message_id)
        )
