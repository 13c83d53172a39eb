# SPDX-License-Identifier: Apache-2.0
"""What a stage does when a card stays beyond its limit, and indexes that find who stands too long."""

from sqlalchemy import Connection

_BEFORE = "demands JSON"
_ADDED = "when_passed VARCHAR NOT NULL,"
_SINCE = (
    "CREATE INDEX ix_{table}_since ON {table} (stage_id, stage_since, id) "
    "WHERE stage_kind = 'open' AND archived_at IS NULL"
)


def upgrade(connection: Connection) -> None:
    """Stages of an older shop go on as they did: a card beyond its limit is red on the board, nobody is told."""
    found = (
        "SELECT sql FROM sqlite_master WHERE tbl_name = 'stage' AND type = ? AND sql IS NOT NULL"
    )
    [made] = connection.exec_driver_sql(found, ("table",)).scalars()
    indexes = connection.exec_driver_sql(found, ("index",)).scalars().all()
    columns = [row[1] for row in connection.exec_driver_sql("PRAGMA table_info(stage)")]
    named = ", ".join(f'"{name}"' for name in columns)
    assert made.count(_BEFORE) == 1, "the table of the version before is known"
    for statement in (
        # The table is made anew, not altered: its text is then that of a new shop's.
        "CREATE TABLE stage_before AS SELECT * FROM stage",
        "DROP TABLE stage",
        made.replace(_BEFORE, f"{_ADDED} {_BEFORE}"),
        f"INSERT INTO stage ({named}, when_passed) SELECT {named}, '' FROM stage_before",
        "DROP TABLE stage_before",
        *indexes,
        *(_SINCE.format(table=table) for table in ("deal", "lead")),
    ):
        connection.exec_driver_sql(statement)
