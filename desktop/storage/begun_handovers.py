# SPDX-License-Identifier: Apache-2.0
"""What this desk remembers of planned handovers: those it has begun, and those another desk left half done.

From the moment one is begun until its end is written down it is this desk's to finish, whatever ends the program in
between. Who wrote a plan is not what it says of itself: alone it is, else whom the hub knows by its stamp.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from sqlalchemy import Connection, func, select

from desktop.frozen import dataclass
from desktop.storage import desk_memory
from desktop.storage.outbox import ROW, codes, former_devices, wrote
from desktop.storage.tables import confirmed, device, journal_step, outbox

_BEGUN, _STRANDED = "handover_begun", "handover_stranded"


@dataclass(frozen=True, slots=True)
class Begun:
    """A handover that this desk has begun: the step that its parts belong to, None as long as nothing has gone.

    `is_undone`: somebody took back what had gone, and wants no more of it.
    """

    step: int | None = None
    is_undone: bool = False


def note(connection: Connection, plan_id: UUID, step: int | None = None) -> None:
    """It is begun here; its parts belong to this step."""
    known = desk_memory.recall(connection, _key(_BEGUN, plan_id))
    if known is None or (step is not None and not known):
        desk_memory.remember(connection, _key(_BEGUN, plan_id), str(step or ""))
    desk_memory.forget(connection, _key(_STRANDED, plan_id))


def forget(connection: Connection, plan_id: UUID) -> None:
    """It is over."""
    for kind in (_BEGUN, _STRANDED):
        desk_memory.forget(connection, _key(kind, plan_id))


def begun(connection: Connection, plans: Iterable[UUID]) -> dict[UUID, Begun]:
    """Those of these handovers that were begun at this desk."""
    ids = {_key(_BEGUN, plan): plan for plan in plans}
    found = desk_memory.recall_all(connection, ids)
    steps = [int(value) for value in found.values() if value]
    undone = set(
        connection.scalars(
            select(journal_step.c.n).where(
                journal_step.c.n.in_(steps), journal_step.c.undone_by.is_not(None)
            )
        )
    )
    return {
        ids[key]: Begun(int(value) if value else None, bool(value) and int(value) in undone)
        for key, value in found.items()
    }


def note_stranded(connection: Connection, plan_id: UUID) -> None:
    """Another desk has begun it and was not heard of in time: a person says whether to go on here."""
    desk_memory.remember(connection, _key(_STRANDED, plan_id), "1")


def stranded(connection: Connection, plans: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these handovers that another desk left half done."""
    ids = {_key(_STRANDED, plan): plan for plan in plans}
    return frozenset(ids[key] for key in desk_memory.recall_all(connection, ids))


def _key(kind: str, plan_id: UUID) -> str:
    return f"{kind} {plan_id}"


def authors(
    connection: Connection, plans: Collection[UUID], seats: Mapping[str, UUID]
) -> dict[UUID, UUID | None]:
    """Who wrote these rows, as the hub stamped them; None for who is not known by the codes in `seats`.

    A row that the hub has not got is this desk's own, its author whoever has the device. In a shop without a hub no
    row is named.
    """
    rows: dict[UUID, UUID] = {
        one.id: one.user_id for one in connection.execute(select(device.c.id, device.c.user_id))
    }
    if not rows:
        return {}
    rows |= {one.id: one.user_id for one in former_devices(connection)}
    own = {code: rows[one] for one, code in codes(connection).items() if one in rows}
    stamp = func.json_extract(confirmed.c.ver, f'$."{ROW}"')
    stamped = connection.execute(select(confirmed.c.id, stamp).where(confirmed.c.id.in_(plans)))
    found: dict[UUID, UUID | None] = {}
    for plan, made in stamped:
        code = wrote(made or "").partition(".")[0]
        found[plan] = own.get(code) or seats.get(code)
    mine = select(outbox.c.id, outbox.c.device_id).where(outbox.c.id.in_(plans), outbox.c.is_new)
    for plan, owner in connection.execute(mine):
        found.setdefault(plan, rows.get(owner))
    return found
