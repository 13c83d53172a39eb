# SPDX-License-Identifier: Apache-2.0
"""Handovers that begin on a day to come: planned, cancelled before, and noted once they were carried out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from desktop.commands.handover import refuse_receiver
from desktop.domain.holding import PlannedHandover
from desktop.domain.rights import Right, may
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.i18n import N_, _, formats
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.handing_over import Planning, Share


@command(N_("Planned the handover of {name}’s work for {day}"), Right.SELL)
def plan_handover(
    uow: UnitOfWork,
    *,
    giver_id: UUID,
    starts_on: dt.date,
    shares: Sequence[Share],
    comment: str = "",
    planning: Planning,
) -> UUID:
    """On this day, not before, the program hands these cards over; until then it can be cancelled or undone.

    What else the giver has to do goes along only where whoever plans it may hand over others' work, and so do cards
    that come to a colleague meanwhile. UserError names the day that is wrong, or a receiver who no longer works here.
    """
    if starts_on <= uow.today:
        raise UserError(_("This day has passed. Choose a later one."), field="starts_on")
    if planning.back_on is not None and planning.back_on <= starts_on:
        raise UserError(
            _("The cards come back before they have gone. Choose a later day."), field="back_on"
        )
    for share in shares:
        refuse_receiver(uow, share.to)
    # It may be carried out at a head's desk, by what the head may do: so only what its planner could hand over.
    hands_over = may(uow.actor.roles, Right.HAND_CARDS_OVER)
    plan = uow.add(
        PlannedHandover(
            giver_id=giver_id,
            starts_on=starts_on,
            at=uow.now,
            shares=[_kept(share) for share in shares],
            back_on=planning.back_on,
            comment=comment.strip(),
            takes_new=planning.takes_new and (hands_over or giver_id == uow.actor.user_id),
            takes_touches=planning.takes_touches and hands_over,
            touches_to=planning.touches_to,
            by=uow.actor.user_id,
        )
    )
    uow.name(name=uow.get(User, giver_id).name, day=formats.short_date(starts_on))
    return plan.id


@command(N_("Cancelled the handover of {name}’s work planned for {day}"), Right.SELL)
def cancel_planned(uow: UnitOfWork, *, plan_id: UUID) -> None:
    """What was planned does not happen. Who planned it, whose cards they are, and who hands cards over may do so."""
    plan = uow.get(PlannedHandover, plan_id)
    me = uow.actor.user_id
    if me not in {None, plan.by, plan.giver_id} and not may(uow.actor.roles, Right.HAND_CARDS_OVER):
        raise UserError(
            _(
                "This handover was planned by a colleague. Nothing was changed. Ask them or the head."
            )
        )
    if plan.done_at is not None:
        raise UserError(
            _("This handover has begun already. Nothing was changed. Hand the cards back instead.")
        )
    plan.archived_at = uow.now
    uow.name(name=uow.get(User, plan.giver_id).name, day=formats.short_date(plan.starts_on))


@command(N_("Carried out the planned handover of {name}’s work"), Right.SELL)
def end_planned(uow: UnitOfWork, *, plan_id: UUID) -> None:
    """It was carried out, or its time is over; it is not begun a second time, not even where that is undone."""
    plan = uow.get(PlannedHandover, plan_id)
    plan.done_at = uow.now
    uow.name(name=uow.get(User, plan.giver_id).name)


def _kept(share: Share) -> dict[str, object]:
    return {
        "to": str(share.to) if share.to is not None else "",
        "cards": [str(card_id) for card_id in share.card_ids],
    }
