# SPDX-License-Identifier: Apache-2.0
"""What the people of this desk see no more leaves its disk: cards with all that hangs on them, kinds that take a right.

Gone are the rows, what the journal, the search and the bookkeeping with the hub hold of them, and the files that
nothing else names. What waits to be sent stays: the hub refuses it, and it stands under To look at for its author.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, delete, exists, insert, select, text, true, update

from desktop.domain.record import table_of
from desktop.domain.schema import BY_KIND, CLASSES
from desktop.storage import desk_memory, outgoing, search_gone, set_aside
from desktop.storage.named_files import of_records
from desktop.storage.tables import (
    confirmed,
    journal,
    journal_step,
    outbox,
    overtaken,
    refused,
    sent,
)
from desktop.storage.unit_of_work import COUNT, UnitOfWork
from desktop.values.batches import batches

FILES: Final = "files_taken_away"
"""Under which key a desk remembers the files of such cards until they are dropped from its folder."""


_GIVEN: Final = (
    (sent, true()),
    (outbox, outbox.c.acked_head.is_not(None) & outgoing.is_taken),
)
"""Where this desk keeps what the hub has taken, at once and until a pull has shown it."""


def cards_here(connection: Connection) -> dict[UUID, str]:
    """Every card of the kinds that people see as theirs, with its kind."""
    found: dict[UUID, str] = {}
    for cls in CLASSES:
        if cls.__sync__.held_by:
            ids = connection.scalars(select(table_of(cls).c.id))
            found |= dict.fromkeys(ids, cls.entity())
    unread = set_aside.kinds(connection).items()
    return found | {row: kind for row, kind in unread if BY_KIND[kind].__sync__.held_by}


def rows_of(connection: Connection, cards: Sequence[UUID]) -> dict[UUID, str]:
    """These cards as far as they are here, and everything that hangs on them, by kind.

    Of what could not be read nobody here knows on what it hangs: it is named too, and the hub says whether it goes.
    """
    found: dict[UUID, str] = {}
    for cls in CLASSES:
        facts, table = cls.__sync__, table_of(cls)
        if facts.held_by:
            column, among = table.c.id, [*cards]
        elif facts.follows:
            column, among = table.c[facts.follows], [*{*cards, *found}]
        else:
            continue
        for batch in batches(among):
            ids = connection.scalars(select(table.c.id).where(column.in_(batch)))
            found |= dict.fromkeys(ids, cls.entity())
    return found | set_aside.kinds(connection)


def given(connection: Connection, rows: Iterable[UUID]) -> dict[UUID, list[int]]:
    """Under which numbers of which device the hub has what is kept here of these rows."""
    found: dict[UUID, list[int]] = {}
    for batch in batches(rows):
        for table, is_there in _GIVEN:
            mine = select(table.c.device_id, table.c.dseq).where(table.c.id.in_(batch), is_there)
            for row in connection.execute(mine):
                found.setdefault(row.device_id, []).append(row.dseq)
    return found


def let_go(
    uow: UnitOfWork, rows: Mapping[UUID, str], under_seal: Mapping[tuple[UUID, int], str]
) -> None:
    """Take these rows off this disk. The screens are told; nothing of it is journalled, for nobody did it here.

    What was sent of them stays as the hub has sealed it, by device and number, for a hub that may be put back: nobody
    here can read it.
    """
    if not rows:
        return
    connection = uow.connection
    connection.execute(text("PRAGMA secure_delete=ON"))
    _remember_files(connection, rows)
    kinds: dict[str, list[UUID]] = {}
    for row, kind in rows.items():
        kinds.setdefault(kind, []).append(row)
    search_gone.forget(connection, kinds)
    for cls in CLASSES:
        for batch in batches(kinds.get(cls.entity(), ())):
            table = table_of(cls)
            connection.execute(delete(table).where(table.c.id.in_(batch)))
    for batch in batches(rows):
        steps = connection.scalars(
            select(journal.c.step).where(journal.c.id.in_(batch)).distinct()
        ).all()
        _keep_under_seal(connection, batch, under_seal)
        for table in (journal, overtaken, confirmed):
            connection.execute(delete(table).where(table.c.id.in_(batch)))
        set_aside.are_read_again(connection, batch)
        _forget_steps(connection, steps)
    connection.execute(text("PRAGMA secure_delete=OFF"))
    for kind, ids in kinds.items():
        uow.took_in(kind, ids)
    uow.took_in("card", (row for row, kind in rows.items() if BY_KIND[kind].__sync__.held_by))
    uow.session.expire_all()


def _keep_under_seal(
    connection: Connection, rows: Sequence[UUID], under_seal: Mapping[tuple[UUID, int], str]
) -> None:
    """In place of each line one that says nothing but that, under its number and its time."""
    for table, is_there in _GIVEN:
        mine = table.c.id.in_(rows) & is_there
        lines = connection.execute(select(table).where(mine)).mappings().all()
        kept = [
            {**line, **outgoing.EMPTY, "hlc": line["hlc"], "doc": outgoing.under_seal(what)}
            for line in lines
            if (what := under_seal.get((line["device_id"], line["dseq"]))) is not None
        ]
        connection.execute(delete(table).where(mine))
        if kept:
            connection.execute(insert(table), kept)


def _forget_steps(connection: Connection, steps: Iterable[int]) -> None:
    """Steps name what they were about. Of one that is here in part the rest cannot be undone alone."""
    table = journal_step
    waits = exists().where(outbox.c.step == table.c.n, outgoing.is_real)
    is_typed = waits | exists().where(refused.c.step == table.c.n)
    is_left = exists().where(journal.c.step == table.c.n)
    for batch in batches(steps):
        mine = table.c.n.in_(batch)
        connection.execute(delete(table).where(mine, ~is_typed, ~is_left))
        connection.execute(update(table).where(mine).values(desk=""))
        named = connection.execute(select(table.c.n, table.c.fields).where(mine, ~is_typed))
        for n, fields in named.all():
            rest = {name: one if name == COUNT else "" for name, one in json.loads(fields).items()}
            connection.execute(update(table).where(table.c.n == n).values(fields=json.dumps(rest)))


def _remember_files(connection: Connection, rows: Iterable[UUID]) -> None:
    files = of_records(connection, rows)
    if files:
        known = json.loads(desk_memory.recall(connection, FILES) or "[]")
        desk_memory.remember(connection, FILES, json.dumps(sorted({*known, *files})))
