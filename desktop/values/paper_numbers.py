# SPDX-License-Identifier: Apache-2.0
"""Numbers of legal papers: a series for each of our firms, and how a place in it is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

from desktop.frozen import dataclass
from desktop.i18n import N_, _

NUMBERS = "numbers"
"""The key of the preference with the policy of each kind of series: {"invoice": "hub_only"}."""

INVOICE, CONTRACT = "invoice", "contract"
NEXT = "{n}"
BLANK = "____"
"""Stands on a paper that is only looked at where its number is not known yet."""


class Policy(StrEnum):
    """Where a number comes from while the hub is away: from a series of the desk's own, or from nowhere."""

    HUB_OR_DESK = "hub_or_desk"
    HUB_ONLY = "hub_only"


@dataclass(frozen=True, slots=True)
class Series:
    """A row of places without a gap. `form` is how a number of it looks, with {n} for the place."""

    name: str
    form: str
    width: int = 0

    def number(self, place: int) -> str:
        """A place as it stands on paper: I-0873."""
        return self.form.replace(NEXT, f"{place:0{self.width or 1}d}")

    def place(self, number: str) -> int | None:
        """The place that a number has in this series; None for one of another."""
        before, after = (re.escape(part) for part in self.form.split(NEXT))
        found = re.fullmatch(f"{before}([0-9]+){after}", number)
        return int(found[1]) if found else None


def form_of(kind: str, year: int = 0) -> str:
    """How numbers of invoices look, and those of the contracts of a year, with {n} for the place."""
    return f"I-{NEXT}" if kind == INVOICE else f"{NEXT}/{year % 100:02d}"


def contract_series(firm_id: UUID, year: int) -> Series:
    """The series of a firm's contracts, which begins anew each year: 215/26."""
    return Series(f"{CONTRACT}:{firm_id}:{year}", form_of(CONTRACT, year))


def invoice_series(firm_id: UUID) -> Series:
    """The series of a firm's invoices, without a gap and without an end: I-0873."""
    return Series(f"{INVOICE}:{firm_id}", form_of(INVOICE), 4)


def of_desk(series: str, desk: str) -> str:
    """The name of the series from which a desk takes its own numbers while the hub is away."""
    return f"{series}:{desk}"


def at_desk(form: str, desk: str) -> str:
    """How a text with a number looks where the number is the desk's own: I-K7-0012."""
    return form.replace(NEXT, f"{desk}-{NEXT}")


def policy(stored: Mapping[str, str], series: str) -> Policy:
    """What the shop has chosen for a series; a desk goes on by itself where nothing was chosen."""
    is_hub_only = stored.get(series.partition(":")[0]) == Policy.HUB_ONLY
    return Policy.HUB_ONLY if is_hub_only else Policy.HUB_OR_DESK


def shown(number: str) -> str:
    """A number for a list; one that the hub still has to give says so."""
    return number or _(NO_NUMBER_YET)


NO_NUMBER_YET = N_("no number yet")
