# SPDX-License-Identifier: Apache-2.0
"""The price list as a client gets it: a PDF with the prices by quantity, and what each choice adds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from desktop.documents import builtin_parts as parts
from desktop.documents import figures
from desktop.documents.builtin_parts import GREY, paragraph, table
from desktop.values.catalogue import PriceTerms, ProductRow
from desktop.values.pricing import Choice

# The paper speaks its own language, whatever the window speaks: these are no texts of the interface.
_TEXTS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "title": "Price list",
        "date": "Prices of {date}",
        "heads": "Product|Quantity from|Price of one",
        "with_tax": "VAT is included",
        "without_tax": "VAT comes on top",
        "per_piece": "{name} {sum} each",
        "per_order": "{name} {sum} per order",
        "least": "Least charge {sum}",
        "express": "Express {sum}",
        "foot": "{firm} · page {{page}}",
    },
    "ru": {
        "title": "Прайс-лист",
        "date": "Цены на {date}",
        "heads": "Продукция|Тираж от|Цена за штуку",
        "with_tax": "Цены с НДС",
        "without_tax": "Цены без НДС",
        "per_piece": "{name} {sum} за штуку",
        "per_order": "{name} {sum} за заказ",
        "least": "Не меньше {sum} за заказ",
        "express": "Срочно {sum}",
        "foot": "{firm} · страница {{page}}",
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PricePaper:
    """Whose prices, of which day, and how a client reaches them."""

    firm: str
    contacts: tuple[str, ...]
    day: date
    terms: PriceTerms
    products: tuple[ProductRow, ...]


def price_list(paper: PricePaper, language: str) -> bytes:
    """A PDF with its fonts inside; "ru" or, for any other language, English. The same list gives the same bytes."""
    texts = _TEXTS.get(language, _TEXTS["en"])
    return parts.paper(
        _story(paper, texts, language),
        title=texts["title"],
        author=paper.firm,
        foot=texts["foot"].format(firm=paper.firm),
    )


def _story(paper: PricePaper, texts: dict[str, str], language: str) -> list[Any]:
    about = [texts["date"].format(date=figures.day(paper.day, language))]
    if paper.terms.tax_rate:
        about.append(texts["without_tax" if paper.terms.adds_tax else "with_tax"])
    heads = [
        paragraph(head, bold=True, right=at > 0)
        for at, head in enumerate(texts["heads"].split("|"))
    ]
    rows = [
        heads,
        *(
            row
            for product in paper.products
            for row in _Rows(product, texts, paper.terms.currency, language).all()
        ),
    ]
    whole = [at for at, row in enumerate(rows) if len(row) == 1]
    return [
        paragraph(texts["title"], bold=True, points=16),
        parts.gap(3),
        paragraph(", ".join((paper.firm, *filter(None, paper.contacts)))),
        paragraph(" · ".join(about), colour=GREY),
        parts.gap(5),
        table(
            [row + [""] * (3 - len(row)) for row in rows], (104, 33, 38), ruled=True, whole=whole
        ),
    ]


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of one product."""

    product: ProductRow
    texts: dict[str, str]
    currency: str
    language: str

    def all(self) -> list[list[Any]]:
        """Its prices by quantity, then what its choices add."""
        prices = self.product.table
        rows = [
            self._price(self.product.name if at == 0 else "", one.quantity, one.unit)
            for at, one in enumerate(prices.breaks)
        ]
        rows += [
            self._said(option.name, self._choices(option.choices)) for option in prices.options
        ]
        return [*rows, *self._terms()]

    def _price(self, name: str, quantity: int, unit: Decimal) -> list[Any]:
        many = f"{figures.quantity(quantity, self.language)} {self.product.unit}".strip()
        price = figures.price(unit, self.currency, self.language)
        return [
            paragraph(name, bold=True),
            paragraph(many, right=True),
            paragraph(price, right=True),
        ]

    def _said(self, name: str, texts: Iterable[str]) -> list[Any]:
        said = f"{name}: " if name else ""
        return [paragraph(said + "; ".join(texts), points=8.5, colour=GREY)]

    def _choices(self, choices: Sequence[Choice]) -> list[str]:
        return [", ".join(self._choice(one)) or one.name for one in choices]

    def _choice(self, choice: Choice) -> list[str]:
        adds = (("per_piece", choice.per_piece), ("per_order", choice.per_order))
        told = [(key, value) for key, value in adds if value]
        return [
            self.texts[key]
            .format(name=choice.name if at == 0 else "", sum=self._signed(value))
            .strip()
            for at, (key, value) in enumerate(told)
        ]

    def _terms(self) -> list[list[Any]]:
        prices, said = self.product.table, []
        if prices.minimum:
            said.append(self.texts["least"].format(sum=self._sum(prices.minimum)))
        percent = prices.express_percent
        express = [
            f"+{figures.percent(percent, self.language)}" if percent else "",
            self._signed(prices.express_fee) if prices.express_fee else "",
        ]
        if any(express):
            said.append(self.texts["express"].format(sum=" ".join(filter(None, express))))
        return [self._said("", said)] if said else []

    def _signed(self, value: Decimal) -> str:
        return ("+" if value > 0 else "") + self._sum(value)

    def _sum(self, value: Decimal) -> str:
        return figures.price(value, self.currency, self.language)
