# SPDX-License-Identifier: Apache-2.0
"""Cards handed over from one colleague to another, whatever asks for it: one card, some, or everything of somebody.

Every change of who answers for a card that is there ends in `give_cards`; only taking a lead that is nobody's is
another thing (commands.leads.take_lead).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from desktop.commands.card_moves import find_cards, give_card
from desktop.commands.cards import add_comment, open_tasks_of, soon, system_touch
from desktop.commands.lead_parts import FIRST_CALL_HOURS, give_to, head, put_back
from desktop.domain.card import CARDS, Card
from desktop.domain.deal import Deal
from desktop.domain.holding import Loan
from desktop.domain.lead import Lead
from desktop.domain.rights import Right
from desktop.domain.touch import Task
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.i18n import N_, _, formats
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.batches import batches
from desktop.values.changes import Seen
from desktop.values.handing_over import Handed, Stays
from desktop.values.states import TaskKind

TAKEN_OVER_GOAL = N_("Say who goes on with the order")
"""What a deal that came without a next touch is called for."""


@command(N_("Handed over to {name}, cards: {count}"), Right.SELL)
def hand_over(
    uow: UnitOfWork,
    *,
    card_ids: Sequence[UUID],
    to: UUID | None,
    comment: str = "",
    back_on: dt.date | None = None,
    must_move: bool = True,
    seen: Seen = None,
) -> Handed:
    """A colleague answers for these deals and leads from now on, in one step; without one the head's queue does.

    Their open touches go along with their dates; who had them before stands in the timeline, with the comment. With
    `back_on` whoever gave them is offered to take them back from that day on. A deal's controller stays. Cards that
    cannot go stay and are named; UserError where not one can go and one `must_move`.
    """
    handed = give_cards(uow, card_ids, to, comment=comment, back_on=back_on)
    if must_move and not handed.moved and handed.stayed:
        why = Stays.words(handed.stayed[0][1])
        raise UserError(_("{why}. Nothing was changed.").format(why=why))
    name = uow.get(User, to).name if to is not None else _("the head’s queue")
    uow.name(name=name, count=str(len(handed.moved)))
    return handed


@command(N_("Handed over what else {person} had to do, touches: {touches}"), Right.HAND_CARDS_OVER)
def hand_touches_over(
    uow: UnitOfWork, *, holder_id: UUID, to: UUID | None, at_most: int | None = None
) -> int:
    """What else is still a colleague's to do, on cards that are not theirs and with clients; returns how many."""
    count = give_touches(uow, holder_id, to, at_most=at_most)
    uow.name(person=uow.get(User, holder_id).name, touches=str(count))
    return count


def give_cards(
    uow: UnitOfWork,
    card_ids: Sequence[UUID],
    to: UUID | None,
    *,
    comment: str = "",
    back_on: dt.date | None = None,
    leaves: UUID | None = None,
) -> Handed:
    """The one way in which cards change hands; as somebody `leaves` they are not the head who gets what is left."""
    refuse_receiver(uow, to)
    if back_on is not None and back_on <= uow.today:
        raise UserError(_("This day has passed. Choose a later one."), field="back_on")
    card_ids = list(dict.fromkeys(card_ids))
    known = find_cards(uow, card_ids)
    nobody_leads = head(uow, leaves=leaves) if to is None else None
    stayed = [
        (card_id, why)
        for card_id in card_ids
        if (why := _why_it_stays(known.get(card_id), to, nobody_leads))
    ]
    stays = {card_id for card_id, _why in stayed}
    going = [known[card_id] for card_id in card_ids if card_id not in stays]
    tasks = open_tasks_of(uow, [card.id for card in going])
    _end_loans(uow, [card.id for card in going])
    for card in going:
        before = card.holder_id
        _hand(uow, card, tasks.get(card.id, ()), to, nobody_leads)
        words = comment
        if back_on is not None and before is not None and to is not None:
            uow.add(_loan(uow, card, giver=before, receiver=to, back_on=back_on))
            words = _until(comment, uow.get(User, before).name, back_on)
        add_comment(uow, card.id, words, card.entity())
    return Handed(tuple(card.id for card in going), tuple(stayed))


