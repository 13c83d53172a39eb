# SPDX-License-Identifier: Apache-2.0
"""The one guard at a stage's door: what the stage demands of a deal or a lead and what of it is missing."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.frozen import dataclass
from desktop.values.demands import ROLE_PREFIX, Demand, DemandsUnmet, demand_label

__all__ = ["ROLE_PREFIX", "CardFacts", "Demand", "DemandsUnmet", "demand_label", "missing"]


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What the guard needs to know of a card. A lead has no lines, papers or money, a deal no decision-maker.

    `unanswered` are the required answers of its script that it lacks, each as a demand of its own.
    """

    has_contact: bool
    has_phone: bool
    has_email: bool
    has_company: bool
    has_requisites: bool = False
    has_lines: bool = False
    amount: int = 0
    paid: int = 0
    prepayment: int = 0
    has_due: bool = False
    has_contract: bool = False
    has_invoice: bool = False
    has_decider: bool = False
    has_talk: bool = False
    unanswered: tuple[str, ...] = ()

    def meets(self, demand: Demand) -> bool:
        """Whether this one demand is met. Money counts in minor units."""
        return {
            Demand.CONTACT: self.has_contact,
            Demand.PHONE: self.has_phone,
            Demand.EMAIL: self.has_email,
            Demand.COMPANY: self.has_company,
            Demand.REQUISITES: self.has_requisites,
            Demand.LINES: self.has_lines,
            Demand.AMOUNT: self.amount > 0,
            Demand.DUE: self.has_due,
            Demand.CONTRACT: self.has_contract,
            Demand.INVOICE: self.has_invoice,
            Demand.PREPAYMENT: self.paid >= self.prepayment,
            Demand.PAID: self.paid >= self.amount,
            Demand.DECIDER: self.has_decider,
            Demand.TALK: self.has_talk,
            Demand.SCRIPT: not self.unanswered,
        }[demand]


def missing(demands: Iterable[str], facts: CardFacts, roles: Iterable[str]) -> tuple[str, ...]:
    """The demands that are not met. One that this version does not know is never met: it may be a safeguard."""
    held = {ROLE_PREFIX + role for role in roles}
    unmet: list[str] = []
    for demand in demands:
        if not _is_met(demand, facts, held):
            unmet += facts.unanswered if demand == Demand.SCRIPT else (demand,)
    return tuple(unmet)


def _is_met(demand: str, facts: CardFacts, held: set[str]) -> bool:
    if demand.startswith(ROLE_PREFIX):
        return demand in held
    return demand in set(Demand) and facts.meets(Demand(demand))
