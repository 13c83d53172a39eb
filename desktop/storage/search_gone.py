# SPDX-License-Identifier: Apache-2.0
"""What leaves the search index: archived records, and those of which nothing may stay on this disk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, select

from desktop.domain.record import table_of
from desktop.domain.schema import BY_KIND
from desktop.storage import search_index
from desktop.storage.many_ids import among
from desktop.storage.search_index import (
    CLIENT_KINDS,
    CLIENT_PARTS,
    CLIENTS,
    DEALS,
    DOCUMENTS,
    LEADS,
    OF_WORDS,
)

_TABLES: Final = {
    **dict.fromkeys(CLIENT_KINDS, (CLIENTS, CLIENT_PARTS)),
    "deal": (DEALS,),
    "lead": (LEADS,),
    "document": (DOCUMENTS,),
}


def forget(connection: Connection, kinds: Mapping[str, Iterable[UUID]]) -> None:
    """Let records that leave this disk stand in the index no more, nor the words that only they had."""
    left = [kind for kind in _TABLES if drop(connection, kind, kinds.get(kind, ()))]
    if left:
        _drop_words(connection, dict.fromkeys(table for kind in left for table in _TABLES[kind]))


def drop(connection: Connection, kind: str, ids: Iterable[UUID]) -> bool:
    """Take these records out of the index; returns whether there were any."""
    records = table_of(BY_KIND[kind])
    places = [
        (2 * n + (kind == "company") if kind in CLIENT_KINDS else n,)
        for n in connection.scalars(select(records.c.n).where(among(records.c.id, ids)))
    ]
    for table in _TABLES[kind] if places else ():
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE rowid = ?", sorted(places))
    return bool(places)


def _drop_words(connection: Connection, tables: Iterable[str]) -> None:
    """What is deleted from such a table stays in its file until its parts are merged."""
    for table in tables:
        connection.exec_driver_sql(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
    for table in OF_WORDS:
        connection.exec_driver_sql(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.words_of_{table} USING fts5vocab(main, {table}, row)"
        )
    still = " UNION ".join(f"SELECT term FROM temp.words_of_{table}" for table in OF_WORDS)
    connection.exec_driver_sql(f"DELETE FROM search_word WHERE word NOT IN ({still})")


def erase(connection: Connection, kinds: Mapping[str, frozenset[UUID]]) -> None:
    """Bring the index up to records that were erased; their words are nowhere in its tables afterwards."""
    if kinds.keys().isdisjoint(search_index.FIELDS):
        return
    search_index.refresh(connection, kinds)
    _drop_words(connection, tuple(search_index.COLUMNS))
