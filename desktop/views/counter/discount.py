# SPDX-License-Identifier: Apache-2.0
"""A discount for this order: a small field beside the price."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.i18n import _, number
from desktop.values.typed_numbers import read_percent
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.popover import Popover


class DiscountPopover(Popover):
    """`taken` is told with the percent when Enter is pressed on a number from 0 to 100."""

    taken = Signal(object)

    def __init__(self, discount: Decimal, parent: QWidget) -> None:
        super().__init__(parent, width=200)
        self.field = LineEdit(self, trailing="%")
        self.field.setText(number(discount))
        self.field.selectAll()
        self._labelled = Field(lambda: _("Discount"), self.field, self)
        self.body.addWidget(self._labelled)
        self.field.returnPressed.connect(self._take)

    def _take(self) -> None:
        percent = read_percent(self.field.text())
        if percent is None:
            self._labelled.set_error(_("A discount is between 0 and 100 percent."))
            return
        self.close()
        self.taken.emit(percent)
