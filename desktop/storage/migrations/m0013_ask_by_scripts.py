# SPDX-License-Identifier: Apache-2.0
"""Scripts with what was answered, what they ask of leads and deals, and limits of stages by the minute."""

from sqlalchemy import Connection

_LEAD = (
    "quantity INTEGER, due_at VARCHAR, paper VARCHAR NOT NULL, artwork VARCHAR NOT NULL, "
    "prepayment VARCHAR NOT NULL, delivery VARCHAR NOT NULL, answers JSON NOT NULL,"
)
_WIDER = (
    ("stage", "demands JSON", "limit_minutes INTEGER NOT NULL,", {"limit_minutes": "0"}),
    ("deal", "ready_channel VARCHAR", "answers JSON NOT NULL,", {"answers": "'{}'"}),
    (
        "lead",
        "currency VARCHAR",
        _LEAD,
        {**dict.fromkeys(("paper", "artwork", "prepayment", "delivery"), "''"), "answers": "'{}'"},
    ),
)  # fmt: skip
_NEW = (
    (
        'CREATE TABLE script ( channel VARCHAR NOT NULL, at VARCHAR NOT NULL, "by" BLOB, steps JSON NOT NULL, id BLOB '
        "NOT NULL, stamp VARCHAR NOT NULL, archived_at VARCHAR, n INTEGER NOT NULL, CONSTRAINT pk_script PRIMARY KEY "
        "(n), CONSTRAINT uq_script_id UNIQUE (id) )"
    ),
    "CREATE INDEX ix_script_channel ON script (channel, at)",
    (
        "CREATE TABLE script_answer ( card_kind VARCHAR NOT NULL, card_id BLOB NOT NULL, field VARCHAR NOT NULL, at "
        'VARCHAR NOT NULL, "by" BLOB, script_id BLOB, id BLOB NOT NULL, stamp VARCHAR NOT NULL, archived_at VARCHAR, '
        "n INTEGER NOT NULL, CONSTRAINT pk_script_answer PRIMARY KEY (n), CONSTRAINT uq_script_answer_id UNIQUE (id) )"
    ),
    "CREATE INDEX ix_script_answer_card ON script_answer (card_id, at)",
)


def upgrade(connection: Connection) -> None:
    """Rows of an older shop stay as they are; what is asked anew was not answered on them."""
    for table, before, added, values in _WIDER:
        _widen(connection, table, before, added, values)
    for statement in _NEW:
        connection.exec_driver_sql(statement)


def _widen(
    connection: Connection, table: str, before: str, added: str, values: dict[str, str]
) -> None:
    """The table made anew, not altered: its text is then that of a new shop's."""
    found = "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type = ? AND sql IS NOT NULL"
    [made] = connection.exec_driver_sql(found, (table, "table")).scalars()
    indexes = connection.exec_driver_sql(found, (table, "index")).scalars().all()
    columns = [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table})")]
    named = ", ".join(f'"{name}"' for name in columns)
    assert made.count(before) == 1, "the tables of older versions are known"
    for statement in (
        f"CREATE TABLE {table}_before AS SELECT * FROM {table}",
        f"DROP TABLE {table}",
        made.replace(before, f"{added} {before}"),
        (
            f"INSERT INTO {table} ({named}, {', '.join(values)}) "
            f"SELECT {named}, {', '.join(values.values())} FROM {table}_before"
        ),
        f"DROP TABLE {table}_before",
        *indexes,
    ):
        connection.exec_driver_sql(statement)
