# SPDX-License-Identifier: Apache-2.0
"""Quantity, the options of the product and the number of kinds, in rows that Enter walks through."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.i18n import _, number
from desktop.models.counter import OrderForm
from desktop.values.drafts.order import line_problem
from desktop.values.pricing import Option
from desktop.values.typed_numbers import read_quantity
from desktop.views import theme
from desktop.views.counter.parts import EnterGoesOn
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.field import Field
from desktop.views.widgets.line_edit import LineEdit

_NARROW = 104
_IN_ROW, _FEW = 3, 2
_ROOMY = 640
"""From this width on three options and the quantity stand in a row."""


class OptionFields(QWidget):
    """Follows the edited line: another product brings other options; a choice prices the line at once."""

    def __init__(self, form: OrderForm, enter: EnterGoesOn, parent: QWidget) -> None:
        super().__init__(parent)
        self._form, self._enter = form, enter
        self._options: tuple[Option, ...] = ()
        self._combos: list[ComboBox] = []
        self._fields: list[Field] = []
        self._rows: list[QHBoxLayout] = []
        self._in_row = _IN_ROW
        self.quantity = LineEdit(self, tall=True, weight=theme.SEMIBOLD)
        self.quantity_field = self._narrow(Field(lambda: _("Quantity"), self.quantity, self))
        self.sets = LineEdit(self)
        self.sets_field = self._narrow(Field(lambda: _("Sets"), self.sets, self))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self.quantity.textEdited.connect(self._say_quantity)
        self.quantity.left_field.connect(self.check)
        self.sets.textEdited.connect(self._say_sets)
        self.sets.left_field.connect(self.check)
        enter.watch(self.quantity, self.sets)
        self._arrange()

    def _narrow(self, field: Field) -> Field:
        field.setFixedWidth(theme.px(_NARROW))
        return field

    def refresh(self) -> None:
        """Show the edited line."""
        product, line = self._form.product, self._form.line
        options = tuple(one for one in (product.table.options if product else ()) if one.choices)
        if options != self._options:
            self._options = options
            self._make_combos()
        for option, combo in zip(self._options, self._combos, strict=True):
            keys = [choice.key for choice in option.choices]
            wanted = line.options.get(option.key, keys[0])
            combo.setCurrentIndex(keys.index(wanted) if wanted in keys else 0)
        if not self.quantity.hasFocus() or read_quantity(self.quantity.text()) != line.quantity:
            self._set(self.quantity, number(line.quantity) if line.quantity else "")
        if not self.sets.hasFocus():
            self._set(self.sets, str(line.sets))

    def focus_quantity(self) -> None:
        """Put the cursor into the quantity, with what is there selected."""
        self.quantity.setFocus(Qt.FocusReason.TabFocusReason)
        self.quantity.selectAll()

    def check(self) -> bool:
        """Say under the quantity what is wrong with the line; returns whether nothing is."""
        product = self._form.product
        wrong = ""
        if product is not None and (self.quantity.text().strip() or self._form.line.quantity):
            wrong = line_problem(self._form.line, product)
        about_sets = bool(wrong) and self._form.line.sets < 1
        self.sets_field.set_error(wrong if about_sets else "")
        self.quantity_field.set_error("" if about_sets else wrong)
        return not wrong

    def _say_quantity(self, text: str) -> None:
        self.quantity_field.set_error("")
        self._form.change_line(quantity=read_quantity(text))

    def _say_sets(self, text: str) -> None:
        self.sets_field.set_error("")
        self._form.change_line(sets=read_quantity(text))

    @staticmethod
    def _set(field: LineEdit, text: str) -> None:
        if field.text() != text:
            field.setText(text)

    def _make_combos(self) -> None:
        for field in self._fields:
            field.hide()
            field.deleteLater()
        self._combos, self._fields = [], []
        for option in self._options:
            combo = ComboBox(self)
            for choice in option.choices:
                combo.addItem(choice.name, choice.key)
            combo.activated.connect(
                lambda at, one=option: self._form.answer(one.key, one.choices[at].key)
            )
            self._enter.watch(combo)
            self._combos.append(combo)
            field = Field(option.name, combo, self)
            self._fields.append(field)
            field.show()
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take as many options in a row as their words allow."""
        super().resizeEvent(event)
        fits = _IN_ROW if event.size().width() >= theme.px(_ROOMY) else _FEW
        if fits != self._in_row:
            self._in_row = fits
            self._arrange()

    def _arrange(self) -> None:
        """Options in rows; the quantity before the first ones, the kinds after the last."""
        for row in self._rows:
            while row.count():
                row.takeAt(0)
            self._column.removeItem(row)
            row.deleteLater()
        self._rows = []
        rest: Sequence[Field] = self._fields
        most = self._in_row
        first, rest = [self.quantity_field, *rest[:most]], rest[most:]
        rows: list[list[Field]] = [first]
        while rest:
            rows.append(list(rest[:most]))
            rest = rest[most:]
        if len(rows) == 1 and len(first) > most:
            rows.append([])
        rows[-1].append(self.sets_field)
        before: QWidget = self.quantity
        for fields in rows:
            self._add_row(fields)
            for field in fields:
                if field.control is not before:
                    QWidget.setTabOrder(before, field.control)
                before = field.control

    def _add_row(self, fields: Sequence[Field]) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        narrow = (self.quantity_field, self.sets_field)
        for field in fields:
            stretch = 0 if field in narrow else 1
            row.addWidget(field, stretch, Qt.AlignmentFlag.AlignTop)
        if all(field in narrow for field in fields):
            row.addStretch(1)
        self._column.addLayout(row)
        self._rows.append(row)
