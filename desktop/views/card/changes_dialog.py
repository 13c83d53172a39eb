# SPDX-License-Identifier: Apache-2.0
"""What was changed on a card, by whom and at which desk; any value can be put back."""

from __future__ import annotations

from PySide6.QtWidgets import QHeaderView, QWidget

from desktop import commands, queries
from desktop.errors import UserError
from desktop.i18n import _
from desktop.models.record_changes import ChangesModel, what
from desktop.models.rows import RowRole
from desktop.values.rows.card import DealCard
from desktop.values.rows.changes_of import ChangeRow
from desktop.views import theme
from desktop.views.context import Context
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Note
from desktop.views.widgets.label import Label
from desktop.views.widgets.table import TableView

_WIDTHS = (120, 152, 160, 0, 0)


class ChangesDialog(Dialog):
    """The chosen change is put back as an edit made now; the table then shows it as one more change."""

    def __init__(self, context: Context, parent: QWidget, card: DealCard) -> None:
        super().__init__(
            parent,
            lambda: _("What was changed"),
            subtitle=card.title,
            icon="clock-counter-clockwise",
            width=880,
        )
        self._context, self._card = context, card
        self.model = ChangesModel(context.now, self)
        self.table = TableView(
            self,
            name=lambda: _("What was changed"),
            two_lines=True,
            empty=lambda: _("Nothing has been changed since this desk knows the card."),
        )
        self.table.setModel(self.model)
        header = self.table.horizontalHeader()
        for place, width in enumerate(_WIDTHS):
            if width:
                self.table.setColumnWidth(place, theme.px(width))
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        self.table.setMinimumHeight(theme.px(360))
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._say())
        self.body.addWidget(self.table)
        self.note = Note(self)
        self.body.addWidget(self.note)
        self.body.addWidget(
            Label(
                lambda: _(
                    "This desk's journal, and of what came from other desks who wrote the value that stands. The hub "
                    "keeps the whole history."
                ),
                self,
                style="small",
                role="secondary",
                lines=0,
            )
        )
        self.set_primary(lambda: _("Put the older value back"))
        self.add_cancel(lambda: _("Close"))
        self.submitted.connect(self._put_back)
        self.read()

    def read(self) -> None:
        """Ask for the changes."""
        deal_id = self._card.id
        self._context.tasks.fetch(
            "changes of a card",
            lambda reader: queries.record_changes.changes_of_deal(reader, deal_id=deal_id),
            then=self.show_rows,
        )

    def show_rows(self, rows: tuple[ChangeRow, ...]) -> None:
        """Show these changes."""
        self.model.replace(rows)
        if rows and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        self._say()

    def chosen(self) -> ChangeRow | None:
        """The change the button is about."""
        row = self.table.currentIndex().data(RowRole.ROW)
        return row if isinstance(row, ChangeRow) else None

    def _say(self) -> None:
        row = self.chosen()
        assert self.primary is not None
        can = row is not None and row.can_come_back and self._context.person.may("sell")
        self.primary.set_blocked(
            None if can else lambda: _("Choose a change whose older value does not stand now.")
        )

    def _put_back(self) -> None:
        row = self.chosen()
        if row is None:
            return
        n, id_, unit, record = row.n, row.id, row.unit, what(row)
        then, failed = self.held(lambda _done: self._done(), self._refused)
        self._context.tasks.run(
            lambda uow: commands.record_changes.put_value_back(
                uow, n=n, id=id_, unit=unit, record=record
            ),
            then=then,
            failed=failed,
        )

    def _done(self) -> None:
        self.note.say(lambda: _("The older value stands again."), "ok", "check-circle")
        self.read()

    def _refused(self, error: UserError) -> None:
        self.note.say(error.sentence, "er", "warning-circle")
