# SPDX-License-Identifier: Apache-2.0
"""What other computers wrote on a card before they knew that it was joined is brought to the card that stays."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from desktop.commands import joined_and_converted
from desktop.commands.by_desk import person_with
from desktop.commands.join_parts import Joinable, Noted, snapshot, take_late
from desktop.domain.bookkeeping import Conflict
from desktop.domain.column_types import decode, encode
from desktop.domain.pairing import JOINED, Pairing
from desktop.domain.record import table_of
from desktop.domain.rights import Right
from desktop.i18n import N_
from desktop.storage import desk_memory, joins
from desktop.storage.database import Reader
from desktop.storage.tables import confirmed, journal
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.storage.work import Actor
from desktop.values.batches import batches
from desktop.values.ids import derived_id

LABEL = N_("Brought to the card that stays")

_LOOKED_UP_TO = "joins_looked_up_to"


@command(LABEL)
def bring_late(uow: UnitOfWork) -> int:
    """After a round with the hub: what still names a card that was joined names the one that stays.

    Every desk whose person may do so does it, and all of them write the same. A field that somebody changed on the card
    that is gone fills an empty one of the card that stays, or is shown beside it in To look at. Returns how much came.
    """
    person = person_with(uow, Right.SELL)
    if person is None:
        return 0
    changed = _changed_since(uow)
    brought = _stand_up_again(uow, changed) + _bring(uow, person) + _bring_fields(uow, changed)
    return brought + joined_and_converted.settle(uow, changed, person)


def is_wanted(reader: Reader) -> bool:
    """Whether anything was ever joined here: else nothing can come late."""
    return bool(joins.all_joined(reader.connection))


def _changed_since(uow: UnitOfWork) -> list[Pairing]:
    """The joins of which a card, or what was decided, was written since this was asked last."""
    connection = uow.connection
    last = int(desk_memory.recall(connection, _LOOKED_UP_TO) or 0)
    desk_memory.remember(
        connection, _LOOKED_UP_TO, str(connection.scalar(select(func.max(journal.c.n))) or 0)
    )
    kinds = (*joins.JOINABLE, Pairing.entity())
    written = select(journal.c.id).where(journal.c.n > last, journal.c.kind.in_(kinds)).distinct()
    ids = connection.execute(written).scalars().all()
    found: dict[UUID, Pairing] = {}
    for batch in batches(ids):
        named = Pairing.id.in_(batch) | Pairing.kept_id.in_(batch) | Pairing.other_id.in_(batch)
        found.update((one.id, one) for one in uow.all(_standing().where(named)))
    return list(found.values())


def _stand_up_again(uow: UnitOfWork, pairings: list[Pairing]) -> int:
    """Two who joined two cards at once, each into the other: the hub has decided which of them stays."""
    count = 0
    for pairing in pairings:
        cls = joins.JOINABLE.get(pairing.card_kind)
        kept = uow.find(cls, pairing.kept_id) if cls is not None else None
        if kept is not None and kept.joined_to == pairing.other_id:
            kept.joined_to = kept.archived_at = None
            count += 1
    uow.flush()
    return count


def _bring(uow: UnitOfWork, person: Actor) -> int:
    finals = joins.all_joined(uow.connection)
    by_card: dict[UUID, list[joins.Late]] = {}
    for one in joins.late(uow.connection, finals):
        by_card.setdefault(one.named, []).append(one)
    count = 0
    for card_id, ones in by_card.items():
        noted = Noted()
        take_late(uow, noted, finals, ones, person)
        count += len(noted.rows)
        for pairing in uow.all(_standing().where(Pairing.other_id == card_id)):
            _note(pairing, noted)
    return count


def _bring_fields(uow: UnitOfWork, pairings: list[Pairing]) -> int:
    count = 0
    for pairing in pairings:
        cls = joins.JOINABLE.get(pairing.card_kind)
        known = pairing.changes.get("other")
        other = uow.find(cls, pairing.other_id) if cls is not None else None
        if cls is None or other is None or other.joined_to is None or not isinstance(known, dict):
            continue
        says = snapshot(other)
        written = [name for name, value in says.items() if known.get(name, value) != value]
        kept = uow.find(cls, joins.staying(uow.connection, other.id))
        if not written or kept is None:
            continue
        noted = Noted()
        for name in written:
            _bring_field(uow, noted, pairing, kept=kept, other=other, name=name)
        _settle_removal(uow, other)
        _note(pairing, noted, other=says)
        count += len(written)
    return count


def _note(pairing: Pairing, noted: Noted, **more: Any) -> None:
    """What came late goes back with the rest if the cards are taken apart."""
    if noted.rows or more:
        rows = [*pairing.changes.get("rows", ()), *noted.rows]
        pairing.changes = {**pairing.changes, "rows": rows, **more}


def _settle_removal(uow: UnitOfWork, other: Joinable) -> None:
    """The hub noted that somebody wrote on a card that was removed: it stands on the card that stays by now."""
    noticed = select(Conflict).where(Conflict.on_id == other.id, Conflict.settled_at.is_(None))
    for one in uow.all(noticed):
        if set(one.fields) == {"archived_at"}:
            one.settle(uow.now, None)


def _bring_field(
    uow: UnitOfWork,
    noted: Noted,
    pairing: Pairing,
    *,
    kept: Joinable,
    other: Joinable,
    name: str,
) -> None:
    """A value that was written late: it stands where nothing else does, else both are shown."""
    before = pairing.changes["other"][name]
    value, stands = encode(getattr(other, name)), encode(getattr(kept, name))
    if value == stands:
        return
    if not stands or stands == before:
        noted.put(kept, name, decode(table_of(type(kept)).c[name].type, value))
        return
    key = derived_id(pairing.id, name, json.dumps(value, sort_keys=True))
    if uow.find(Conflict, key) is None:
        by, won_by = (_written_by(uow, card.id, name) for card in (other, kept))
        uow.add(
            Conflict(
                id=key,
                on_kind=type(kept).entity(),
                on_id=kept.id,
                fields={name: {"lost": value, "won": stands, "by": by, "won_by": won_by}},
                found_at=uow.now,
                winner_id=pairing.by,
            )
        )


def _written_by(uow: UnitOfWork, row: UUID, name: str) -> str:
    found = uow.execute(select(confirmed.c.ver).where(confirmed.c.id == row)).scalar()
    ver: dict[str, str] = json.loads(found) if found else {}
    return ver.get(name, ver.get("*", ""))


def _standing() -> Any:
    return select(Pairing).where(Pairing.verdict == JOINED, Pairing.archived_at.is_(None))
