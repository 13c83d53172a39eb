# SPDX-License-Identifier: Apache-2.0
"""Cards that were handed over until a day and are still with the receiver: by whom, to whom, and until when."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from desktop.domain.card import CARDS, Card
from desktop.domain.holding import Loan
from desktop.domain.rights import Right, may
from desktop.domain.user import User
from desktop.storage.database import Reader
from desktop.values.rows.handover import LoanRow
from desktop.values.rows.lent import Lent

_GIVERS, _RECEIVERS = aliased(User), aliased(User)


def lent(
    reader: Reader, *, of: UUID | None = None, card_ids: Collection[UUID] | None = None
) -> tuple[LoanRow, ...]:
    """What is lent, for who gave it, has it or wrote that down, and who hands cards over; what is due first.

    With `of` only what that person gave or has, with `card_ids` only these cards. Nothing goes back by itself: it is
    offered, with more weight once its day has come.
    """
    found: dict[tuple[dt.date, str, str, UUID, UUID], list[UUID]] = defaultdict(list)
    sees_all = may(reader.roles, Right.HAND_CARDS_OVER)
    for cls in CARDS:
        for row in reader.connection.execute(_lent(cls)):
            people = {row.giver_id, row.receiver_id}
            is_wanted = card_ids is None or row.card_id in card_ids
            is_theirs = sees_all or reader.user_id in {*people, row.by}
            if is_wanted and is_theirs and (of is None or of in people):
                key = row.back_on, row.giver, row.receiver, row.giver_id, row.receiver_id
                found[key].append(row.card_id)
    return tuple(
        LoanRow(
            giver_id,
            giver,
            receiver_id,
            receiver,
            back_on,
            # Two desks may have lent a card, one after the other had been cut off in the middle.
            tuple(dict.fromkeys(cards)),
            is_due=back_on <= reader.today,
            may_give_back=may(reader.roles, Right.SELL),
        )
        for (back_on, giver, receiver, giver_id, receiver_id), cards in sorted(found.items())
    )


def of_card(reader: Reader, *, card_id: UUID) -> Lent | None:
    """By whom this card is lent, and until when."""
    for cls in CARDS:
        row = reader.connection.execute(_of_card(cls), {"card": card_id}).first()
        if row is not None:
            return as_lent(row.giver, row.back_on, reader.today)
    return None


def as_lent(giver: str | None, back_on: dt.date | None, today: dt.date) -> Lent | None:
    """What `lent_columns` say of a card."""
    if giver is None or back_on is None:
        return None
    return Lent(giver, back_on, is_due=back_on <= today)


def titles(reader: Reader, *, card_ids: Collection[UUID]) -> tuple[str, ...]:
    """What these few cards are called, whether they are open or not."""
    return tuple(
        title
        for cls in CARDS
        for title in reader.connection.scalars(select(cls.title).where(cls.id.in_(card_ids)))
    )


def lent_columns(cls: type[Card]) -> tuple[Any, Any]:
    """For a statement about cards of this kind: by whom each is lent, and until when."""
    lasts = (
        Loan.card_id == cls.id,
        Loan.receiver_id == cls.holder_id,
        Loan.ended_at.is_(None),
        Loan.archived_at.is_(None),
        cls.is_open,
    )

    def first(column: Any) -> Any:
        giver = select(column).join_from(Loan, _GIVERS, _GIVERS.id == Loan.giver_id)
        found = giver.where(*lasts, _GIVERS.is_active).order_by(Loan.at).limit(1)
        return found.scalar_subquery()

    return first(_GIVERS.name).label("lent_by"), first(Loan.back_on).label("lent_until")


@cache
def _of_card(cls: type[Card]) -> Any:
    return _lent(cls).where(Loan.card_id == bindparam("card", type_=Loan.card_id.type)).limit(1)


@cache
def _lent(cls: type[Card]) -> Any:
    return (
        select(
            Loan.card_id,
            Loan.giver_id,
            _GIVERS.name.label("giver"),
            Loan.receiver_id,
            _RECEIVERS.name.label("receiver"),
            Loan.back_on,
            Loan.by,
        )
        .join(cls.__table__, cls.id == Loan.card_id)
        .join(_GIVERS, _GIVERS.id == Loan.giver_id)
        .join(_RECEIVERS, _RECEIVERS.id == Loan.receiver_id)
        .where(
            Loan.ended_at.is_(None),
            Loan.archived_at.is_(None),
            cls.is_open,
            cls.holder_id == Loan.receiver_id,
            _GIVERS.is_active,
        )
        .order_by(Loan.at, Loan.card_id)
    )
