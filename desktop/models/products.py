# SPDX-License-Identifier: Apache-2.0
"""The price list as a table, an import before it is taken in, and the words of both."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QObject

from desktop.i18n import N_, _, formats, money, pgettext
from desktop.models.rows import Column, RowsModel
from desktop.models.stages import HANDLE
from desktop.values.money import UnitPrice
from desktop.values.pricing import PriceTable
from desktop.values.rows.price_list import BadPrice, PricePreview, PriceVerdict
from desktop.values.rows.settings import ProductRow

ICONS = (
    ("tag", N_("Label")),
    ("identification-card", N_("Business card")),
    ("note", N_("Leaflet")),
    ("book-open", N_("Brochure")),
    ("calendar-blank", N_("Calendar")),
    ("copy", N_("Copies")),
    ("image", N_("Picture")),
    ("image-square", N_("Photograph")),
    ("frame-corners", N_("Poster")),
    ("flag-banner", N_("Banner")),
    ("package", N_("Box")),
    ("sticker", N_("Sticker")),
    ("t-shirt", N_("T-shirt")),
    ("coffee", N_("Mug")),
    ("pencil-simple", N_("Design work")),
    ("truck", N_("Delivery")),
)
"""The icons of tiles with their words."""

_KNOWN_ICONS = frozenset(name for name, _words in ICONS)

FIELDS = {
    "": N_("Do not import"),
    "product": N_("Product"),
    "variant": N_("Variant: format, paper"),
    "option": N_("Option"),
    "choice": N_("Choice"),
    "quantity": N_("Quantity from"),
    "price": N_("Price"),
    "per": N_("Price is per"),
    "unit": N_("Unit"),
    "tax": N_("Tax, %"),
    "hours": N_("Working hours"),
    "minimum": N_("Least charge"),
    "express": N_("Express"),
}
"""What a column of a price list can be read as."""

_VERDICTS = {
    PriceVerdict.NEW: ("accent", "plus"),
    PriceVerdict.CHANGED: ("warning", "pencil-simple"),
    PriceVerdict.SAME: ("neutral", ""),
}


def verdict_text(verdict: PriceVerdict) -> str:
    """What becomes of a product, in a word that agrees with it."""
    words = {
        PriceVerdict.NEW: pgettext("product", "new"),
        PriceVerdict.CHANGED: _("changes"),
        PriceVerdict.SAME: _("as it is"),
    }
    return words[verdict]


class ProductsModel(RowsModel[ProductRow]):
    """The products in the order of the tiles."""

    def __init__(self, parent: QObject | None = None) -> None:
        self.currency = ""
        super().__init__(
            _product_columns(self), key=lambda row: row.id, spoken=self._spoken, parent=parent
        )

    def price(self, row: ProductRow) -> str:
        """The price of a piece, from the dearest break to the cheapest."""
        prices = [one.unit for one in PriceTable.from_document(row.table).breaks]
        if not prices:
            return _("no price")
        low, high = min(prices), max(prices)
        words = money(UnitPrice(low, self.currency))
        return words if low == high else _("from {price}").format(price=words)

    def _spoken(self, row: ProductRow) -> str:
        tile = _("on a tile") if row.on_tiles else ""
        return ", ".join(part for part in (row.name, self.price(row), tile) if part)


class PreviewModel(RowsModel[PricePreview]):
    """What each product of an imported list would become."""

    def __init__(self, currency: str, parent: QObject | None = None) -> None:
        super().__init__(_preview_columns(currency), key=lambda row: row.lines, parent=parent)


class BadPricesModel(RowsModel[BadPrice]):
    """The rows of a list that stay out, each with its reason."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_bad_columns(), key=lambda row: row.line, parent=parent)


def _product_columns(model: ProductsModel) -> tuple[Column[ProductRow], ...]:
    return (
        Column("handle", "", icon=lambda _row: HANDLE),
        Column(
            "name",
            N_("Product"),
            text=lambda row: row.name,
            icon=lambda row: (row.icon if row.icon in _KNOWN_ICONS else "tag", "tx3"),
            is_strong=True,
        ),
        Column(
            "price", N_("Price"), text=model.price, is_number=True, meaning=lambda _row: "quiet"
        ),
        Column(
            "tile",
            "",
            icon=lambda row: ("storefront", "tx3") if row.on_tiles else None,
        ),
    )


def _preview_columns(currency: str) -> tuple[Column[PricePreview], ...]:
    def steps(found: tuple[tuple[int, Decimal], ...]) -> str:
        words = (
            f"{formats.number(quantity)}: {money(UnitPrice(price, currency))}"
            for quantity, price in found
        )
        return "  ".join(words)

    return (
        Column("name", N_("Product"), text=lambda row: row.name, is_strong=True),
        Column(
            "verdict",
            N_("What becomes of it"),
            text=lambda row: verdict_text(row.verdict),
            chip=lambda row: _VERDICTS[row.verdict],
        ),
        Column("breaks", N_("Prices in the list"), text=lambda row: steps(row.breaks)),
        Column(
            "before",
            N_("Prices now"),
            text=lambda row: steps(row.before) if row.verdict is PriceVerdict.CHANGED else "",
            meaning=lambda _row: "quiet",
        ),
    )


def _bad_columns() -> tuple[Column[BadPrice], ...]:
    return (
        Column(
            "line",
            N_("Line"),
            text=lambda row: formats.number(row.line),
            is_number=True,
            meaning=lambda _row: "quiet",
        ),
        Column("name", N_("Product"), text=lambda row: row.name, is_strong=True),
        Column(
            "reason",
            N_("Why it stays out"),
            text=lambda row: row.reason,
            meaning=lambda _row: "wrong",
        ),
    )
