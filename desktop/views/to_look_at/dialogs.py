# SPDX-License-Identifier: Apache-2.0
"""Asks which of two payments does not count, and why."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.i18n import _
from desktop.models.to_look_at import Words, record_title
from desktop.values.rows.to_look_at import DoubleRow
from desktop.views.widgets.choices import RadioButton
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit


class ReverseDialog(Dialog):
    """Which of the two does not count, and why; the reason is what the book keeps."""

    def __init__(
        self,
        parent: QWidget,
        row: DoubleRow,
        words: Words,
        *,
        save: Callable[[UUID, str], None],
    ) -> None:
        super().__init__(
            parent,
            lambda: _("Which payment does not count?"),
            subtitle=record_title(row.about),
            icon="bank",
            width=480,
        )
        self._save, self._row = save, row
        self._choices = []
        for side in (row.first, row.second):
            box = words.payment_box(side)
            choice = RadioButton(f"{box.value}, {box.author}", self)
            self.body.addWidget(choice)
            self._choices.append(choice)
        self._choices[1].setChecked(True)
        self._reason = LineEdit(self)
        self._reason.setText(_("Noted twice at two desks"))
        self._field = Field(lambda: _("Why it does not count"), self._reason, self, required=True)
        self.body.addWidget(self._field)
        self.set_primary(lambda: _("Reverse the payment"), kind="danger")
        self.add_cancel()
        self.submitted.connect(self._submit)

    def open(self) -> None:
        """Begin at the one that is chosen."""
        super().open()
        self._choices[1].setFocus()

    def edits(self) -> dict[str, QWidget]:
        """All that is typed or chosen, by name."""
        return {"reason": self._reason, "first": self._choices[0]}

    def _submit(self) -> None:
        side = self._row.first if self._choices[0].isChecked() else self._row.second
        self._save(side.id, self._reason.text())

    def refuse(self, error: UserError) -> None:
        """Say what is wrong with it."""
        self._field.set_error(error.sentence)
