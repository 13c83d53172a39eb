# SPDX-License-Identifier: Apache-2.0
"""The parked orders: a button in the header with their count, and the list that it opens."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.i18n import _, ago, formats
from desktop.models.counter import OrderForm
from desktop.models.order_keeper import Parked
from desktop.views import theme
from desktop.views.counter.parts import ChipButton
from desktop.views.counter.pick_list import PickList, PickRow
from desktop.views.widgets.popover import Popover


class ParkedButton(ChipButton):
    """`chosen` is told with the order to take up. Hidden while none is parked."""

    chosen = Signal(object)

    def __init__(self, form: OrderForm, now: Callable[[], datetime], parent: QWidget) -> None:
        self._parked: tuple[Parked, ...] = ()
        self._is_small = False
        super().__init__(self._words, parent, icon="pause")
        self._form, self._now = form, now
        self._popover: _List | None = None
        self.clicked.connect(self.open_list)
        self.hide()

    def set_parked(self, parked: tuple[Parked, ...]) -> None:
        """Offer these."""
        self._parked = parked
        self.retranslate()
        self.setVisible(bool(parked))

    def set_small(self, *, small: bool) -> None:
        """In a small window only say how many."""
        self._is_small = small
        self.retranslate()

    def retranslate(self) -> None:
        """The words are told where only the number is seen."""
        super().retranslate()
        words = self._all_words()
        self.setAccessibleName(words)
        self.setToolTip(words if self._is_small else "")

    def open_list(self) -> None:
        """Show what is parked, newest first."""
        if not self._parked:
            return
        self._popover = _List([self._row(one) for one in self._parked], self)
        self._popover.picked.connect(lambda row: self.chosen.emit(self._parked[row]))
        self._popover.show_at(self)

    def _words(self) -> str:
        count = formats.number(len(self._parked))
        return count if self._is_small else self._all_words()

    def _all_words(self) -> str:
        return _("Parked {n}").format(n=formats.number(len(self._parked)))

    def _row(self, parked: Parked) -> PickRow:
        client = parked.client or _("Without a name")
        made = ""
        line = parked.draft.lines[0] if parked.draft.lines else None
        product = self._form.desk.product(line.product_id) if self._form.desk and line else None
        if product is not None and line is not None:
            made = f"{product.name} {line.quantity or ''}".strip()
        zone = self._form.desk.calendar.zone if self._form.desk else None
        return PickRow(
            client, made, ago(parked.saved_at, now=self._now().astimezone(zone)), "pause"
        )


class _List(Popover):
    """The list with the keys of a list."""

    picked = Signal(int)

    def __init__(self, rows: list[PickRow], parent: QWidget) -> None:
        super().__init__(parent, width=420, padding=4)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._list = PickList(self, floats=False)
        self._list.setFixedWidth(theme.px(412))
        self._list.set_rows(rows)
        self._list.picked.connect(self._pick)
        self.body.addWidget(self._list)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Enter picks."""
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._list.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._pick(self._list.current())
        else:
            super().keyPressEvent(event)

    def _pick(self, row: int) -> None:
        self.close()
        self.picked.emit(row)
