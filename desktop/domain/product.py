# SPDX-License-Identifier: Apache-2.0
"""What we print and what it costs."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.record import Record, Sync
from desktop.domain.rights import Right


class Product(Record):
    """A product of the price list. `table` is a PriceTable (desktop.values.pricing) as a document."""

    __tablename__ = "product"
    __sync__: ClassVar[Sync] = Sync(capability=Right.EDIT_PRICES, quiet=("position",))

    name: Mapped[str]
    icon: Mapped[str] = mapped_column(default="tag")
    unit: Mapped[str] = mapped_column(default="pcs")
    position: Mapped[int] = mapped_column(default=0)
    on_tiles: Mapped[bool] = mapped_column(default=True)
    working_hours: Mapped[int] = mapped_column(default=16)
    tax_rate: Mapped[str] = mapped_column(default="")
    table: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (Index("ix_product_position", "position"),)
