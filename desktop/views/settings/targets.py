# SPDX-License-Identifier: Apache-2.0
"""What each seller is to sell in a month: a sum a line, saved as it is left."""

from __future__ import annotations

import datetime as dt
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop import commands
from desktop.errors import UserError
from desktop.i18n import _, formats
from desktop.values.money import Money, parse_money
from desktop.values.rows.norms import NormsRow, TargetRow
from desktop.values.times import month_start
from desktop.views.context import Context
from desktop.views.settings.form import FormGrid
from desktop.views.settings.section import SectionView
from desktop.views.widgets.buttons import icon_button
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.typed_edits import MoneyEdit


class TargetsPanel(Panel):
    """One month at a time."""

    def __init__(self, context: Context, section: SectionView) -> None:
        super().__init__(lambda: _("Targets of the month"), section, padding=(16, 16))
        self._section = section
        self._norms: NormsRow | None = None
        self.month = month_start(context.now()).date()
        self.edits: dict[UUID, MoneyEdit[Money]] = {}
        self._grid: FormGrid | None = None
        self.earlier = icon_button("caret-left", lambda: _("The month before"), self, size="small")
        self.later = icon_button("caret-right", lambda: _("The next month"), self, size="small")
        self._name = Label(self._month_words, self)
        for button, step in ((self.earlier, -1), (self.later, 1)):
            button.clicked.connect(partial(self.go, step))
        for part in (self.earlier, self._name, self.later):
            self.add_action(part)
        self._rows = QWidget(self)
        self._line = QHBoxLayout(self._rows)
        self._line.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self._rows)
        self.body.addWidget(
            Label(
                lambda: _(
                    "Counted are deals that were won and paid; each person sees their own in My month."
                ),
                self,
                style="small",
                role="secondary",
                lines=0,
            )
        )

    def go(self, step: int) -> None:
        """Show another month."""
        place = self.month.year * 12 + self.month.month - 1 + step
        self.month = dt.date(place // 12, place % 12 + 1, 1)
        self._name.retranslate()
        self._section.refresh()

    def show_targets(self, norms: NormsRow) -> None:
        """Show a month's targets; where somebody types, their words stay."""
        if norms.month != self.month:
            return
        people = [one.user_id for one in norms.targets]
        if list(self.edits) != people or (self._norms and self._norms.currency != norms.currency):
            self._make(norms)
        self._norms = norms
        for one in norms.targets:
            edit = self.edits[one.user_id]
            if not edit.hasFocus():
                edit.set_value(Money(one.amount, one.currency) if one.amount else None)

    def _make(self, norms: NormsRow) -> None:
        if self._grid is not None:
            self._line.removeWidget(self._grid)
            self._grid.deleteLater()
        self._grid = FormGrid(self._rows, columns=3, narrowest=168)
        self.edits = {}
        for one in norms.targets:
            edit = MoneyEdit[Money](
                lambda text: parse_money(text, norms.currency), formats.money, self._grid
            )
            field = Field(one.person, edit, self._grid)
            edit.read_failed.connect(field.set_error)
            edit.value_changed.connect(partial(self._save, one.user_id, field))
            self._grid.put(field)
            self.edits[one.user_id] = edit
        self._line.addWidget(self._grid, 1, Qt.AlignmentFlag.AlignTop)

    def _row(self, user_id: UUID) -> TargetRow | None:
        rows = self._norms.targets if self._norms is not None else ()
        return next((one for one in rows if one.user_id == user_id), None)

    def _save(self, user_id: UUID, field: Field, value: Money | None) -> None:
        row, month = self._row(user_id), self.month
        if row is None or self._norms is None:
            return
        target = value or Money(0, self._norms.currency)
        if target.minor == row.amount:
            return

        def failed(error: UserError) -> None:
            field.set_error(error.sentence)

        self._section.run(
            lambda uow: commands.norms.set_target(
                uow,
                user_id=user_id,
                month=month,
                target=target,
                seen={row.id: row.stamp} if row.id is not None else None,
            ),
            failed=failed,
        )

    def _month_words(self) -> str:
        return formats.month(self.month)

    def retranslate(self) -> None:
        """Say the month anew."""
        super().retranslate()
        self._name.retranslate()
