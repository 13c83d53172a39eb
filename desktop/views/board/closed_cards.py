# SPDX-License-Identifier: Apache-2.0
"""What was won or refused this month: the newest of them, opened or taken back to work by a press."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.i18n import N_, _, formats
from desktop.models import card_words
from desktop.models.rows import Column, RowsModel
from desktop.values.rows.board import CardRow, StageRow
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.table import TableView


class ClosedCards(Dialog):
    """A list; Enter opens the card."""

    def __init__(
        self,
        parent: QWidget,
        stage: StageRow,
        cards: Sequence[CardRow],
        *,
        person: Callable[[CardRow], tuple[str, str, int]],
        open_card: Callable[[CardRow], None],
    ) -> None:
        super().__init__(
            parent,
            stage.name,
            subtitle=lambda: _("Closed this month, the newest first"),
            width=760,
            height=520,
            bar=True,
            padding=0,
        )
        self._open_card = open_card
        columns: list[Column[CardRow]] = [
            Column("client", N_("Client"), lambda card: card.client),
            Column("title", N_("What is ordered"), lambda card: card.title),
            Column("sum", N_("Sum"), card_words.sum_words, is_number=True),
            Column("owner", N_("Owner"), lambda card: person(card)[0]),
            Column("closed", N_("Closed"), self._closed),
        ]
        self.model = RowsModel(columns, lambda card: card.key, parent=self)
        self.model.replace(list(cards))
        self.rows = TableView(
            self, name=stage.name, empty=lambda: _("Nothing was closed here this month.")
        )
        self.rows.setModel(self.model)
        self.rows.opened.connect(lambda index: self._open_at(index.row()))
        for place, width in enumerate((200, 240, 96, 120, 96)):
            self.rows.horizontalHeader().resizeSection(place, width)
        self.rows.horizontalHeader().setStretchLastSection(True)
        self.body.addWidget(self.rows, 1)
        self.set_primary(lambda: _("Open the card"), shortcut="Return")
        self.add_cancel(lambda: _("Close"))
        self.submitted.connect(lambda: self._open_at(self.rows.currentIndex().row()))
        if cards:
            self.rows.selectRow(0)
            self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    @staticmethod
    def _closed(card: CardRow) -> str:
        return formats.short_date(card.stage_since.astimezone().date())

    def _open_at(self, row: int) -> None:
        if 0 <= row < len(self.model.rows):
            self.accept()
            self._open_card(self.model.rows[row])
