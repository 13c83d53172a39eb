# SPDX-License-Identifier: Apache-2.0
"""What the lines of a deal come to: discount, tax and total (H7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from desktop.values.money import Money, half_up, total
from desktop.values.rows.card import LineRow


@dataclass(frozen=True, slots=True)
class LineSums:
    """What stored lines come to. `rates` are the tax rates in them, in percent."""

    discount: Money
    tax: Money
    total: Money
    rates: tuple[Decimal, ...]


def line_sums(lines: Iterable[LineRow], currency: str) -> LineSums:
    """Discount, tax and total of the lines; the tax is rounded for each line (H7)."""
    discounts, taxes, sums, rates = [], [], [], set()
    for line in lines:
        amount = Money(line.amount, currency)
        sums.append(amount)
        if line.tax_rate:
            rates.add(line.tax_rate.normalize())
            taxes.append(amount.included_tax(line.tax_rate))
        if 0 < line.discount_percent < 100:
            share = Fraction(line.discount_percent) / (100 - Fraction(line.discount_percent))
            discounts.append(Money(half_up(line.amount * share), currency))
    return LineSums(
        total(discounts, currency), total(taxes, currency), total(sums, currency), tuple(sorted(rates))
    )  # fmt: skip
