# SPDX-License-Identifier: Apache-2.0
"""Handovers that begin on a day to come: planned, cancelled before, and noted once they were carried out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from uuid import UUID

from desktop.commands.handover import give_cards, give_touches, refuse_receiver
from desktop.domain.bookkeeping import HANDOVER_STAYED, Finding
from desktop.domain.holding import PlannedHandover
from desktop.domain.rights import Right, may
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.i18n import N_, _, formats
from desktop.storage import begun_handovers, findings, offered
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.storage.work import Broken
from desktop.values.changes import Seen
from desktop.values.handing_over import Handed, Planning, Share
from desktop.values.ids import derived_id

HANDED = N_("Began the planned handover of {giver}’s work, cards: {count}")


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
    _refuse_days(uow, starts_on, planning.back_on)
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


@command(N_("Changed the handover of {name}’s work planned for {day}"), Right.SELL)
def change_planned(
    uow: UnitOfWork,
    *,
    plan_id: UUID,
    starts_on: dt.date,
    back_on: dt.date | None,
    comment: str,
    seen: Seen = None,
) -> None:
    """Other days or other words for what is planned; who gets what stays.

    Who planned it and who hands cards over may do so; whose cards they are calls it off instead, for it goes on in the
    name of who planned it. The hub asks the same (resources/hub/018).
    """
    plan = _to_come(uow, plan_id)
    _refuse_others(uow, plan.by)
    _refuse_days(uow, starts_on, back_on)
    plan.starts_on, plan.back_on, plan.comment = starts_on, back_on, comment.strip()
    uow.name(name=uow.get(User, plan.giver_id).name, day=formats.short_date(starts_on))


@command(N_("Cancelled the handover of {name}’s work planned for {day}"), Right.SELL)
def cancel_planned(uow: UnitOfWork, *, plan_id: UUID, seen: Seen = None) -> None:
    """What was planned does not happen. Who planned it, whose cards they are, and who hands cards over may do so."""
    plan = _to_come(uow, plan_id)
    plan.archived_at = uow.now
    uow.name(name=uow.get(User, plan.giver_id).name, day=formats.short_date(plan.starts_on))


def _to_come(uow: UnitOfWork, plan_id: UUID) -> PlannedHandover:
    plan = uow.get(PlannedHandover, plan_id)
    _refuse_others(uow, plan.by, plan.giver_id)
    if plan.done_at is not None:
        raise UserError(
            _("This handover has begun already. Nothing was changed. Hand the cards back instead.")
        )
    return plan


def _refuse_others(uow: UnitOfWork, *people: UUID | None) -> None:
    if uow.actor.user_id in {None, *people} or may(uow.actor.roles, Right.HAND_CARDS_OVER):
        return
    raise UserError(
        _("This handover was planned by a colleague. Nothing was changed. Ask them or the head.")
    )


def _refuse_days(uow: UnitOfWork, starts_on: dt.date, back_on: dt.date | None) -> None:
    if starts_on <= uow.today:
        raise UserError(_("This day has passed. Choose a later one."), field="starts_on")
    if back_on is not None and back_on <= starts_on:
        raise UserError(
            _("The cards come back before they have gone. Choose a later day."), field="back_on"
        )


# As it is carried out


def begin_planned(uow: UnitOfWork, *, plan_id: UUID, must_be_private: bool) -> bool:
    """From now on it is this desk's to finish; False where that is over, or another desk may know of it by now.

    A round with the hub asks in its own transaction what was begun, before it lets others see the plan.
    """
    plan = uow.find(PlannedHandover, plan_id)
    if plan is None or plan.done_at is not None or plan.archived_at is not None:
        return False
    if must_be_private and not offered.is_private(uow.connection, plan_id):
        return False
    begun_handovers.note(uow.connection, plan_id)
    return True


@command(HANDED, Right.SELL)
def hand_over_planned(
    uow: UnitOfWork,
    *,
    plan_id: UUID,
    card_ids: Sequence[UUID],
    to: UUID | None,
    comment: str,
    back_on: dt.date | None,
) -> Handed:
    """A part of what was planned; it is kept of which step, so that what is broken off goes on in the same one."""
    handed = give_cards(uow, card_ids, to, comment=comment, back_on=back_on)
    uow.name(count=str(len(handed.moved)))
    if handed.moved:
        _belongs_to_step(uow, plan_id)
        findings.settle(uow, handed.moved, {HANDOVER_STAYED})
    return handed


@command(HANDED, Right.HAND_CARDS_OVER)
def hand_touches_planned(
    uow: UnitOfWork, *, plan_id: UUID, holder_id: UUID, to: UUID | None, at_most: int
) -> int:
    """The same for what else is to be done; returns how much went."""
    count = give_touches(uow, holder_id, to, at_most=at_most)
    if count:
        _belongs_to_step(uow, plan_id)
    return count


@command(HANDED, Right.SELL)
def hand_clients_planned(
    uow: UnitOfWork, *, plan_id: UUID, part: Callable[[UnitOfWork], int]
) -> None:
    """The same for clients with whom nothing is open."""
    if part(uow):
        # How many cards went is what the step's name says.
        uow.name(count="0")
        _belongs_to_step(uow, plan_id)


def _belongs_to_step(uow: UnitOfWork, plan_id: UUID) -> None:
    begun_handovers.note(uow.connection, plan_id, uow.claim_step())


@command(N_("Carried out the planned handover of {name}’s work"), Right.SELL)
def note_stayed(uow: UnitOfWork, *, card_ids: Sequence[UUID], sentence: str) -> bool:
    """Cards that the house does not let go as they are: they are to be looked at; whether any was not known yet."""
    is_new = False
    for card_id in card_ids:
        known = uow.find(Finding, derived_id(card_id, "finding", HANDOVER_STAYED))
        is_new = is_new or known is None or known.settled_at is not None
    findings.note(uow, [Broken(HANDOVER_STAYED, card_id, sentence) for card_id in card_ids])
    return is_new


@command(N_("Carried out the planned handover of {name}’s work"), Right.SELL)
def end_planned(uow: UnitOfWork, *, plan_id: UUID) -> None:
    """It was carried out; it is not begun a second time, not even where that is undone."""
    plan = uow.get(PlannedHandover, plan_id)
    plan.done_at = uow.now
    begun_handovers.forget(uow.connection, plan_id)
    uow.name(name=uow.get(User, plan.giver_id).name)


def note_stranded(uow: UnitOfWork, *, plan_id: UUID) -> None:
    """Another desk was at it and was not heard of in time: it waits for a person, or for that desk."""
    begun_handovers.note_stranded(uow.connection, plan_id)


def _kept(share: Share) -> dict[str, object]:
    return {
        "to": str(share.to) if share.to is not None else "",
        "cards": [str(card_id) for card_id in share.card_ids],
        "clients": [str(contact_id) for contact_id in share.clients],
    }
