# SPDX-License-Identifier: Apache-2.0
"""A person's open touches are counted from their index alone: it holds the card, too."""

from sqlalchemy import Connection

_STATEMENTS = (
    "DROP INDEX ix_task_holder_open",
    (
        "CREATE INDEX ix_task_holder_open ON task (holder_id, due_at, card_id) "
        "WHERE done_at IS NULL AND archived_at IS NULL"
    ),
)


def upgrade(connection: Connection) -> None:
    """Another index: no row changes."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
