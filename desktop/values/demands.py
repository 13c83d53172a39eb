# SPDX-License-Identifier: Apache-2.0
"""What a stage can demand on entry, in words, and the error that says what of it is missing."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.values.scripts import ANSWER_PREFIX, OWN, Fill, Question
from desktop.values.states import Role

ROLE_PREFIX = "role:"


class Demand(StrEnum):
    """Something a stage can demand on entry. A demand for a role is written `role:<name>`.

    What is missing of a script is named answer by answer (`answer_demand`).
    """

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
    DECIDER = "decider"
    TALK = "talk"
    SCRIPT = "script"

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
    Demand.DECIDER: N_("Decision-maker"),
    Demand.TALK: N_("At least one talk"),
    Demand.SCRIPT: N_("The script’s answers"),
}


OF_DEALS = tuple(one for one in Demand if one not in {Demand.DECIDER, Demand.TALK, Demand.SCRIPT})
"""What a stage of a deal can demand."""

OF_LEADS = (
    Demand.CONTACT,
    Demand.PHONE,
    Demand.EMAIL,
    Demand.COMPANY,
    Demand.DECIDER,
    Demand.TALK,
    Demand.SCRIPT,
)
"""What a stage of the lead funnel can demand; a lead has no order, papers or money."""


class DemandsUnmet(UserError):
    """A card may not enter a stage yet; `missing` says what to ask for, in the stage's order."""

    def __init__(
        self, *, card_id: UUID, stage_id: UUID, stage: str, missing: tuple[str, ...]
    ) -> None:
        words = ", ".join(demand_label(one) for one in missing)
        super().__init__(
            _(
                "“{stage}” still needs: {missing}. The card stays where it was. Fill in what is missing."
            ).format(stage=stage, missing=words)
        )
        self.card_id = card_id
        self.stage_id, self.stage = stage_id, stage
        self.missing = missing


def answer_demand(fill: Fill) -> str:
    """One answer of a script as what is missing; a question of the shop's own brings its words."""
    return f"{ANSWER_PREFIX}{fill.field}" + (f"|{fill.label}" if fill.label else "")


def answer_field(demand: str) -> str:
    """The question whose answer is missing; "" for a demand of another kind."""
    if not demand.startswith(ANSWER_PREFIX):
        return ""
    return demand.removeprefix(ANSWER_PREFIX).partition("|")[0]


def demand_label(demand: str) -> str:
    """A demand in words; one that a newer version invented is shown as it is written."""
    if field := answer_field(demand):
        return Question.words(demand.partition("|")[2] if field.startswith(OWN) else field)
    if demand.startswith(ROLE_PREFIX):
        role = demand.removeprefix(ROLE_PREFIX)
        return _("a person with the role {role}").format(role=Role.words(role))
    return Demand(demand).label() if demand in set(Demand) else demand
