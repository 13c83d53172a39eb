# SPDX-License-Identifier: Apache-2.0
"""The rules by which leads that come find a holder, as the head of sales sets them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from desktop.domain.holding import LeadRule
from desktop.domain.rights import Right
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.storage.staff import colleagues
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.changes import Seen
from desktop.values.lead_rules import Rule, Way


@command(N_("Set who takes leads"), Right.EDIT_STAGES)
def set_rule(
    uow: UnitOfWork, *, rule: Rule, rule_id: UUID | None = None, seen: Seen = None
) -> UUID:
    """A new rule after those that are there, or another content for one; returns its id.

    Where nobody is named it is for all managers, those who come later too. UserError where somebody is named who is
    given no leads.
    """
    if Way.known(rule.way) is None:
        raise UserError(_("Say how the leads are shared."), field="way")
    sellers = {one.id for one in colleagues(uow.connection) if one.sells}
    if not sellers.issuperset(rule.people):
        raise UserError(
            _(
                "Only colleagues who work here and sell take leads. Nothing was changed. Choose others."
            ),
            field="people",
        )
    own = uow.get(LeadRule, rule_id) if rule_id else uow.add(_last(uow, rule.way))
    own.way, own.channel, own.product_id = rule.way, rule.channel, rule.product_id
    own.people = [str(one) for one in rule.people]
    return own.id


@command(N_("Dropped a rule of who takes leads"), Right.EDIT_STAGES)
def drop_rule(uow: UnitOfWork, *, rule_id: UUID, seen: Seen = None) -> None:
    """The rule no longer holds; leads it was for go by the next one that fits."""
    uow.get(LeadRule, rule_id).archived_at = uow.now


@command(N_("Set who takes leads"), Right.EDIT_STAGES)
def order_rules(uow: UnitOfWork, *, rule_ids: Sequence[UUID], seen: Seen = None) -> None:
    """Ask the rules in this order."""
    for position, rule_id in enumerate(rule_ids):
        uow.get(LeadRule, rule_id).position = position


def _last(uow: UnitOfWork, way: str) -> LeadRule:
    last = uow.one(
        select(func.coalesce(func.max(LeadRule.position), -1)).where(LeadRule.archived_at.is_(None))
    )
    return LeadRule(way=way, position=(-1 if last is None else last) + 1)
