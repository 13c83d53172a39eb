# SPDX-License-Identifier: Apache-2.0
"""Begins handovers whose day has come, each on one desk only: alone this one, else the one that the hub lets.

Carried out they are one step of the person at this desk, who can undo it; that it was carried out is noted apart, so
that undo does not begin it anew. Where the program is ended in the middle it goes on at the next start: cards that have
gone are no longer the giver's.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from desktop import commands, queries
from desktop.errors import UserError
from desktop.flows import long_steps
from desktop.flows.hub_claims import Claims, Leave, own_line
from desktop.flows.shop import Shop
from desktop.i18n import N_, _, formats
from desktop.storage import offered
from desktop.values.changes import Label, Origin
from desktop.values.rows.handover import PlannedStart

if TYPE_CHECKING:
    from desktop.sync.hub.desk_side import Hub

AGAIN_S = 60.0
"""After so many seconds a handover that waits for the hub or another desk is looked at again."""


def begin(
    shop: Shop,
    tell: Callable[[str], object],
    *,
    line: Callable[[Shop], Hub | None] = own_line,
) -> float | None:
    """Carry out what is due; returns in how many seconds to look again where something has to wait.

    `tell` is given the sentence of one whose time is over, or that is refused: it is tried again with the next look,
    and must not keep the others from their day.
    """
    due = shop.read(queries.planned_handovers.to_begin)
    if not due:
        return None
    claims = Claims(shop, line, offered.HANDOVER)
    has_to_wait = False
    try:
        for plan in due:
            try:
                has_to_wait |= not _begin(shop, plan, claims, tell)
            except UserError as error:
                tell(error.sentence)
    finally:
        claims.hang_up()
    return AGAIN_S if has_to_wait else None


def _begin(shop: Shop, plan: PlannedStart, claims: Claims, tell: Callable[[str], object]) -> bool:
    leave = claims.ask(plan.id, 1)
    if leave is Leave.LET_BE or (
        leave is Leave.DO_IF_PRIVATE
        and not shop.read(lambda r: offered.is_private(r.connection, plan.id))
    ):
        return False
    if plan.is_over:
        tell(_over_words(plan))
    else:
        _hand_over(shop, plan)
    # A step of the program: undoing the handover must leave this note, or it would begin again at once.
    shop.write(
        partial(commands.planned_handovers.end_planned, plan_id=plan.id), origin=Origin.ROBOT
    )
    if leave is not Leave.DO_IF_PRIVATE:
        claims.over(plan.id, 1)
    return True


def _hand_over(shop: Shop, plan: PlannedStart) -> None:
    count = sum(len(share.card_ids) for share in plan.shares)
    if not count and plan.touches_of is None:
        return
    label = Label(
        N_("Began the planned handover of {name}’s work, cards: {count}"),
        {"name": plan.giver, "count": formats.number(count)},
    )
    long_steps.hand_over(
        shop,
        shares=plan.shares,
        comment=plan.comment,
        back_on=plan.back_on,
        touches_of=plan.touches_of,
        touches_to=plan.touches_to,
        label=label,
    )


def _over_words(plan: PlannedStart) -> str:
    return _(
        "The handover of {name}’s work planned for {day} was not carried out: it was over before this program was "
        "started. All cards are where they were."
    ).format(name=plan.giver, day=formats.short_date(plan.starts_on))
