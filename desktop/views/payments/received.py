# SPDX-License-Identifier: Apache-2.0
"""Asks for the sum that came for an invoice."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import _, formats
from desktop.values.money import Money, parse_money
from desktop.values.rows.payments import ExpectedRow
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit


class ReceivedDialog(Dialog):
    """One sum; a part and more than was asked for are both taken as they are."""

    given = Signal(int)

    def __init__(self, parent: QWidget, row: ExpectedRow, *, begun: str = "") -> None:
        super().__init__(
            parent,
            lambda: _("How much came?"),
            subtitle=f"{row.number} · {row.client}",
            icon="bank",
            width=420,
        )
        self._row = row
        self.sum = LineEdit(self)
        self.sum.setText(begun)
        self._field = Field(lambda: _("Received"), self.sum, self, required=True)
        rest = formats.money(Money(row.rest, row.currency))
        self._field.set_hint(partial(_rest_words, rest))
        self.body.addWidget(self._field)
        self.set_primary(lambda: _("Take the sum"), shortcut="Return")
        self.add_cancel()
        self.submitted.connect(self._submit)
        self.sum.returnPressed.connect(self._submit)

    def _submit(self) -> None:
        try:
            amount = parse_money(self.sum.text(), self._row.currency).minor
        except UserError as error:
            self._field.set_error(error.sentence)
            return
        if amount <= 0:
            self._field.set_error(_("Enter the sum that was paid."))
            return
        self.given.emit(amount)
        self.accept()


def _rest_words(rest: str) -> str:
    return _("{sum} is still to come.").format(sum=rest)
