# SPDX-License-Identifier: Apache-2.0
"""The options of a product: each a question with its answers, and what an answer adds to the price."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.i18n import _, formats
from desktop.values.money import parse_price
from desktop.values.pricing import Choice, Option
from desktop.views.settings.rows_edit import Cell, RowsEdit, new_key
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit
from desktop.views.widgets.panel import Panel

_NOTHING = Decimal(0)


class _OptionBox(Panel):
    """One option."""

    left = Signal()
    removed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent=parent, fill="sunk")
        self.key = new_key()
        self.name = LineEdit(self, placeholder=lambda: _("Paper"))
        field = Field(lambda: _("Option"), self.name, self)
        self.remove = icon_button("trash", lambda: _("Remove this option"), self, size="small")
        self.remove.clicked.connect(self.removed)
        head = QHBoxLayout()
        head.addWidget(field, 1)
        head.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignTop)
        self.choices = RowsEdit(
            self,
            (
                Cell(lambda: _("Choice"), lambda: _("Recycled"), 3),
                Cell(lambda: _("For each piece"), lambda: formats.number(Decimal("0.02")), 2),
                Cell(lambda: _("Once for the order"), "5", 2),
            ),
            name=lambda: self.name.text() or _("Option"),
        )
        self.body.addLayout(head)
        self.body.addWidget(self.choices)
        self.name.left_field.connect(self.left)
        self.name.returnPressed.connect(self.left)
        self.choices.changed.connect(self.left)

    def show_option(self, option: Option) -> None:
        self.key = option.key
        if self.name.text() != option.name and not self.name.hasFocus():
            self.name.setText(option.name)
        rows = [
            (one.key, (one.name, shown(one.per_piece), shown(one.per_order)))
            for one in option.choices
        ]
        self.choices.show_values(rows)

    def option(self) -> Option | None:
        """What was typed; None for an empty box. UserError where a sum is none."""
        name, rows = self.name.text().strip(), self.choices.values()
        if not name and not rows:
            return None
        choices = tuple(
            Choice(key, texts[0], surcharge(texts[1]), surcharge(texts[2])) for key, texts in rows
        )
        if any(not one.name for one in choices):
            raise UserError(_("Each choice needs a name."), field="options")
        return Option(self.key, name, choices)


class OptionsEdit(QWidget):
    """All options in order; `changed` is told when a field is left."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.boxes: list[_OptionBox] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(8)
        self.add_button = Button(lambda: _("Add an option"), self, kind="link", icon="plus")
        self.add_button.clicked.connect(self.add)
        row = QHBoxLayout()
        row.addWidget(self.add_button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._column)
        column.addLayout(row)

    def options(self) -> tuple[Option, ...]:
        """What was typed. UserError names what is no sum."""
        return tuple(filter(None, (box.option() for box in self.boxes)))

    def show_options(self, options: Sequence[Option]) -> None:
        """Show these without telling anybody."""
        while len(self.boxes) > len(options):
            self._drop(self.boxes[-1])
        while len(self.boxes) < len(options):
            self._append()
        for box, option in zip(self.boxes, options, strict=True):
            box.show_option(option)

    def add(self) -> None:
        """One option more, to be filled."""
        self._append().name.setFocus()

    def _append(self) -> _OptionBox:
        box = _OptionBox(self)
        self.boxes.append(box)
        self._column.addWidget(box)
        if self.isVisible():
            box.show()
        box.left.connect(self.changed)
        box.removed.connect(lambda: self._remove(box))
        # Tab goes from the name to the choices, then to what takes the box away or adds another.
        for before, after in pairwise((box.choices.last_edit(), box.remove, self.add_button)):
            QWidget.setTabOrder(before, after)
        return box

    def _remove(self, box: _OptionBox) -> None:
        self._drop(box)
        self.add_button.setFocus()
        self.changed.emit()

    def _drop(self, box: _OptionBox) -> None:
        self.boxes.remove(box)
        self._column.removeWidget(box)
        box.hide()
        box.deleteLater()


def surcharge(text: str) -> Decimal:
    """What a choice adds, or with a minus takes off; nothing for an empty field."""
    bare = text.strip().replace("−", "-")
    if not bare:
        return _NOTHING
    is_less = bare.startswith("-")
    price = parse_price(bare.lstrip("+-"))
    return -price if is_less else price


def shown(price: Decimal) -> str:
    """A price for its field; nothing is left empty."""
    return formats.number(price) if price else ""
