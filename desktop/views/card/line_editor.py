# SPDX-License-Identifier: Apache-2.0
"""The fields of one order line in its dialog: what, how many, at what price, less what."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.errors import UserError
from desktop.i18n import _, formats
from desktop.models.line_form import LineForm, Terms
from desktop.values.money import UnitPrice, parse_price
from desktop.values.rows.card import LineRow
from desktop.values.typed_numbers import read_percent, read_quantity
from desktop.views import theme
from desktop.views.widgets.buttons import icon_button
from desktop.views.widgets.field import Field
from desktop.views.widgets.label import Label
from desktop.views.widgets.line_edit import LineEdit

FIELDS = TITLE, DETAILS, QUANTITY, PRICE, DISCOUNT = (
    "title", "details", "quantity", "unit_price", "discount",
)  # fmt: skip


class LineEditor(QWidget):
    """Two rows of fields. `edited` is told at each change, `removed` when the line is to go."""

    edited = Signal()
    removed = Signal()

    def __init__(self, terms: Terms, line: LineRow | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._terms = terms
        self.stored = line
        self.fields = {
            TITLE: Field(lambda: _("What is ordered"), LineEdit(self), self, required=True),
            DETAILS: Field(lambda: _("Details"), LineEdit(self), self),
            QUANTITY: Field(lambda: _("Quantity"), LineEdit(self), self, required=True),
            PRICE: Field(lambda: _("Price of one"), LineEdit(self), self, required=True),
            DISCOUNT: Field(lambda: _("Discount, %"), LineEdit(self), self),
        }
        self._amount = Label("", self, style="body", weight=theme.SEMIBOLD, align="right")
        self._amount.setMinimumWidth(theme.px(92))
        self._remove = icon_button("trash", lambda: _("Remove the line"), self)
        self._remove.clicked.connect(self.removed)
        self._lay_out()
        self.write(texts_of(LineForm.of(line) if line else LineForm(), terms))
        for field in self.fields.values():
            self._edit(field).textEdited.connect(self._edited)
        self._show_amount()

    def _lay_out(self) -> None:
        for name, width in ((QUANTITY, 88), (PRICE, 100), (DISCOUNT, 84)):
            self.fields[name].setFixedWidth(theme.px(width))
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(8)
        first.addWidget(self.fields[TITLE], 3)
        first.addWidget(self.fields[DETAILS], 2)
        second.addWidget(self.fields[QUANTITY])
        second.addWidget(self.fields[PRICE])
        second.addWidget(self.fields[DISCOUNT])
        second.addStretch(1)
        second.addWidget(self._amount)
        second.addWidget(self._remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(first)
        column.addLayout(second)

    # What it holds

    def texts(self) -> dict[str, str]:
        """The fields as they are typed."""
        return {name: self._edit(field).text().strip() for name, field in self.fields.items()}

    def write(self, texts: dict[str, str]) -> None:
        """Fill the fields."""
        for name, text in texts.items():
            edit = self._edit(self.fields[name])
            if edit.text().strip() != text:
                edit.setText(text)
        self._show_amount()

    def form(self) -> LineForm:
        """The line as it is typed; what cannot be read stands in its `wrong`."""
        texts = self.texts()
        wrong: dict[str, str] = {}
        return LineForm(
            title=texts[TITLE],
            details=texts[DETAILS],
            quantity=read_quantity(texts[QUANTITY]),
            unit_price=_price(texts[PRICE], wrong),
            discount=_percent(texts[DISCOUNT], wrong),
            tax_rate=self.stored.tax_rate if self.stored else None,
            stored=self.stored,
            wrong=wrong,
        )

    def check(self) -> bool:
        """Say under each field what is wrong with it; the first one gets the focus."""
        problems = self.form().problems()
        for name, field in self.fields.items():
            field.set_error(problems.get(name, ""))
        first = next((name for name in self.fields if name in problems), None)
        if first is not None:
            self.fields[first].control.setFocus()
        return not problems

    def focus(self) -> None:
        """Put the cursor where something is missing."""
        texts = self.texts()
        empty = next((name for name in (TITLE, QUANTITY, PRICE) if not texts[name]), TITLE)
        edit = self._edit(self.fields[empty])
        edit.setFocus()
        edit.selectAll()

    def _edited(self) -> None:
        for field in self.fields.values():
            field.set_error("")
        self._show_amount()
        self.edited.emit()

    def _show_amount(self) -> None:
        self._amount.set_content(formats.money(self.form().amount(self._terms)))

    @staticmethod
    def _edit(field: Field) -> LineEdit:
        control = field.control
        assert isinstance(control, LineEdit)
        return control


def texts_of(form: LineForm, terms: Terms) -> dict[str, str]:
    """The fields of a line as they are written."""
    price = ""
    if form.unit_price is not None:
        price = formats.number(UnitPrice(form.unit_price, terms.currency).amount)
    discount = formats.number(Decimal(f"{form.discount.normalize():f}")) if form.discount else ""
    return {
        TITLE: form.title,
        DETAILS: form.details,
        QUANTITY: formats.number(form.quantity),
        PRICE: price,
        DISCOUNT: discount,
    }


def _price(text: str, wrong: dict[str, str]) -> Decimal | None:
    if not text:
        return None
    try:
        return parse_price(text)
    except UserError as error:
        wrong[PRICE] = error.sentence
        return None


def _percent(text: str, wrong: dict[str, str]) -> Decimal:
    percent = read_percent(text)
    if percent is None:
        wrong[DISCOUNT] = _("A discount is between 0 and 100 percent.")
    return percent or Decimal(0)
