# SPDX-License-Identifier: Apache-2.0
"""A price list before it is taken in: what each product would become, and the rows that stay out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from uuid import UUID


class PriceVerdict(StrEnum):
    """What becomes of a product of the list."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class PricePreview:
    """One product of the list. `breaks` are (quantity, price of a piece); `before` those it has now, if it is known."""

    name: str
    verdict: PriceVerdict
    breaks: tuple[tuple[int, Decimal], ...]
    before: tuple[tuple[int, Decimal], ...] = ()
    options: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    product_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class PriceColumn:
    """A column of the file: its name, its first value, and what it is read as ("" for nothing).

    `quantity` is filled for a column that holds prices from that quantity up.
    """

    name: str
    sample: str
    field: str
    quantity: int = 0


@dataclass(frozen=True, slots=True)
class BadPrice:
    """A row that stays out: its line in the file, its product, and why."""

    line: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class PriceCheck:
    """The dry run of a price list."""

    path: Path
    columns: tuple[PriceColumn, ...]
    products: tuple[PricePreview, ...]
    bad: tuple[BadPrice, ...]
    doubts: tuple[str, ...] = ()
    encoding: str = ""
    sheet: str = ""

    def count(self, *verdicts: PriceVerdict) -> int:
        """How many products have one of these verdicts."""
        return sum(one.verdict in verdicts for one in self.products)


@dataclass(frozen=True, slots=True)
class PricesTaken:
    """How an import of prices ended; it is one step of undo."""

    new: int
    changed: int
    left_out: int
