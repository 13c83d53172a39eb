# SPDX-License-Identifier: Apache-2.0
"""Rows that nobody of this desk may read any more because a right was taken: all that is here of their kinds."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Connection, delete, select

from desktop.domain.record import table_of
from desktop.domain.schema import BY_KIND
from desktop.storage import outgoing
from desktop.storage.tables import confirmed, journal, outbox, sent
from desktop.storage.unit_of_work import UnitOfWork


def rows_of(connection: Connection, kinds: Collection[str]) -> dict[UUID, str]:
    """Every row of these kinds of which something is here, though it be in the journal alone."""
    found: dict[UUID, str] = {}
    known = [kind for kind in kinds if kind in BY_KIND]
    for kind in known:
        table = table_of(BY_KIND[kind])
        found |= dict.fromkeys(connection.scalars(select(table.c.id)), kind)
    for table in (journal, confirmed, sent):
        rows = select(table.c.id, table.c.kind).where(table.c.kind.in_(known)).distinct()
        found |= {row.id: row.kind for row in connection.execute(rows)}
    came = outbox.c.acked_head.is_not(None) & outgoing.is_taken & outbox.c.kind.in_(known)
    rows = select(outbox.c.id, outbox.c.kind).where(came)
    return found | {row.id: row.kind for row in connection.execute(rows)}


def forget_unknown(uow: UnitOfWork, kinds: Collection[str]) -> None:
    """What is kept of kinds that this version does not know, beside no row."""
    gone = [kind for kind in kinds if kind not in BY_KIND]
    uow.connection.execute(delete(confirmed).where(confirmed.c.kind.in_(gone)))
