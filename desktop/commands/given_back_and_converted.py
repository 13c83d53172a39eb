# SPDX-License-Identifier: Apache-2.0
"""A lent lead that one computer gave back while another one, apart, made a deal of it: the deal goes back as well.

The conversion took along whose the lead was and till when it was lent, the giving back ended that. Without this the
deal would be the receiver's for good, and nobody would be asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, exists, select
from sqlalchemy.orm import aliased

from desktop.commands.by_desk import person_with
from desktop.commands.card_moves import give_card, open_tasks
from desktop.commands.join_parts import hidden
from desktop.commands.loans import word_of, words_of
from desktop.domain.bookkeeping import Voided, voided_id
from desktop.domain.deal import Deal
from desktop.domain.holding import Loan
from desktop.domain.lead import Lead
from desktop.domain.rights import Right
from desktop.domain.touch import Comment
from desktop.domain.user import User
from desktop.i18n import N_
from desktop.storage.database import Reader
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.ids import derived_id

LABEL = N_("Gave back what had become a deal meanwhile")


class _Left(NamedTuple):
    """A deal that stayed behind, and the word of the giving back, which stands on its lead."""

    loan_id: UUID
    deal_id: UUID
    said: UUID
    text: str


def is_wanted(reader: Reader) -> bool:
    """Whether there is such a deal here."""
    return next(_left(reader.connection), None) is not None


@command(LABEL)
def mend(uow: UnitOfWork) -> None:
    """After a round with the hub: every desk whose person may do so does it, and all of them write the same."""
    person = person_with(uow, Right.SELL)
    if person is None:
        return
    uow.actor = person
    left = list(_left(uow.connection))
    unseen = hidden(uow, [one.deal_id for one in left])
    for one in left:
        deal, tasks = uow.get(Deal, one.deal_id), open_tasks(uow, one.deal_id)
        if one.deal_id not in unseen and tasks:
            give_card(deal, tasks, uow.get(Loan, one.loan_id).giver_id)
            uow.add(word_of(uow, _on_deal(one.said), Deal.entity(), deal.id, one.text))


def _left(connection: Connection) -> Iterator[_Left]:
    lasting = aliased(Loan)
    is_lent_again = exists().where(
        lasting.card_id == Deal.id, lasting.ended_at.is_(None), lasting.archived_at.is_(None)
    )
    found = (
        select(Loan.id, Deal.id.label("deal_id"), Lead.id.label("lead_id"))
        .join(Deal, Deal.id == Loan.card_id)
        .join(Lead, Lead.deal_id == Deal.id)
        .join(User, User.id == Loan.giver_id)
        .where(
            Loan.ended_at.is_not(None),
            Loan.archived_at.is_(None),
            Deal.is_open,
            Deal.holder_id == Loan.receiver_id,
            Lead.holder_id == Loan.giver_id,
            User.is_active,
            ~is_lent_again,
        )
    )
    for row in connection.execute(found).all():
        said = words_of(connection, row.id)
        text = _standing(connection, said[-1], row.lead_id) if said else None
        # Said of the deal once, it is what somebody did with it afterwards.
        if text is not None and _standing(connection, _on_deal(said[-1]), row.deal_id) is None:
            yield _Left(row.id, row.deal_id, said[-1], text)


def _on_deal(said: UUID) -> UUID:
    return derived_id(said, "deal")


def _standing(connection: Connection, word: UUID, card_id: UUID) -> str | None:
    """What a word on this card says, unless it was taken back."""
    is_off = exists().where(Voided.id == voided_id(word), Voided.is_on)
    found = select(Comment.text).where(Comment.id == word, Comment.card_id == card_id, ~is_off)
    return connection.scalar(found)
