# SPDX-License-Identifier: Apache-2.0
"""The editor of one product: words, prices by quantity, options, time and tax; stored as soon as it makes sense."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from desktop.errors import UserError
from desktop.i18n import N_, _, formats, money
from desktop.models.products import ICONS
from desktop.values.drafts.product import LONGEST_WORK, ProductEdit
from desktop.values.imposition import SIZES
from desktop.values.money import Money, parse_price
from desktop.values.pricing import PriceBreak, PriceTable, price
from desktop.values.rows.settings import ProductRow
from desktop.values.typed_numbers import read_whole_number
from desktop.views import icons, theme
from desktop.views.settings import inputs
from desktop.views.settings.form import Failed
from desktop.views.settings.inputs import ChoiceBox
from desktop.views.settings.option_edit import OptionsEdit
from desktop.views.settings.rows_edit import Cell, RowsEdit, new_key
from desktop.views.settings.section import SectionView
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.field import Note
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Hairline, Panel

_WORDS = ("name", "unit", "icon", "working_hours", "tax_rate", "on_tiles")
_MOST = 10_000_000
NEW = ProductEdit(name="", table=PriceTable(()))
Store = Callable[[UUID, ProductEdit], None]


class ProductForm(Panel):
    """`store` gets the product whole, when a field was left and nothing is wrong with it."""

    def __init__(self, section: SectionView, store: Store, remove: Callable[[], None]) -> None:
        super().__init__(self._title, section, padding=(16, 12))
        self._store = store
        self._currency = ""
        self._stored: ProductEdit = NEW
        self.remove_button = Button(lambda: _("Remove"), self, kind="quiet", size="small")
        self.remove_button.clicked.connect(remove)
        self.add_action(self.remove_button)
        self.note = Note(self)
        self.body.addWidget(self.note)
        self._make_words(section)
        self._make_prices()
        self._make_rates(section)
        self.body.addWidget(Hairline(self))
        self.body.addWidget(Label(lambda: _("Options"), self, style="section"))
        self.options = OptionsEdit(self)
        self.options.changed.connect(self.keep)
        self.body.addWidget(self.options)

    product_id: UUID | None = None
    _stored: ProductEdit = NEW

    def _title(self) -> str:
        return self._stored.name or _("New product")

    def _make_words(self, section: SectionView) -> None:
        self.words = form = section.form(self, self._left, columns=4, narrowest=132)
        inputs.line(form, "name", lambda: _("Name"), required=True, span=2)
        inputs.line(form, "unit", lambda: _("Unit"), placeholder=lambda: _("pcs"))
        box = inputs.choice(form, "icon", lambda: _("Icon"), icon_choices)
        _show_icons(box)
        inputs.number(
            form,
            "working_hours",
            lambda: _("Working hours"),
            highest=LONGEST_WORK,
            hint=lambda: _("Until it is ready"),
        )
        inputs.rate(form, "tax_rate", lambda: _("Tax"), empty=lambda: _("the firm's"))
        inputs.switch(form, "on_tiles", lambda: _("On a tile of the counter order"), span=2)
        self.body.addWidget(form)

    def _make_prices(self) -> None:
        self.body.addWidget(Hairline(self))
        self.body.addWidget(Label(lambda: _("Prices by quantity"), self, style="section"))
        self.breaks = RowsEdit(
            self,
            (
                Cell(lambda: _("Quantity from"), "100"),
                Cell(lambda: _("Price of one"), lambda: formats.number(Decimal("0.45"))),
            ),
            name=lambda: _("Prices by quantity"),
            explain=self._sum,
            explained=lambda: _("As many cost"),
        )
        self.breaks.changed.connect(self.keep)
        self.body.addWidget(self.breaks)

    def _make_rates(self, section: SectionView) -> None:
        self.rates = form = section.form(self, self._left, columns=4, narrowest=132)
        inputs.price(form, "minimum", lambda: _("Least charge"))
        inputs.rate(form, "express_percent", lambda: _("Express adds"))
        inputs.price(form, "express_fee", lambda: _("and once"))
        inputs.choice(form, "sheet", lambda: _("Laid out on"), sheets)
        self.body.addWidget(form)

    # Showing

    def show_product(self, row: ProductRow, currency: str, *, anew: bool) -> None:
        """Show a product of the list."""
        self.show_edit(row.id, edit_of(row), currency, anew=anew)

    def show_edit(
        self, product_id: UUID, edit: ProductEdit, currency: str, *, anew: bool, stored: bool = True
    ) -> None:
        """Show a product, or what was typed of one that is not stored yet."""
        self._currency = currency
        self.product_id = product_id
        self._stored = edit if stored else NEW
        if anew:
            self.note.say("", "er")
        self.words.load({name: getattr(edit, name) for name in _WORDS}, anew=anew)
        table = edit.table
        self.rates.load(
            {
                "minimum": table.minimum,
                "express_percent": f"{table.express_percent.normalize():f}",
                "express_fee": table.express_fee,
                "sheet": table.sheet,
            },
            anew=anew,
        )
        self.breaks.show_values(
            [
                (new_key(), (formats.number(one.quantity), formats.number(one.unit)))
                for one in table.breaks
            ]
        )
        self.options.show_options(table.options)
        self.remove_button.setVisible(stored)
        self.retranslate()

    def begin(self) -> None:
        """Put the cursor into the name."""
        self.words.control("name").setFocus()

    # Storing

    def edit(self) -> ProductEdit:
        """The product as it is typed; UserError where a number is none."""
        words = {name: self.words.stored(name) for name in _WORDS}
        return ProductEdit(**words, table=self._table())

    def keep(self) -> None:
        """Store the product if it makes sense and anything is different, else say what it lacks."""
        if self.product_id is None:
            return
        self.breaks.set_wrong(None)
        try:
            edit = self.edit()
        except UserError as error:
            self._say([error.sentence])
            return
        problems = list(edit.problems().values())
        if problems:
            self._say(problems)
            return
        self.note.say("", "er")
        if edit != self._stored:
            self._stored = edit
            self._store(self.product_id, edit)

    def refuse(self, error: UserError) -> None:
        """Say what the shop did not take."""
        self._say([error.sentence])

    @property
    def is_stored(self) -> bool:
        """Whether everything that is typed is stored."""
        return not self.note.text()

    def _left(self, _values: dict[str, Any], _failed: Failed) -> None:
        self.keep()

    def _say(self, sentences: list[str]) -> None:
        told = " ".join(sentences)
        self.note.say(lambda: _("Not stored yet. {why}").format(why=told), "wa", "warning")

    def _table(self) -> PriceTable:
        breaks = []
        for place, (_key, (quantity, unit)) in enumerate(self.breaks.values()):
            column = 0
            try:
                start, column = read_whole_number(quantity, 1, _MOST), 1
                breaks.append(PriceBreak(start, parse_price(unit)))
            except UserError:
                self.breaks.set_wrong(place, column)
                raise
        table = PriceTable(tuple(sorted(breaks, key=lambda one: one.quantity)))
        percent = Decimal(self.rates.stored("express_percent") or 0)
        return replace(
            table,
            options=self.options.options(),
            minimum=self.rates.stored("minimum") or Decimal(0),
            express_percent=percent,
            express_fee=self.rates.stored("express_fee") or Decimal(0),
            sheet=self.rates.stored("sheet") or "",
        )

    def _sum(self, texts: list[str]) -> str:
        """What that many come to, before options."""
        try:
            quantity, unit = read_whole_number(texts[0], 0, _MOST), parse_price(texts[1])
            if not quantity or not self._currency:
                return ""
            whole = price(PriceTable.flat(unit), quantity, currency=self._currency).sum
        except UserError:
            return ""
        return money(Money(whole.minor, whole.currency))


def edit_of(row: ProductRow) -> ProductEdit:
    """A stored product as its form holds it."""
    return ProductEdit(
        name=row.name,
        table=PriceTable.from_document(row.table),
        icon=row.icon,
        unit=row.unit,
        on_tiles=row.on_tiles,
        working_hours=row.working_hours,
        tax_rate=row.tax_rate,
    )


def icon_choices() -> Sequence[tuple[Any, str]]:
    """The icons by their words."""
    return [(name, _(words)) for name, words in ICONS]


def sheets() -> Sequence[tuple[Any, str]]:
    """The sheets pieces are laid out on."""
    return [("", _(_NO_SHEET)), *((name, name) for name in SIZES)]


_NO_SHEET = N_("No sheet")


def _show_icons(box: ChoiceBox) -> None:
    for place, (name, _words) in enumerate(ICONS):
        box.setItemIcon(place, icons.icon(name, theme.current().tx2))
