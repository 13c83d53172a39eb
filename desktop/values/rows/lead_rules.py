# SPDX-License-Identifier: Apache-2.0
"""The rules by which leads find a holder, as the head of sales sets them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from desktop.values.lead_rules import Rule


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule; `next` is who would take the next lead by it, empty where that is the head's queue."""

    id: UUID
    stamp: str
    rule: Rule
    next: str = ""
    is_reached: bool = True


@dataclass(frozen=True, slots=True)
class LeadRulesRow:
    """All rules in their order, the products they may name, and who sells: id, name, whether a manager."""

    rules: tuple[RuleRow, ...]
    products: tuple[tuple[UUID, str], ...]
    sellers: tuple[tuple[UUID, str, bool], ...]
