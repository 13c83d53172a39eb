# SPDX-License-Identifier: Apache-2.0
"""Rows that nobody of this desk may read any more leave its disk: the table, the journal, and what was kept of them."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete, select

from desktop.domain.record import table_of
from desktop.domain.schema import BY_KIND
from desktop.storage.tables import confirmed, journal, refused, sent
from desktop.storage.take_in import drop_refused
from desktop.storage.unit_of_work import UnitOfWork


def drop_kinds(uow: UnitOfWork, kinds: Collection[str]) -> None:
    """Take away every row of these kinds; screens and search learn of it as of any row that goes."""
    made: dict[UUID, str] = {}
    for kind in kinds:
        if kind in BY_KIND:
            found = uow.connection.scalars(select(table_of(BY_KIND[kind]).c.id))
            made |= dict.fromkeys(found, kind)
    drop_refused(uow, made)
    uow.connection.execute(delete(confirmed).where(confirmed.c.kind.in_(kinds)))


def forget_kinds(uow: UnitOfWork, kinds: Collection[str]) -> None:
    """Take away what the journal holds of them, once their going stands in it too."""
    for table in (journal, sent, refused):
        uow.connection.execute(delete(table).where(table.c.kind.in_(kinds)))
