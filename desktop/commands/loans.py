# SPDX-License-Identifier: Apache-2.0
"""Cards that were handed over until a day go back, on it or before, as whoever may end that asks for it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import Connection, select

from desktop.commands.card_moves import find_cards
from desktop.commands.handover import give_cards, lasting_loans
from desktop.domain.card import Card
from desktop.domain.holding import Loan
from desktop.domain.rights import Right, may
from desktop.domain.touch import Comment
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.i18n import N_, _, formats
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.batches import batches
from desktop.values.handing_over import Handed, Stays
from desktop.values.ids import derived_id


@command(N_("Gave back to {name}, cards: {count}"), Right.SELL)
def give_back(
    uow: UnitOfWork, *, card_ids: Sequence[UUID], giver_id: UUID, receiver_id: UUID
) -> Handed:
    """Whoever lent these cards answers for them again, with their open touches at their dates.

    Who lent them, who has them, and who hands cards over may do so. What was closed, or has gone on since, stays and is
    named. Two desks that do it apart write the same, and the word in the timeline stands once.
    """
    known = find_cards(uow, card_ids)
    lent = _lent(uow, card_ids, giver_id, receiver_id)
    gone_on = {
        card_id
        for card_id, card in known.items()
        if card.is_open and card.holder_id != giver_id and not _has_it(card, lent, receiver_id)
    }
    _refuse_others(uow, [one for card_id, one in lent.items() if card_id not in gone_on])
    handed = give_cards(uow, [one for one in card_ids if one not in gone_on], giver_id)
    _say_so(uow, [lent[one] for one in handed.moved], giver := uow.get(User, giver_id).name)
    uow.name(name=giver, count=str(len(handed.moved)))
    elsewhere = [(one, Stays.ELSEWHERE.value) for one in card_ids if one in gone_on]
    return handed + Handed(stayed=tuple(elsewhere))


def _say_so(uow: UnitOfWork, loans: Sequence[Loan], giver: str) -> None:
    """What the journal tells of the change of hands only this desk can read; a comment reaches all."""
    keys = _free_keys(uow, loans)
    for loan in loans:
        words = _("Back to {name} as agreed.").format(name=giver)
        if loan.back_on > uow.today:
            day = formats.short_date(loan.back_on, year=True)
            words = _("Back to {name}, earlier than agreed ({day}).").format(name=giver, day=day)
        uow.add(word_of(uow, keys[loan.id], loan.card_kind, loan.card_id, words))


def word_of(uow: UnitOfWork, key: UUID, card_kind: str, card_id: UUID, text: str) -> Comment:
    """A word that stands once, whichever desk says it."""
    return Comment(
        id=key, card_kind=card_kind, card_id=card_id, text=text, at=uow.now, by=uow.actor.user_id
    )


def words_of(connection: Connection, loan_id: UUID) -> list[UUID]:
    """The words by which this loan was said to be given back, the last one last; those taken back among them."""
    found: list[UUID] = []
    key = derived_id(loan_id, "back")
    while connection.scalar(select(Comment.id).where(Comment.id == key)) is not None:
        found.append(key)
        key = derived_id(key, "again")
    return found


def _free_keys(uow: UnitOfWork, loans: Sequence[Loan]) -> dict[UUID, UUID]:
    """The id of each loan's word: the same on every desk, and another one where an earlier word was taken back."""
    keys = {loan.id: derived_id(loan.id, "back") for loan in loans}
    while True:
        taken: set[UUID] = set()
        for batch in batches(keys.values()):
            taken.update(uow.execute(select(Comment.id).where(Comment.id.in_(batch))).scalars())
        if not taken:
            return keys
        keys = {
            loan: derived_id(key, "again") if key in taken else key for loan, key in keys.items()
        }


def _has_it(card: Card, lent: Collection[UUID], receiver_id: UUID) -> bool:
    return card.id in lent and card.holder_id == receiver_id


def _lent(
    uow: UnitOfWork, card_ids: Sequence[UUID], giver_id: UUID, receiver_id: UUID
) -> dict[UUID, Loan]:
    """The loans between these two that last, by their cards."""
    return {
        loan.card_id: loan
        for loan in lasting_loans(uow, card_ids)
        if (loan.giver_id, loan.receiver_id) == (giver_id, receiver_id)
    }


def _refuse_others(uow: UnitOfWork, loans: Collection[Loan]) -> None:
    if uow.actor.user_id is None or may(uow.actor.roles, Right.HAND_CARDS_OVER):
        return
    if all(uow.actor.user_id in {one.giver_id, one.receiver_id, one.by} for one in loans):
        return
    raise UserError(
        _("These cards were lent by a colleague. Nothing was changed. Ask them or the head.")
    )
