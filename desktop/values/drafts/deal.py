# SPDX-License-Identifier: Apache-2.0
"""A deal as forms hold it: a new one, its lines, and what a stage asks for at its door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LineDraft:
    """One order line. `amount` is in minor units after discount; `unit_price` is exact, per piece.

    `quantity` counts the pieces of all `sets` (kinds) together.
    """

    title: str
    quantity: int
    unit_price: Decimal
    amount: int
    details: str = ""
    product_id: UUID | None = None
    options: dict[str, str] = field(default_factory=dict)
    discount_percent: Decimal = Decimal(0)
    tax_rate: Decimal | None = None
    sheets: str = ""
    sets: int = 1
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class DoorFill:
    """What was typed in place for a stage's demands; None leaves a field as it is.

    `answers` are to questions of a lead's script.
    """

    contact_name: str | None = None
    phone: str | None = None
    email: str | None = None
    due_at: datetime | None = None
    line: LineDraft | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