def give_touches(
    uow: UnitOfWork,
    holder_id: UUID,
    to: UUID | None,
    *,
    at_most: int | None = None,
    leaves: UUID | None = None,
) -> int:
    """What is still a colleague's to do, all or `at_most` so much, goes to another one, to the head without one.

    Returns how much it is: nothing where whoever would get it has it, as the head who hands over to the head.
    """
    refuse_receiver(uow, to)
    receiver = to or head(uow, leaves=leaves)
    if receiver == holder_id:
        return 0
    uow.flush()
    mine = select(Task).where(Task.holder_id == holder_id, Task.is_open)
    left = uow.all(mine.order_by(Task.due_at).limit(at_most))
    for task in left:
        task.holder_id = receiver
    return len(left)


def open_cards_of(uow: UnitOfWork, holder_id: UUID) -> list[UUID]:
    """The open deals and leads a colleague answers for."""
    uow.flush()
    found: list[UUID] = []
    for cls in CARDS:
        mine = select(cls.id).where(cls.holder_id == holder_id, cls.is_open)
        found += uow.execute(mine).scalars()
    return found


def _hand(
    uow: UnitOfWork, card: Card, tasks: Sequence[Task], to: UUID | None, nobody_leads: UUID | None
) -> None:
    if isinstance(card, Deal):
        give_card(card, tasks, to or nobody_leads)
        if not tasks:
            # After a merge a card may be without one; that must not hold up who goes on leave, or leaves.
            system_touch(uow, card, TaskKind.CALL, _(TAKEN_OVER_GOAL), soon(uow, FIRST_CALL_HOURS))
    elif to is None:
        put_back(uow, card, tasks, nobody_leads)
    else:
        give_to(uow, card, to, tasks=tasks)


def _why_it_stays(card: Card | None, to: UUID | None, nobody_leads: UUID | None) -> str:
    """Why a card cannot go there; empty where it can."""
    if card is None or card.archived_at is not None:
        return Stays.GONE
    if not card.is_open:
        return Stays.CLOSED
    goes_to = nobody_leads if to is None and not isinstance(card, Lead) else to
    return Stays.THEIRS if card.holder_id == goes_to else ""


def _until(comment: str, giver: str, back_on: dt.date) -> str:
    """The word of a handover with the day it is for: the timeline is where people look."""
    day = formats.short_date(back_on, year=True)
    until = _("Until {day}, then back to {name}.").format(day=day, name=giver)
    return f"{comment.strip()}\n{until}".strip()


def lasting_loans(uow: UnitOfWork, card_ids: Sequence[UUID]) -> list[Loan]:
    """By these the cards are lent: until a day, or the next handover."""
    uow.flush()
    found: list[Loan] = []
    for batch in batches(card_ids):
        lasts = Loan.card_id.in_(batch), Loan.ended_at.is_(None), Loan.archived_at.is_(None)
        found += uow.all(select(Loan).where(*lasts))
    return found


def _end_loans(uow: UnitOfWork, card_ids: Sequence[UUID]) -> None:
    for loan in lasting_loans(uow, card_ids):
        loan.ended_at = uow.now


def _loan(uow: UnitOfWork, card: Card, *, giver: UUID, receiver: UUID, back_on: dt.date) -> Loan:
    return Loan(
        card_kind=card.entity(),
        card_id=card.id,
        giver_id=giver,
        receiver_id=receiver,
        back_on=back_on,
        at=uow.now,
        by=uow.actor.user_id,
    )


def refuse_receiver(uow: UnitOfWork, to: UUID | None) -> None:
    """Cards go to nobody who left."""
    if to is None:
        return
    colleague = uow.get(User, to)
    if not colleague.is_active or colleague.archived_at is not None:
        raise UserError(
            _("{name} no longer works here. Nothing was changed. Choose another colleague.").format(
                name=colleague.name
            ),
            field="to",
        )
