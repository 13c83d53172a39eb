# SPDX-License-Identifier: Apache-2.0
"""What was changed on a card, by whom and at which desk; any value can be put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from desktop.background.tasks import WorkerShop

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
        self._is_whole = False
        self._from = Label(self._whence, self, style="small", role="secondary", lines=0)
        self.body.addWidget(self._from)
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
            then=self._show_own,
        )

    def _show_own(self, rows: tuple[ChangeRow, ...]) -> None:
        """What this desk knows at once; what the hub has comes after it."""
        if not self._is_whole:
            self.show_rows(rows)
        deal_id = self._card.id

        def work(shop: WorkerShop) -> tuple[ChangeRow, ...] | None:
            from desktop.flows import hub_history

            return hub_history.changes_of_deal(shop, deal_id=deal_id)

        self._context.tasks.flow(work, then=self.show_history)

    def show_history(self, rows: tuple[ChangeRow, ...] | None) -> None:
        """Show the hub's whole history, where it could be asked."""
        self._is_whole = rows is not None
        if rows is not None:
            self.show_rows(rows)
        self._from.set_content(self._whence)

    def _whence(self) -> str:
        if self._is_whole:
            return _("The whole history, as the hub keeps it: every change of every desk.")
        return _(
            "This desk's journal, and of what came from other desks who wrote the value that stands. Where a hub is "
            "and answers, its whole history stands here."
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
        kind, id_, older, record = row.kind, row.id, row.older, what(row)
        then, failed = self.held(lambda _done: self._done(), self._refused)
        self._context.tasks.run(
            lambda uow: commands.record_changes.put_value_back(
                uow, kind=kind, id=id_, older=older, record=record
            ),
            then=then,
            failed=failed,
        )

    def _done(self) -> None:
        self.note.say(lambda: _("The older value stands again."), "ok", "check-circle")
        self.read()

    def _refused(self, error: UserError) -> None:
        self.note.say(error.sentence, "er", "warning-circle")
