# SPDX-License-Identifier: Apache-2.0
"""What is marked before it goes to the hub, because from then on only the hub says who settles it.

That is what asks for a number, letters and planned handovers, which other desks see from then on. Until it is marked,
the desk is alone with it: it may take a number of its own, and let the letter leave while the hub is away.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select, update

from desktop.domain.holding import PlannedHandover
from desktop.domain.message import Message
from desktop.frozen import dataclass
from desktop.storage import begun_handovers
from desktop.storage.asked_numbers import KEY, OFFERED
from desktop.storage.tables import outbox
from desktop.values.states import MessageState

LETTER = "message"
HANDOVER = "planned_handover"
CLAIMED = frozenset({LETTER, HANDOVER})
"""What one desk alone does, the one that the hub lets."""

HANDOVER_TRY = range(1, 2)
"""A handover has one try, which goes on where it was broken off."""

CLAIM_S = 600
"""After so many seconds a desk that claimed a letter and was not heard of again is taken for dead."""


@dataclass(frozen=True, slots=True)
class Begun:
    """What this desk began while the hub was away, a letter or a handover: the tries that others do not know of.

    They are over, or the last one of them is under way.
    """

    id: UUID
    tries: range
    is_under_way: bool
    kind: str = LETTER


def unmarked(connection: Connection, owner: UUID, ops: Sequence[Mapping[str, Any]]) -> list[int]:
    """The numbers of those among a run's operations that are still to be marked."""
    found = [op["n"] for op in ops if KEY in op["d"] or (op["e"] in CLAIMED and op.get("new"))]
    if not found:
        return []
    mine = (outbox.c.device_id == owner) & outbox.c.dseq.in_(found) & outbox.c.verdict.is_(None)
    return list(connection.scalars(select(outbox.c.dseq).where(mine)))


def begun(connection: Connection, owner: UUID, numbers: Collection[int]) -> list[Begun]:
    """The letters and planned handovers among them that this desk has begun by itself."""
    known = func.json_extract(outbox.c.doc, "$.attempts").label("known")
    rows = connection.execute(
        select(Message.id, Message.attempts, Message.state, known)
        .join(outbox, outbox.c.id == Message.id)
        .where(outbox.c.device_id == owner, outbox.c.dseq.in_(numbers), Message.attempts > known)
    )
    letters = [
        Begun(row.id, range(row.known, row.attempts), row.state == MessageState.SENDING)
        for row in rows
    ]
    return [*letters, *_handovers(connection, owner, numbers)]


def _handovers(connection: Connection, owner: UUID, numbers: Collection[int]) -> list[Begun]:
    plans = (
        select(PlannedHandover.id, PlannedHandover.done_at)
        .join(outbox, outbox.c.id == PlannedHandover.id)
        .where(outbox.c.device_id == owner, outbox.c.dseq.in_(numbers), outbox.c.is_new)
        # Of a shop that is brought along nobody else knows anything yet.
        .where(outbox.c.step >= 0)
    )
    done = {row.id: row.done_at is not None for row in connection.execute(plans)}
    begun_here = begun_handovers.begun(connection, done).keys()
    return [
        Begun(plan, HANDOVER_TRY, not is_over, HANDOVER)
        for plan, is_over in done.items()
        if is_over or plan in begun_here
    ]


def mark(
    connection: Connection, owner: UUID, numbers: Collection[int], told: Collection[Begun]
) -> None:
    """These are on their way. What was begun since the hub was `told` stays unmarked, and its group unsent."""
    since = {one.id for one in begun(connection, owner, numbers) if one not in told}
    mine = (outbox.c.device_id == owner) & outbox.c.dseq.in_(numbers) & ~outbox.c.id.in_(since)
    connection.execute(update(outbox).where(mine).values(verdict=OFFERED))


def is_private(connection: Connection, one: UUID) -> bool:
    """Whether no other desk can know of this letter or planned handover."""
    made = select(outbox.c.n).where(
        outbox.c.id == one,
        outbox.c.is_new,
        outbox.c.acked_head.is_(None),
        outbox.c.verdict.is_(None),
    )
    return connection.scalar(made) is not None
