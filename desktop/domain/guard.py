# SPDX-License-Identifier: Apache-2.0
"""The one guard at a stage's door: what the stage demands of a deal and what of it is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from desktop.errors import UserError
from desktop.i18n import N_, _

ROLE_PREFIX = "role:"


class Demand(StrEnum):
    """Something a stage can demand on entry. A demand for a role is written `role:<name>`."""

    CONTACT = "contact"
    PHONE = "phone"
    EMAIL = "email"
    COMPANY = "company"
    REQUISITES = "requisites"
    LINES = "lines"
    AMOUNT = "amount"
    DUE = "due"
    CONTRACT = "contract"
    INVOICE = "invoice"
    PREPAYMENT = "prepayment"
    PAID = "paid"

    def label(self) -> str:
        """The demand in the person's language."""
        return _(_LABELS[self])


_LABELS: dict[Demand, str] = {
    Demand.CONTACT: N_("Contact"),
    Demand.PHONE: N_("Phone"),
    Demand.EMAIL: N_("E-mail"),
    Demand.COMPANY: N_("Company"),
    Demand.REQUISITES: N_("Requisites"),
    Demand.LINES: N_("Order lines"),
    Demand.AMOUNT: N_("Sum"),
    Demand.DUE: N_("Due date"),
    Demand.CONTRACT: N_("Contract made"),
    Demand.INVOICE: N_("Invoice issued"),
    Demand.PREPAYMENT: N_("Prepayment received"),
    Demand.PAID: N_("Paid in full"),
}


@dataclass(frozen=True, slots=True)
class DealFacts:
    """What the guard needs to know of a deal."""

    has_contact: bool
    has_phone: bool
    has_email: bool
    has_company: bool
    has_requisites: bool
    has_lines: bool
    amount: int
    paid: int
    prepayment: int
    has_due: bool
    has_contract: bool
    has_invoice: bool

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
        }[demand]


class DemandsUnmet(UserError):
    """A deal may not enter a stage yet; `missing` says what to ask for, in the stage's order."""

    def __init__(
        self, *, deal_id: UUID, stage_id: UUID, stage: str, missing: tuple[str, ...]
    ) -> None:
        words = ", ".join(demand_label(one) for one in missing)
        super().__init__(
            _(
                "“{stage}” still needs: {missing}. The card stays where it was. Fill in what is missing."
            ).format(stage=stage, missing=words)
        )
        self.deal_id = deal_id
        self.stage_id = stage_id
        self.missing = missing


def demand_label(demand: str) -> str:
    """A demand in words; one that a newer version invented is shown as it is written."""
    if demand.startswith(ROLE_PREFIX):
        return _("a person with the role {role}").format(role=demand.removeprefix(ROLE_PREFIX))
    return Demand(demand).label() if demand in set(Demand) else demand


def missing(demands: Iterable[str], facts: DealFacts, roles: Iterable[str]) -> tuple[str, ...]:
    """The demands that are not met. One that this version does not know is never met: it may be a safeguard."""
    held = {ROLE_PREFIX + role for role in roles}
    return tuple(demand for demand in demands if not _is_met(demand, facts, held))


def _is_met(demand: str, facts: DealFacts, held: set[str]) -> bool:
    if demand.startswith(ROLE_PREFIX):
        return demand in held
    return demand in set(Demand) and facts.meets(Demand(demand))
