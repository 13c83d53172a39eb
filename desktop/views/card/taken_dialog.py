# SPDX-License-Identifier: Apache-2.0
"""Who took the work: asked when the last line of a deal leaves."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.rows.card import DealCard
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit


class TakenDialog(Dialog):
    """One field; the contact's name is proposed."""

    def __init__(self, parent: QWidget, card: DealCard, *, save: Callable[[str], None]) -> None:
        super().__init__(
            parent,
            lambda: _("Hand over {order}").format(order=card.number),
            subtitle=card.title,
            icon="package",
            width=440,
        )
        self._save = save
        self.who = LineEdit(self)
        self.who.setText(card.client.contact)
        self._field = Field(lambda: _("Who took it"), self.who, self, required=True)
        self.body.addWidget(self._field)
        self.set_primary(lambda: _("Handed over"))
        self.add_cancel()
        self.submitted.connect(self._submit)

    def refuse(self, error: UserError) -> None:
        """Say what the shop did not take."""
        self._field.set_error(error.sentence)
        self.who.setFocus()

    def _submit(self) -> None:
        who = self.who.text().strip()
        if not who:
            self._field.set_error(_("Say who took it."))
            self.who.setFocus()
            return
        self._save(who)
