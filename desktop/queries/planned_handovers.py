# SPDX-License-Identifier: Apache-2.0
"""Handovers that begin on a day to come: those that are planned, and those whose day has come, as they are done now."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Select, String, bindparam, func, select, type_coerce

from desktop.domain.card import CARDS
from desktop.domain.holding import PlannedHandover
from desktop.domain.rights import Right, may
from desktop.domain.user import User
from desktop.queries.handover import held_by
from desktop.queries.hub import SEATS
from desktop.storage import begun_handovers, desk_memory, readable
from desktop.storage.database import Reader
from desktop.storage.staff import colleagues
from desktop.values.handing_over import Share, by_load, most_given, shares, with_clients
from desktop.values.rows.handover import PlannedRow, PlannedStart


def planned(reader: Reader, *, of: UUID | None = None) -> tuple[PlannedRow, ...]:
    """What is to come, for whoever planned it, gives or gets cards, and who hands cards over; the next one first.

    With `of` only what that person gives or gets.
    """
    connection = reader.connection
    rows = connection.execute(_to_come()).all()
    if not rows:
        return ()
    names = {row.id: row.name for row in connection.execute(select(User.id, User.name))}
    stranded = begun_handovers.stranded(connection, [row.id for row in rows])
    written = _written_by(reader, [row.id for row in rows], {})
    sees_all = may(reader.roles, Right.HAND_CARDS_OVER)
    found = []
    for row in rows:
        given = [share for share in _shares(row.shares) if share.card_ids or share.clients]
        getting = [share.to for share in given if share.to is not None]
        may_cancel = sees_all or reader.user_id in {row.giver_id, row.by}
        is_own = sees_all or reader.user_id == written.get(row.id, row.by)
        if not may_cancel and reader.user_id not in getting:
            continue
        if of is None or of == row.giver_id or of in getting:
            found.append(
                PlannedRow(
                    row.id,
                    row.giver_id,
                    names.get(row.giver_id, ""),
                    row.starts_on,
                    row.back_on,
                    tuple(names.get(to, "") for to in getting),
                    sum(len(share.card_ids) for share in given),
                    stamp=row.stamp,
                    may_cancel=may_cancel,
                    may_change=is_own,
                    may_begin=is_own and may(reader.roles, Right.SELL),
                    comment=row.comment,
                    is_over=row.back_on is not None and row.back_on <= reader.today,
                    is_stranded=row.id in stranded,
                )
            )
    return tuple(found)


def next_holder(reader: Reader, *, card_id: UUID) -> tuple[dt.date, str] | None:
    """From which day on who answers for a card, as it is planned next; "" for the head's queue."""
    for row in reader.connection.execute(_naming(), {"card": str(card_id)}):
        for share in _shares(row.shares):
            if card_id in share.card_ids:
                name = select(User.name).where(User.id == share.to)
                return row.starts_on, reader.connection.scalar(name) or ""
    return None


@cache
def _naming() -> Select[Any]:
    """Plans in which a card is named. A plan may name thousands, and this is asked with each card that is opened."""
    kept = type_coerce(PlannedHandover.shares, String)
    return _to_come().where(func.instr(kept, bindparam("card", type_=String)) > 0)


def is_due(reader: Reader) -> bool:
    """Whether the day of any planned handover has come."""
    due = _to_come().where(PlannedHandover.starts_on <= reader.today)
    return reader.connection.execute(due.limit(1)).first() is not None


def to_begin(
    reader: Reader,
    *,
    seats: Mapping[str, UUID] = MappingProxyType({}),
    day: dt.date | None = None,
    plan_id: UUID | None = None,
) -> tuple[PlannedStart, ...]:
    """Planned handovers whose day has come and which this person may carry out: their own, or as who hands cards over.

    Whose one is says not the plan itself, which anybody may have written by other ways, but the hub by its stamp
    (`seats`: who writes under which code); what is of nobody known waits. No more goes along than its author may hand
    over by now. Cards that the giver no longer holds stay where they are; what would go to somebody who left waits for
    the head. `plan_id` asks for that one alone, whatever its day.
    """
    if not may(reader.roles, Right.SELL):
        return ()
    due = _to_come().where(
        PlannedHandover.id == plan_id
        if plan_id is not None
        else PlannedHandover.starts_on <= (day or reader.today)
    )
    mine = _own(reader, reader.connection.execute(due).all(), seats)
    plans = [row.id for row, _author in mine]
    begun = begun_handovers.begun(reader.connection, plans)
    stranded = begun_handovers.stranded(reader.connection, plans)
    nothing = begun_handovers.Begun()
    return tuple(
        replace(
            _start(reader, row, author),
            is_begun=row.id in begun,
            is_stranded=row.id in stranded,
            step=begun.get(row.id, nothing).step,
            is_undone=begun.get(row.id, nothing).is_undone,
        )
        for row, author in mine
    )


