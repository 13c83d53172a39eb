# SPDX-License-Identifier: Apache-2.0
"""The money that came of late; what was recorded or confirmed by mistake is reversed here, with a reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from desktop import commands, queries
from desktop.errors import UserError
from desktop.i18n import N_, _, formats
from desktop.models.live import Live
from desktop.models.rows import Column, RowsModel
from desktop.values.money import Money
from desktop.values.rows.payments import ReceivedRow
from desktop.values.states import PaymentMethod
from desktop.views import theme
from desktop.views.kept_fields import KeptDialog, Said, gone_words
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.table import TableView

if TYPE_CHECKING:
    from desktop.views.context import Context

DAYS = 30
_KINDS = ("payment", "confirmation", "reversal", "voided")
_WIDTHS = (96, 0, 110, 140, 170)
_CLIENT, _METHOD = 1, 2
_NARROW_WIDTHS = (84, 0, 0, 120, 170)
_NARROW = 760
_REASON, _PAYMENT = "reason", "payment"
NOWHERE = QModelIndex()


class ReceivedList(Dialog):
    """The newest first. Enter on a line asks why it does not count; both the payment and its reversal stay."""

    def __init__(self, parent: QWidget, context: Context) -> None:
        super().__init__(
            parent,
            lambda: _("Received of late"),
            subtitle=lambda: _("A payment is not undone but reversed; both stay in the book."),
            icon="ph.bank",
            width=860,
            height=560,
        )
        self._context = context
        self._row: ReceivedRow | None = None
        self._kept: _KeptReversal | None = None
        self.model: RowsModel[ReceivedRow] = RowsModel(_columns(), key=_key, spoken=_spoken)
        self.model.setParent(self)
        self.table = TableView(
            self,
            name=lambda: _("Received of late"),
            two_lines=True,
            empty=lambda: _("Nothing came in these days."),
        )
        self.table.setModel(self.model)
        stretch = QHeaderView.ResizeMode.Stretch
        self.table.horizontalHeader().setSectionResizeMode(_CLIENT, stretch)
        panel = Panel(parent=self, padding=(0, 0))
        panel.body.addWidget(self.table)
        self.body.addWidget(panel, 1)
        self.reason = LineEdit(self, placeholder=lambda: _("Another client's money"))
        self.reason_field = Field(
            lambda: _("Why it does not count"), self.reason, self, required=True
        )
        self.body.addWidget(self.reason_field)
        self.set_primary(lambda: _("Reverse the payment"), kind="danger")
        self.add_cancel(lambda: _("Close"))
        self._join()

    def _join(self) -> None:
        self.table.opened.connect(lambda _index: self.reason.setFocus())
        self.table.selectionModel().currentChanged.connect(self._choose)
        self.reason.textChanged.connect(lambda _text: self._say())
        self.submitted.connect(self._reverse)
        self._live = Live(self._context.hub, _KINDS, self._ask, self)
        self._say()

    def open(self) -> None:
        """Show what came, and follow it."""
        super().open()
        self._live.wake()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window it goes without saying how the money came."""
        super().resizeEvent(event)
        is_narrow = event.size().width() < theme.px(_NARROW)
        self.table.setColumnHidden(_METHOD, is_narrow)
        for column, width in enumerate(_NARROW_WIDTHS if is_narrow else _WIDTHS):
            if width:
                self.table.setColumnWidth(column, theme.px(width))

    def show_rows(self, rows: tuple[ReceivedRow, ...]) -> None:
        """Show these payments."""
        self.model.replace(rows)
        if not self.table.currentIndex().isValid() and rows:
            self.table.selectRow(0)
        self._choose(self.table.currentIndex())
        if self._kept is None:
            # Only now can the payment be found that the reason was typed for.
            self._kept = _KeptReversal(self)
            KeptDialog(self._context, self, self._kept, kind="reversal of a payment")

    def _ask(self) -> None:
        since = self._context.now() - dt.timedelta(days=DAYS)
        self._context.tasks.fetch(
            "received", lambda r: queries.payments.received(r, since=since), then=self.show_rows
        )

    def _choose(self, index: QModelIndex, _before: object = None) -> None:
        self._row = self.model.rows[index.row()] if index.isValid() else None
        self.reason_field.set_error("")
        self._say()

    def _say(self) -> None:
        assert self.primary is not None
        row = self._row
        if row is None:
            self.primary.set_blocked(lambda: _("Choose a payment."))
        elif row.reason:
            self.primary.set_blocked(lambda: _("It is reversed already."))
        elif not self.reason.text().strip():
            self.primary.set_blocked(lambda: _("Say why the payment does not count."))
        else:
            self.primary.set_blocked(None)

    def _reverse(self) -> None:
        row, reason = self._row, self.reason.text().strip()
        if row is None:
            return
        then, failed = self.held(lambda _done: self.reason.clear(), self._failed)
        self._context.tasks.run(
            lambda uow: commands.money.reverse_payment(
                uow, payment_id=row.payment_id, reason=reason
            ),
            then=then,
            failed=failed,
        )

    def _failed(self, error: UserError) -> None:
        self.reason_field.set_error(error.sentence)

    def chosen(self) -> UUID | None:
        """The payment that would be reversed."""
        return self._row.payment_id if self._row is not None else None

    def choose(self, payment_id: UUID | None) -> bool:
        """Choose this payment; where it is no longer listed none is chosen."""
        place = self.model.row_of(payment_id)
        self.table.clearSelection()
        self.table.setCurrentIndex(self.model.index(place, 0) if place is not None else NOWHERE)
        return place is not None


