# SPDX-License-Identifier: Apache-2.0
"""Triggers that catch what the journal did not see: any statement, by whatever path, fails its commit.

Each write to a record's table is noted with the row as it was. At the commit every row that came or really
changed must have an entry in the journal of this transaction. Deleting is refused at once. What was erased for good is
let through: the journal would keep what is to be gone.
"""

import json
from uuid import UUID

from sqlalchemy import Connection, Table, event

from desktop.domain.record import Record
from desktop.domain.schema import CLASSES
from desktop.storage.database import Database
from desktop.storage.erase_here import ERASURES
from desktop.storage.journal import UNSEEN


class Unjournalled(AssertionError):
    """Rows were written past the journal."""


def watch(database: Database) -> None:
    """Watch everything this database's writer does from now on."""
    with database.writer.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TEMP TABLE written (kind TEXT, id BLOB, before TEXT, PRIMARY KEY (kind, id))"
        )
        connection.exec_driver_sql("CREATE TEMP TABLE watched (n INTEGER)")
        for cls in CLASSES:
            _watch_table(connection, cls.entity(), _columns(cls))
    event.listen(database.writer, "begin", _begin)
    event.listen(database.writer, "commit", _check)


def _columns(cls: type[Record]) -> list[str]:
    table = cls.__table__
    assert isinstance(table, Table)
    left_out = {"n", *UNSEEN, *cls.__sync__.caches}
    return [column.name for column in table.columns if column.name not in left_out]


def _as_json(prefix: str, columns: list[str]) -> str:
    pairs = ", ".join(
        f"'{name}', CASE typeof({prefix}\"{name}\") WHEN 'blob' THEN hex({prefix}\"{name}\") "
        f'ELSE {prefix}"{name}" END'
        for name in columns
    )
    return f"json_object({pairs})"


def _watch_table(connection: Connection, kind: str, columns: list[str]) -> None:
    connection.exec_driver_sql(
        f'CREATE TEMP TRIGGER watch_insert_{kind} AFTER INSERT ON main."{kind}" BEGIN '
        f"INSERT OR IGNORE INTO written VALUES ('{kind}', NEW.id, NULL); END"
    )
    connection.exec_driver_sql(
        f'CREATE TEMP TRIGGER watch_update_{kind} AFTER UPDATE ON main."{kind}" BEGIN '
        f"INSERT OR IGNORE INTO written VALUES ('{kind}', OLD.id, {_as_json('OLD.', columns)}); END"
    )
    connection.exec_driver_sql(
        f'CREATE TEMP TRIGGER watch_delete_{kind} BEFORE DELETE ON main."{kind}" BEGIN '
        "SELECT RAISE(ABORT, 'records are archived, never deleted'); END"
    )


def let_delete(connection: Connection) -> None:
    """From now on rows may leave, as they do where a card goes out of a desk's sight."""
    names = "SELECT name FROM temp.sqlite_master WHERE name LIKE 'watch_delete_%'"
    for (name,) in connection.exec_driver_sql(names).all():
        connection.exec_driver_sql(f'DROP TRIGGER temp."{name}"')


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("DELETE FROM written")
    connection.exec_driver_sql("DELETE FROM watched")
    connection.exec_driver_sql("INSERT INTO watched SELECT coalesce(max(n), 0) FROM journal")


def _check(connection: Connection) -> None:
    unseen = connection.exec_driver_sql(
        "SELECT kind, id, before FROM written WHERE id NOT IN "
        "(SELECT id FROM journal WHERE n > (SELECT n FROM watched))"
    ).all()
    columns = {cls.entity(): _columns(cls) for cls in CLASSES}
    gone = connection.exec_driver_sql("SELECT value FROM meta WHERE key = ?", (ERASURES,)).scalar()
    erased = {UUID(one).bytes for line in json.loads(gone or "[]") for one in line["ids"]}
    for kind, key, before in unseen:
        if key in erased:
            continue
        now = connection.exec_driver_sql(
            f'SELECT {_as_json("", columns[kind])} FROM "{kind}" WHERE id = ?', (key,)
        ).scalar()
        if now != before:
            connection.exec_driver_sql("ROLLBACK")
            raise Unjournalled(f"{kind} {key.hex()}: {before} -> {now}")
