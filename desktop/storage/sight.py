# SPDX-License-Identifier: Apache-2.0
"""Whose cards a person sees on this desk: for its screens, and for what they write.

A screen reads through views that stand before the tables and let through the person's cards and what hangs on them, so
that lists, search, counters, hints and exports hold it alike. That hides from the eye what lies on the disk; what shall
not lie there the hub does not give (resources/hub/009_sight.sql). It runs before SQLAlchemy is loaded, too.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from desktop.values.sight import PREFIX, people_seen

if TYPE_CHECKING:
    from sqlalchemy import Connection

_KEPT: Final = (
    f"SELECT substr(key, {len(PREFIX) + 1}), value FROM main.preference "
    f"WHERE key >= '{PREFIX}' AND key < '{PREFIX[:-1]};' AND archived_at IS NULL"
)

CARDS: Final = {"deal": ("holder_id", "controller_id"), "lead": ("holder_id",)}
FOLLOWERS: Final = {
    "deal_line": "deal_id", "stage_move": "deal_id", "task": "card_id", "activity": "card_id", "comment": "card_id",
    "invoice": "deal_id", "document": "card_id", "attachment": "card_id", "message": "card_id", "finding": "card_id",
    "document_version": "card_id", "lead_move": "lead_id", "loan": "card_id",
    "phone_call": "card_id", "pairing": "kept_id", "script_answer": "card_id",
}  # fmt: skip
"""By kind the field that names the card, as the classes declare it; what follows these is read by way of them."""

_MONEY: Final = "payment"


def kept(connection: Connection) -> dict[str, dict[str, Any]]:
    """What is said of roles and people, by role or person."""
    return _read(connection.exec_driver_sql(_KEPT).fetchall())


def people_seen_by(
    connection: sqlite3.Connection, user_id: UUID | None, roles: Iterable[str]
) -> frozenset[UUID] | None:
    """Whose cards a person sees here; None where that is all, as for the program itself."""
    rows = [] if user_id is None else connection.execute(_KEPT).fetchall()
    return people_seen(_read(rows), user_id, roles) if rows and user_id is not None else None


def look_as(connection: sqlite3.Connection, people: frozenset[UUID] | None) -> None:
    """Let this connection read the cards of these people only, or all again. Not within a transaction."""
    for kind in (*CARDS, *FOLLOWERS, _MONEY):
        connection.execute(f'DROP VIEW IF EXISTS temp."{kind}"')
    connection.execute("DROP TABLE IF EXISTS temp.sight_people")
    if people is None:
        return
    connection.execute("CREATE TEMP TABLE sight_people (id BLOB PRIMARY KEY) WITHOUT ROWID")
    connection.executemany(
        "INSERT INTO temp.sight_people VALUES (?)", [(one.bytes,) for one in people]
    )
    for kind, fields in CARDS.items():
        connection.execute(_view(kind, _is_seen(kind, fields)))
    for kind, field in FOLLOWERS.items():
        if _has_table(connection, kind):
            connection.execute(_view(kind, _follows(kind, field)))
    # Money in a drawer of this desk is counted there, whoever's card it was taken for.
    own = "shift_id IN (SELECT id FROM main.shift WHERE desk = (SELECT value FROM main.meta WHERE key = 'desk_code'))"
    connection.execute(_view(_MONEY, f"{_follows(_MONEY, 'deal_id')} OR {own}"))


def hidden(
    connection: Connection, people: frozenset[UUID], cards: Iterable[UUID]
) -> dict[UUID, tuple[UUID, ...]]:
    """Those of these cards that nobody of these people holds now, each with who holds it."""
    found: dict[UUID, tuple[UUID, ...]] = {}
    for kind, fields in CARDS.items():
        statement = f'SELECT {", ".join(fields)} FROM main."{kind}" WHERE id = ?'
        for card in cards:
            row = connection.exec_driver_sql(statement, (card.bytes,)).first()
            held = tuple(UUID(bytes=one) for one in row or () if one is not None)
            if held and people.isdisjoint(held):
                found[card] = held
    return found


def _read(rows: Iterable[Any]) -> dict[str, dict[str, Any]]:
    return {whose: json.loads(value) for whose, value in rows}


def _is_seen(kind: str, fields: Iterable[str]) -> str:
    columns = [f'main."{kind}".{field}' for field in fields]
    nobody = " AND ".join(f"{column} IS NULL" for column in columns)
    theirs = " OR ".join(f"{column} IN (SELECT id FROM temp.sight_people)" for column in columns)
    return f"({nobody}) OR {theirs}"


def _follows(kind: str, field: str) -> str:
    return " AND ".join(
        f'NOT EXISTS (SELECT 1 FROM main."{card}" WHERE main."{card}".id = main."{kind}".{field} '
        f"AND NOT ({_is_seen(card, fields)}))"
        for card, fields in CARDS.items()
    )


def _view(kind: str, condition: str) -> str:
    return f'CREATE TEMP VIEW "{kind}" AS SELECT * FROM main."{kind}" WHERE {condition}'


def _has_table(connection: sqlite3.Connection, kind: str) -> bool:
    """A shop of an older version lacks some until it is opened."""
    found = connection.execute(
        "SELECT 1 FROM main.sqlite_master WHERE type = 'table' AND name = ?", (kind,)
    )
    return found.fetchone() is not None
