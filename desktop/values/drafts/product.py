# SPDX-License-Identifier: Apache-2.0
"""A product of the price list as its form or an imported list holds it, and what keeps it from being saved."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from desktop.i18n import _
from desktop.values.pricing import PriceTable

LONGEST_WORK = 2000
"""Working hours, about a year: more is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class ProductEdit:
    """All that can be said about a product. `tax_rate` is in percent, empty for the firm's usual one."""

    name: str
    table: PriceTable
    icon: str = "tag"
    unit: str = ""
    on_tiles: bool = True
    working_hours: int = 16
    tax_rate: str = ""

    def problems(self) -> dict[str, str]:
        """A sentence for each field that is wrong."""
        found: dict[str, str] = {}
        if not self.name.strip():
            found["name"] = _("A product needs a name.")
        if not self.table.breaks:
            found["breaks"] = _("A product needs a price from some quantity up.")
        elif wrong := _breaks_problem(self.table):
            found["breaks"] = wrong
        if any(not option.name.strip() or not option.choices for option in self.table.options):
            found["options"] = _("An option needs a name and at least one choice.")
        if not 0 <= self.working_hours <= LONGEST_WORK:
            found["working_hours"] = _("Working hours are a number from 0 to {most}.").format(
                most=LONGEST_WORK
            )
        if self.tax_rate and not _is_rate(self.tax_rate):
            found["tax_rate"] = _("A tax rate is a number from 0 to 100.")
        return found


def _breaks_problem(table: PriceTable) -> str:
    quantities = [one.quantity for one in table.breaks]
    if min(quantities) < 1 or len(set(quantities)) < len(quantities):
        return _("Each quantity is a whole number from 1 up and stands once.")
    if any(one.unit < 0 for one in table.breaks):
        return _("A price is not below zero.")
    return ""


def _is_rate(text: str) -> bool:
    try:
        return 0 <= Decimal(text) <= 100
    except InvalidOperation:
        return False
