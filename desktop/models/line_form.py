# SPDX-License-Identifier: Apache-2.0
"""Order lines as a form holds them: what was typed, what it comes to, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Self

from desktop.i18n import _
from desktop.values.drafts.deal import LineDraft
from desktop.values.money import Money
from desktop.values.rows.card import LineRow


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for every line: currency, and whether the tax comes on top of prices."""

    currency: str
    tax_rate: Decimal = Decimal(0)
    adds_tax: bool = False


@dataclass(frozen=True, slots=True)
class LineForm:
    """One line while it is typed. `stored` is the line as it was kept, None for a new one.

    A stored sum may hold what no price shows (a fee, a lowest sum); it stays until quantity, price or discount change.
    """

    title: str = ""
    details: str = ""
    quantity: int = 1
    unit_price: Decimal | None = None
    discount: Decimal = Decimal(0)
    tax_rate: Decimal | None = None
    stored: LineRow | None = None
    wrong: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, line: LineRow) -> Self:
        """The form of a stored line."""
        return cls(
            title=line.title,
            details=line.details,
            quantity=line.quantity,
            unit_price=line.unit_price,
            discount=line.discount_percent,
            tax_rate=line.tax_rate,
            stored=line,
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been typed yet."""
        return self.stored is None and not (
            self.title.strip() or self.details.strip() or self.unit_price or self.wrong
        )

    def amount(self, terms: Terms) -> Money:
        """What the line comes to, rounded half up, with the tax where the firm adds it."""
        stored = self.stored
        if stored is not None and self._is_priced_as(stored):
            return Money(stored.amount, terms.currency)
        net = (self.unit_price or Decimal(0)) * self.quantity * (100 - self.discount) / 100
        sum_ = Money.of(net, terms.currency)
        rate = terms.tax_rate if self.tax_rate is None else self.tax_rate
        return sum_ + sum_.percent(rate) if terms.adds_tax else sum_

    def _is_priced_as(self, line: LineRow) -> bool:
        mine = (self.quantity, self.unit_price, self.discount)
        return mine == (line.quantity, line.unit_price, line.discount_percent)

    def problems(self) -> dict[str, str]:
        """A sentence for each field that keeps the line from being saved."""
        found = dict(self.wrong)
        if not self.title.strip():
            found.setdefault("title", _("Say what is ordered."))
        if self.quantity < 1:
            found.setdefault("quantity", _("A quantity is a whole number from 1 up."))
        if self.unit_price is None:
            found.setdefault("unit_price", _("Enter the price of one piece."))
        if not 0 <= self.discount <= 100:
            found.setdefault("discount", _("A discount is between 0 and 100 percent."))
        return found

    def draft(self, terms: Terms) -> LineDraft:
        """The line ready to be stored."""
        stored = self.stored
        made = LineDraft(
            title=self.title.strip(),
            details=self.details.strip(),
            quantity=self.quantity,
            unit_price=self.unit_price or Decimal(0),
            amount=self.amount(terms).minor,
            discount_percent=self.discount,
            tax_rate=self.tax_rate,
        )
        if stored is None:
            return made
        return replace(
            made,
            id=stored.id,
            product_id=stored.product_id,
            options=dict(stored.options),
            sheets=stored.sheets,
            sets=stored.sets,
        )
