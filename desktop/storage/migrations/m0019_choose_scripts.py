# SPDX-License-Identifier: Apache-2.0
"""Which script is followed on a card where somebody has chosen another one than that of its channel or client."""

from sqlalchemy import Connection

_ADDED = "script VARCHAR NOT NULL,"
_BEFORE = {"deal": "ready_channel VARCHAR", "lead": "currency VARCHAR"}


def upgrade(connection: Connection) -> None:
    """Cards of an older shop follow the script that they followed."""
    for table, before in _BEFORE.items():
        _widen(connection, table, before)


def _widen(connection: Connection, table: str, before: str) -> None:
    """The table made anew, not altered: its text is then that of a new shop's."""
    found = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type = ? AND sql IS NOT NULL"
    [made] = connection.exec_driver_sql(found, (table, "table")).scalars()
    indexes = connection.exec_driver_sql(found, (table, "index")).scalars().all()
    columns = [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table})")]
    named = ", ".join(f'"{name}"' for name in columns)
    assert made.count(before) == 1, "the tables of the version before are known"
    for statement in (
        f"CREATE TABLE {table}_before AS SELECT * FROM {table}",
        f"DROP TABLE {table}",
        made.replace(before, f"{_ADDED} {before}"),
        f"INSERT INTO {table} ({named}, script) SELECT {named}, '' FROM {table}_before",
        f"DROP TABLE {table}_before",
        *indexes,
    ):
        connection.exec_driver_sql(statement)
