# SPDX-License-Identifier: Apache-2.0
"""What this desk still holds of a row that was erased at the hub, beside the row itself, which comes as a blank one.

Gone are the journal's lines, what was sent and what was refused, forms that were being filled in, and the search words.
What waits to be sent goes once more, for its number is counted: the hub refuses it and keeps no text either.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Connection, delete, or_, select, text, update

from desktop.domain.bookkeeping import Finding, refused_id
from desktop.domain.record import table_of
from desktop.domain.schema import BY_KIND
from desktop.storage import search_gone
from desktop.storage.hub_rows import Confirmed
from desktop.storage.tables import draft, journal, journal_step, outbox, overtaken, refused, sent
from desktop.storage.unit_of_work import COUNT, UnitOfWork
from desktop.values.batches import batches


def is_erased(row: Confirmed) -> bool:
    """Whether a person's data was erased from this row."""
    return row.doc.get("erased") is True


def forget(uow: UnitOfWork, rows: Mapping[str, Sequence[UUID]]) -> None:
    """Let go of what these rows said, by kind. The screens are told; nothing of it is journalled or can be undone."""
    connection = uow.connection
    connection.execute(text("PRAGMA secure_delete=ON"))
    search_gone.erase(connection, {kind: frozenset(ids) for kind, ids in rows.items()})
    for kind, ids in rows.items():
        for batch in batches(ids):
            _forget_steps(connection, batch)
            for table in (journal, sent, overtaken):
                connection.execute(delete(table).where(table.c.id.in_(batch)))
            is_answered = outbox.c.acked_head.is_not(None)
            connection.execute(delete(outbox).where(outbox.c.id.in_(batch), is_answered))
            _forget_refused(uow, batch)
            _forget_drafts(connection, batch)
        uow.took_in(kind, ids)
    connection.execute(text("PRAGMA secure_delete=OFF"))


def let_go(uow: UnitOfWork, written: Mapping[UUID, str], made: Iterable[UUID]) -> None:
    """What was written here about somebody who was erased meanwhile: nobody else ever had it, and nobody keeps it."""
    if not written:
        return
    kinds: dict[str, list[UUID]] = {}
    for row, kind in written.items():
        kinds.setdefault(kind, []).append(row)
    forget(uow, kinds)
    uow.connection.execute(text("PRAGMA secure_delete=ON"))
    for row in made:
        table = table_of(BY_KIND[written[row]])
        uow.connection.execute(delete(table).where(table.c.id == row))
    uow.connection.execute(text("PRAGMA secure_delete=OFF"))
    uow.session.expire_all()


def _forget_steps(connection: Connection, ids: Sequence[UUID]) -> None:
    """A step names what it was about; of one that is here in part the rest cannot be undone alone."""
    steps = connection.scalars(select(journal.c.step).where(journal.c.id.in_(ids)).distinct()).all()
    table = journal_step
    for batch in batches(steps):
        named = connection.execute(select(table.c.n, table.c.fields).where(table.c.n.in_(batch)))
        for n, fields in named.all():
            said = {name: one if name == COUNT else "" for name, one in json.loads(fields).items()}
            connection.execute(update(table).where(table.c.n == n).values(fields=json.dumps(said)))
        connection.execute(update(table).where(table.c.n.in_(batch)).values(desk=""))


def _forget_refused(uow: UnitOfWork, ids: Sequence[UUID]) -> None:
    """What is left of a transaction stands on under To look at; of which nothing is left, that is settled."""
    connection = uow.connection
    mine = refused.c.id.in_(ids)
    steps = connection.execute(select(refused.c.device_id, refused.c.step).where(mine)).all()
    connection.execute(delete(refused).where(mine))
    if not steps:
        return
    uow.flush()
    for device_id, step in {(row.device_id, row.step) for row in steps}:
        rest = select(refused.c.n).where(refused.c.device_id == device_id, refused.c.step == step)
        found = uow.find(Finding, refused_id(device_id, step))
        if found is not None and connection.scalar(rest.limit(1)) is None:
            found.settled_at = uow.now
    uow.flush()


def _forget_drafts(connection: Connection, ids: Iterable[UUID]) -> None:
    """A form that names such a row was being filled in about it."""
    for key in ids:
        names = or_(draft.c.key.contains(str(key)), draft.c.body.contains(str(key)))
        connection.execute(delete(draft).where(names))
