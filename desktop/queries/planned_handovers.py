# SPDX-License-Identifier: Apache-2.0
"""Handovers that begin on a day to come: those that are planned, and those whose day has come, as they are done now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from desktop.domain.card import CARDS
from desktop.domain.holding import PlannedHandover
from desktop.domain.rights import Right, may
from desktop.domain.user import User
from desktop.queries.handover import held_by
from desktop.storage.database import Reader
from desktop.storage.staff import colleagues
from desktop.values.handing_over import Share, by_load, most_given, shares
from desktop.values.rows.handover import PlannedRow, PlannedStart


def planned(reader: Reader) -> tuple[PlannedRow, ...]:
    """What is to come, for whoever planned it, gives or gets cards, and who hands cards over; the next one first."""
    connection = reader.connection
    names = {row.id: row.name for row in connection.execute(select(User.id, User.name))}
    sees_all = may(reader.roles, Right.HAND_CARDS_OVER)
    found = []
    for row in connection.execute(_to_come()):
        given = [share for share in _shares(row.shares) if share.card_ids]
        may_cancel = sees_all or reader.user_id in {row.giver_id, row.by}
        if may_cancel or any(share.to == reader.user_id for share in given):
            getting = tuple(names.get(share.to, "") for share in given if share.to is not None)
            found.append(
                PlannedRow(
                    row.id,
                    row.giver_id,
                    names.get(row.giver_id, ""),
                    row.starts_on,
                    row.back_on,
                    getting,
                    sum(len(share.card_ids) for share in given),
                    may_cancel,
                )
            )
    return tuple(found)


def is_due(reader: Reader) -> bool:
    """Whether the day of any planned handover has come."""
    return reader.connection.execute(_due(reader).limit(1)).first() is not None


def to_begin(reader: Reader) -> tuple[PlannedStart, ...]:
    """Planned handovers whose day has come and which this person may carry out: their own, or as who hands cards over.

    Cards that the giver no longer holds stay where they are; what would go to somebody who left waits for the head.
    """
    found = reader.connection.execute(_due(reader)).all()
    sees_all = may(reader.roles, Right.HAND_CARDS_OVER)
    sells = may(reader.roles, Right.SELL)
    mine = [row for row in found if sells and (sees_all or row.by == reader.user_id)]
    return tuple(_start(reader, row) for row in mine)


def _to_come() -> Select[Any]:
    return (
        select(PlannedHandover.__table__)
        .where(PlannedHandover.done_at.is_(None), PlannedHandover.archived_at.is_(None))
        .order_by(PlannedHandover.starts_on, PlannedHandover.id)
    )


def _due(reader: Reader) -> Select[Any]:
    return _to_come().where(PlannedHandover.starts_on <= reader.today)


def _start(reader: Reader, row: Any) -> PlannedStart:
    here = {one.id: one.name for one in colleagues(reader.connection)}
    held = held_by(reader, holder_id=row.giver_id)
    named = {card: share.to for share in _shares(row.shares) for card in share.card_ids}
    getting = [share.to for share in _shares(row.shares)]
    given: dict[UUID, UUID | None] = {
        card: to if (to := named[card]) in here else None for card in held if card in named
    }
    if row.takes_new:
        takers = [one for one in dict.fromkeys(getting) if one is not None and one in here]
        new = [card for card in held if card not in named]
        shared = by_load(new, _loads(reader, takers), _counted(given))
        given |= {card: shared.get(card) for card in new}
    done = shares(given, getting)
    to = most_given(done) if done else row.touches_to
    return PlannedStart(
        row.id,
        here.get(row.giver_id, ""),
        row.starts_on,
        row.back_on,
        row.comment,
        done,
        is_over=row.back_on is not None and row.back_on <= reader.today,
        touches_of=row.giver_id if row.takes_touches else None,
        touches_to=to if to in here else None,
    )


def _counted(given: Mapping[UUID, UUID | None]) -> Counter[UUID]:
    return Counter(to for to in given.values() if to is not None)


def _loads(reader: Reader, people: Iterable[UUID]) -> dict[UUID, int]:
    found = dict.fromkeys(people, 0)
    for cls in CARDS:
        counts = select(cls.holder_id, func.count()).where(cls.is_open, cls.holder_id.in_(found))
        for holder, count in reader.connection.execute(counts.group_by(cls.holder_id)):
            if holder is not None:
                found[holder] += count
    return found


def _shares(kept: Iterable[Mapping[str, Any]]) -> list[Share]:
    return [
        Share(
            UUID(one["to"]) if one.get("to") else None,
            tuple(UUID(card) for card in one.get("cards", ())),
        )
        for one in kept
    ]