class _KeptReversal(QObject):
    """The reason as a draft keeps it: with the payment that it was typed for."""

    drafted = Signal()

    def __init__(self, dialog: ReceivedList) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        dialog.reason.textChanged.connect(self.drafted)
        dialog.table.selectionModel().currentChanged.connect(self.drafted)

    def typed(self) -> Mapping[str, Any]:
        """Nothing without a reason: a payment is soon chosen again."""
        reason = self._dialog.reason.text()
        return {_REASON: reason, _PAYMENT: str(self._dialog.chosen() or "")} if reason else {}

    def put_back(self, kept: Mapping[str, Any]) -> Sequence[Said]:
        """Choose the payment again; what was said of one must not reverse another."""
        self._dialog.reason.setText(str(kept.get(_REASON, "")))
        payment = str(kept.get(_PAYMENT, ""))
        if self._dialog.choose(UUID(payment) if payment else None):
            return []
        return [partial(gone_words, lambda: _("Payment"))]

    def begin_anew(self) -> None:
        """Without a reason, on the newest payment."""
        self._dialog.reason.clear()
        self._dialog.table.selectRow(0)
        self._dialog.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _columns() -> tuple[Column[ReceivedRow], ...]:
    return (
        Column("on", N_("Date"), _day),
        Column("client", N_("Client"), lambda row: row.client or row.title, detail=_deal),
        Column("method", N_("How it came"), _method),
        Column("sum", N_("Sum"), _sum, is_number=True, is_strong=True),
        Column("state", N_("State"), _state, meaning=_meaning, detail=lambda row: row.reason),
    )


def _key(row: ReceivedRow) -> UUID:
    return row.payment_id


def _day(row: ReceivedRow) -> str:
    return formats.short_date(row.paid_on or row.at.date())


def _deal(row: ReceivedRow) -> str:
    return row.title if row.client else ""


def _method(row: ReceivedRow) -> str:
    return PaymentMethod(row.method).label()


def _sum(row: ReceivedRow) -> str:
    return formats.money(Money(row.amount, row.currency))


def _state(row: ReceivedRow) -> str:
    if row.reason:
        return _("reversed")
    return _("counts") if row.counts else _("waits to be confirmed")


def _meaning(row: ReceivedRow) -> str:
    if row.reason:
        return "wrong"
    return "paid" if row.counts else "soon"


def _spoken(row: ReceivedRow) -> str:
    parts = (row.client, row.title, _day(row), _sum(row), _state(row), row.reason)
    return ", ".join(part for part in parts if part)
