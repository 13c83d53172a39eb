# SPDX-License-Identifier: Apache-2.0
"""How far the work on an order line is; the deal is ready, or handed over, when all its lines are."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from desktop.commands import cards, orders
from desktop.domain.deal import Deal, DealLine
from desktop.domain.rights import Right
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.changes import Seen
from desktop.values.states import ProductionState

_ORDER = tuple(ProductionState)


@command(N_("Step of {line}: {step}"), Right.PRODUCE)
def set_line_state(
    uow: UnitOfWork,
    *,
    line_id: UUID,
    state: str,
    taken_by: str = "",
    unpaid_reason: str = "",
    seen: Seen = None,
) -> None:
    """Note how far a line is. With its last line the whole deal becomes ready, or is handed over to `taken_by`.

    Going back is allowed until the deal is handed over. Where the rest is not paid when the last line leaves, it
    wants an `unpaid_reason` from somebody who may override. UserError without it, and for a deal that is closed.
    """
    line = uow.get(DealLine, line_id)
    deal = uow.get(Deal, line.deal_id)
    if not deal.is_open:
        raise UserError(_("This deal is closed. Nothing was changed."))
    wanted = ProductionState(state)
    others = [one for one in cards.lines_of(uow, deal.id) if one.id != line.id]
    if wanted is ProductionState.HANDED_OVER and _all_reached(others, wanted):
        orders.hand_over(uow, order_id=deal.id, taken_by=taken_by, reason=unpaid_reason)
    elif wanted is ProductionState.READY and _all_reached(others, wanted):
        line.production_state = wanted.value
        if deal.ready_at is None:
            orders.mark_ready(uow, order_id=deal.id, shelf=deal.shelf)
    else:
        line.production_state = wanted.value
        if not _reached(line, ProductionState.READY):
            deal.ready_at = None
    uow.name(line=line.title, step=wanted.label())


def _all_reached(lines: Sequence[DealLine], state: ProductionState) -> bool:
    return all(_reached(line, state) for line in lines)


def _reached(line: DealLine, state: ProductionState) -> bool:
    known = line.production_state in set(ProductionState)
    now = ProductionState(line.production_state) if known else ProductionState.NEW
    return _ORDER.index(now) >= _ORDER.index(state)
