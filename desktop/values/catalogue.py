# SPDX-License-Identifier: Apache-2.0
"""A product as prices are made from it, and what holds for all prices of a firm."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from desktop.frozen import dataclass
from desktop.values.pricing import PriceTable

TAX_ADDED = "added"
"""The tax mode of a firm whose prices are without the tax."""


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product of the price list. `tax_rate` is in percent, empty for the firm's usual one."""

    id: UUID
    name: str
    table: PriceTable
    icon: str = "tag"
    unit: str = ""
    on_tiles: bool = True
    working_hours: int = 16
    tax_rate: str = ""
    position: int = 0
    stamp: str = ""


@dataclass(frozen=True, slots=True)
class PriceTerms:
    """What holds for every price of the firm: currency, the usual tax in percent, and whether it comes on top."""

    currency: str
    tax_rate: Decimal = Decimal(0)
    adds_tax: bool = False

    @classmethod
    def of(cls, currency: str, tax_rate: str, tax_mode: str) -> PriceTerms:
        """From what the firm keeps: its rate as text, and "included" or "added"."""
        return cls(currency, Decimal(tax_rate or 0), tax_mode == TAX_ADDED)
