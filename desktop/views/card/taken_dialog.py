# SPDX-License-Identifier: Apache-2.0
"""Who took the work, asked when the last line of a deal leaves; and why, where money is still to come."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import _, formats
from desktop.values.money import Money
from desktop.values.rows.card import DealCard
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit


class TakenDialog(Dialog):
    """The contact's name is proposed; `save` gets who took it, and why the rest may wait."""

    def __init__(
        self, parent: QWidget, card: DealCard, *, save: Callable[[str, str], None]
    ) -> None:
        super().__init__(
            parent,
            lambda: _("Hand over {order}").format(order=card.number),
            subtitle=card.title,
            icon="package",
            width=440,
        )
        self._save = save
        rest = Money(max(0, card.amount - card.paid), card.currency)
        self._told = Banner(
            lambda: _("{sum} is still to pay.").format(sum=formats.money(rest)), "warning", self
        )
        self.who = LineEdit(self)
        self.who.setText(card.client.contact)
        self.who_field = Field(lambda: _("Who took it"), self.who, self, required=True)
        self.reason = LineEdit(self)
        self.reason_field = Field(
            lambda: _("Why it leaves unpaid"), self.reason, self, required=True
        )
        for widget in (self._told, self.who_field, self.reason_field):
            self.body.addWidget(widget)
        self._told.setVisible(rest.minor > 0)
        self.reason_field.setVisible(rest.minor > 0)
        self.set_primary(lambda: _("Handed over"))
        self.add_cancel()
        self.submitted.connect(self._submit)

    def refuse(self, error: UserError) -> None:
        """Say what the shop did not take."""
        field = self.who_field if self.reason_field.isHidden() else self.reason_field
        field.set_error(error.sentence)
        field.control.setFocus()

    def _submit(self) -> None:
        who = self.who.text().strip()
        self.who_field.set_error("" if who else _("Say who took it."))
        if not who:
            self.who.setFocus()
            return
        self._save(who, self.reason.text().strip())