class _Author(NamedTuple):
    """Who planned it, and what they may do now."""

    id: UUID
    roles: tuple[str, ...]

    @property
    def hands_over(self) -> bool:
        return may(self.roles, Right.HAND_CARDS_OVER)


def _own(
    reader: Reader, found: Sequence[Any], seats: Mapping[str, UUID]
) -> list[tuple[Any, _Author]]:
    """Those of these plans that this person may carry out, and whose author may still hand something over."""
    if not found:
        return []
    written = _written_by(reader, [row.id for row in found], seats)
    roles = _roles(reader.connection)
    sees_all = may(reader.roles, Right.HAND_CARDS_OVER)
    own = []
    for row in found:
        author = written.get(row.id, row.by)
        if author is None or not (sees_all or author == reader.user_id):
            continue
        if may(may_now := roles.get(author, ()), Right.SELL):
            own.append((row, _Author(author, may_now)))
    return own


def _written_by(
    reader: Reader, plans: Collection[UUID], seats: Mapping[str, UUID]
) -> dict[UUID, UUID | None]:
    kept = json.loads(desk_memory.recall(reader.connection, SEATS) or "{}")
    known = {code: UUID(person) for code, (_desk, person) in kept.items()}
    return begun_handovers.authors(reader.connection, plans, {**known, **seats})


def _roles(connection: Connection) -> dict[UUID, tuple[str, ...]]:
    return {row.id: tuple(row.roles) for row in connection.execute(select(User.id, User.roles))}


def _to_come() -> Select[Any]:
    return (
        select(PlannedHandover.__table__)
        .where(PlannedHandover.done_at.is_(None), PlannedHandover.archived_at.is_(None))
        .order_by(PlannedHandover.starts_on, PlannedHandover.id)
    )


def _start(reader: Reader, row: Any, author: _Author) -> PlannedStart:
    here = {one.id: one.name for one in colleagues(reader.connection)}
    may_give = author.hands_over or author.id == row.giver_id
    held = held_by(reader, holder_id=row.giver_id)
    named = {card: share.to for share in _shares(row.shares) for card in share.card_ids}
    getting = [share.to for share in _shares(row.shares)]
    given: dict[UUID, UUID | None] = {
        card: to if (to := named[card]) in here else None for card in held if card in named
    }
    if row.takes_new and may_give:
        takers = [one for one in dict.fromkeys(getting) if one is not None and one in here]
        new = [card for card in held if card not in named]
        shared = by_load(new, _loads(reader, takers), _counted(given))
        given |= {card: shared.get(card) for card in new}
    done = shares(given, getting)
    clients = {
        client: share.to
        for share in _shares(row.shares)
        for client in share.clients
        if may_give and share.to in here and share.to is not None
    }
    to = most_given(done) if done else row.touches_to
    return PlannedStart(
        row.id,
        row.giver_id,
        here.get(row.giver_id, ""),
        row.starts_on,
        row.back_on,
        row.comment,
        with_clients(done, clients),
        is_over=row.back_on is not None and row.back_on <= reader.today,
        touches_of=row.giver_id if row.takes_touches and author.hands_over else None,
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
    """What of a plan names somebody: by other ways anybody may have written anything there."""
    return [
        Share(
            UUID(one["to"]) if one.get("to") else None,
            _ids(one.get("cards")),
            _ids(one.get("clients")),
        )
        for one in kept
        if one.get("to") in (None, "") or readable.is_id(one["to"])
    ]


def _ids(kept: object) -> tuple[UUID, ...]:
    """Only as the program writes them: the hub has looked whether their author sees them by that spelling."""
    return tuple(UUID(one) for one in kept if readable.is_id(one)) if isinstance(kept, list) else ()
