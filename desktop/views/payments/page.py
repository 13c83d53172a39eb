# SPDX-License-Identifier: Apache-2.0
"""Payments: transfers, invoices and shifts that wait for the accountant, ticked and confirmed by keys."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Signal
from PySide6.QtWidgets import QHeaderView

from desktop import commands, queries
from desktop.i18n import N_, _, ngettext
from desktop.models.live import Live
from desktop.models.payments import Entry, GroupRow, PaymentsModel, whole
from desktop.values.rows.payments import ExpectedRow, PaymentDesk, ShiftRow, TransferRow
from desktop.views import theme
from desktop.views.actions import ActionSpec, KeyHint
from desktop.views.context import Context
from desktop.views.kept_fields import KeptFields
from desktop.views.page import Page
from desktop.views.payments.received import ReceivedDialog
from desktop.views.payments.received_list import ReceivedList
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.table import TableView

TYPED = ActionSpec("payments.sum", N_("Enter the sum that came"), "pencil-simple", ("F2",))
RECEIVED = ActionSpec("payments.received", N_("Received of late"), "receipt", ("Ctrl+R",))
OPEN = ActionSpec("payments.open", N_("Open the card"), "arrow-right", ("Return",))
_CLIENT, _DEAL = "client", "deal"
_WIDTHS = (150, 200, 150, 130, 120, 120, 130)
_NARROW_WIDTHS = (92, 0, 0, 120, 112, 112, 136)
_TIGHT_WIDTHS = (80, 0, 0, 94, 110, 0, 126)
"""Of the columns; those of nothing share the rest where they are shown."""
_NARROW, _TIGHT = 1200, 800
_TIGHT_HIDDEN = {_DEAL, "rest"}
_WORDS_OVER = 4
KINDS = ("payment", "confirmation", "reversal", "invoice_issue", "shift", "deal", "voided")


class SumsTable(TableView):
    """A table whose line takes a sum from its first digit on."""

    typed = Signal(str)

    def keyboardSearch(self, search: str) -> None:
        """Nobody looks for an invoice by its first letters here: digits are money."""
        if search.isdigit():
            self.typed.emit(search)


class PaymentsPage(Page):
    """Nothing is confirmed without a press; the deal then goes on by itself."""

    def __init__(self, context: Context) -> None:
        super().__init__(N_("Payments"))
        self._context = context
        self.model = PaymentsModel(self)
        self.table = SumsTable(
            self,
            name=lambda: _("Payments"),
            groups=True,
            empty=lambda: _("No payment waits for you."),
        )
        self.table.setModel(self.model)
        panel = Panel(parent=self, padding=(0, 0))
        panel.body.addWidget(self.table)
        panel.setFocusProxy(self.table)
        self.set_body(panel)
        received = Button(lambda: _("Received of late"), self, icon="ph.receipt", shortcut="Ctrl+R")
        received.clicked.connect(self.show_received)
        self.header.add_tool(received)
        self.confirm_button = Button(
            self._confirm_words, self, kind="primary", icon="check-circle", shortcut="Ctrl+Return"
        )
        self.set_primary(self.confirm_button)
        self.follow(Live(context.hub, KINDS, self.refresh, self))
        self._join()
        self._chosen_changed()

    def _join(self) -> None:
        self.table.ticked.connect(self.tick)
        self.table.opened.connect(self._open_index)
        self.table.typed.connect(self.enter_sum)
        self.model.chosen_changed.connect(self._chosen_changed)
        self.confirm_button.clicked.connect(self.confirm)
        self.act(TYPED, self.enter_sum)
        self.act(RECEIVED, self.show_received)
        self.act(OPEN, lambda: self._open_index(self.table.currentIndex()))

    def key_hints(self) -> list[KeyHint]:
        """Keys of the table."""
        return [KeyHint("Space", _("Received in full"))]

    # Asking and showing

    def refresh(self) -> None:
        """Ask for the list again."""
        self._context.tasks.fetch(
            "payments",
            lambda r: queries.payments.desk(r),
            then=self.show_desk,
        )

    def show_desk(self, desk: PaymentDesk) -> None:
        """Show an answer; ticks and typed sums stay."""
        self.model.show(desk, self._context.now())
        self._widen_groups()
        if self._entry() is None and (row := self.model.first_row()) is not None:
            self.table.selectRow(row)
        self._chosen_changed()

    def adapt(self, window: QSize) -> None:
        """In a narrow window the columns that matter less go."""
        super().adapt(window)
        is_narrow, is_tight = window.width() < _NARROW, window.width() < _TIGHT
        widths = _TIGHT_WIDTHS if is_tight else _NARROW_WIDTHS if is_narrow else _WIDTHS
        for place, width in enumerate(widths):
            key = self.model.columns[place].key
            self.table.setColumnHidden(place, is_tight and key in _TIGHT_HIDDEN)
            mode = QHeaderView.ResizeMode
            is_wide = not width if is_narrow else key == _DEAL
            header = self.table.horizontalHeader()
            header.setSectionResizeMode(place, mode.Stretch if is_wide else mode.Interactive)
            if not is_wide:
                self.table.setColumnWidth(place, theme.px(width))
        self._widen_groups()

    def _widen_groups(self) -> None:
        """A group's words run on over the columns that are empty in its line."""
        self.table.clearSpans()
        for row, line in enumerate(self.model.rows):
            if isinstance(line, GroupRow):
                self.table.setSpan(row, 0, 1, _WORDS_OVER)

    def retranslate(self) -> None:
        """Say the lines anew."""
        self.model.retranslate()
        self._chosen_changed()

    # What a person does

    def tick(self, index: QModelIndex) -> None:
        """Received in full, or not yet after all."""
        entry = self.model.entry(index)
        if entry is None:
            return
        is_on = any(one == entry for one, _amount in self.model.chosen())
        self.model.receive(entry, None if is_on else whole(entry))

    def enter_sum(self, begun: str = "") -> None:
        """Ask for the sum that came: a part, all, or more than was asked for."""
        entry = self._entry()
        if not isinstance(entry, ExpectedRow):
            return
        dialog = ReceivedDialog(self, entry, begun=begun)
        if not begun:
            edits = {"sum": dialog.sum}
            KeptFields(self._context, dialog, edits, kind="sum", about=entry.invoice_id)
        dialog.given.connect(lambda amount: self.model.receive(entry, amount))
        dialog.open()

    def show_received(self) -> None:
        """Show what came of late, to be reversed where it was a mistake."""
        ReceivedList(self, self._context).open()

    def confirm(self) -> None:
        """Confirm everything that was ticked, in one step."""
        chosen = self.model.chosen()
        if not chosen:
            return
        expected = [
            commands.money.Received(one.deal_id, one.invoice_id, amount)
            for one, amount in chosen
            if isinstance(one, ExpectedRow)
        ]
        transfers = [one.payment_id for one, _amount in chosen if isinstance(one, TransferRow)]
        shifts = [one.id for one, _amount in chosen if isinstance(one, ShiftRow)]
        today = self._context.now().date()
        self.confirm_button.setEnabled(False)
        self._context.tasks.run(
            lambda uow: commands.money.confirm_received(
                uow, received=expected, payments=transfers, shifts=shifts, paid_on=today
            ),
            then=lambda _done: self.model.received.clear(),
            failed=self._failed,
        )

    def _failed(self, error: object) -> None:
        self._chosen_changed()
        self._context.tell(str(error))

    def _open_index(self, index: QModelIndex) -> None:
        entry = self.model.entry(index)
        deal_id = entry.deal_id if isinstance(entry, ExpectedRow | TransferRow) else None
        if deal_id is not None:
            self._context.go("deal", deal_id)

    def _entry(self) -> Entry | None:
        return self.model.entry(self.table.currentIndex())

    def _chosen_changed(self) -> None:
        is_waiting = not self.model.chosen() and self.model.first_row() is not None
        hint = _("Space: paid in full. A digit: the sum that came.") if is_waiting else ""
        self.header.set_meta(hint)
        nothing = None if self.model.chosen() else (lambda: _("Take what has come first: Space."))
        self.confirm_button.set_blocked(nothing)

    def _confirm_words(self) -> str:
        chosen = self.model.chosen()
        count, shifts = len(chosen), sum(isinstance(one, ShiftRow) for one, _sum in chosen)
        if not count:
            return _("Confirm")
        if not shifts:
            return ngettext("Confirm {n} payment", "Confirm {n} payments", count).format(n=count)
        if shifts == count:
            return ngettext("Confirm {n} shift", "Confirm {n} shifts", count).format(n=count)
        return _("Confirm all {n}").format(n=count)
