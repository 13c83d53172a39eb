# SPDX-License-Identifier: Apache-2.0
"""The day's touches are counted, and the cards that were archived told, by indexes alone."""

from sqlalchemy import Connection

_STATEMENTS = (
    "DROP INDEX ix_task_holder_open",
    (
        "CREATE INDEX ix_task_holder_open ON task (holder_id, due_at, card_id, done_at, archived_at) "
        "WHERE done_at IS NULL AND archived_at IS NULL"
    ),
    "CREATE INDEX ix_deal_archived ON deal (id, archived_at) WHERE archived_at IS NOT NULL",
    "CREATE INDEX ix_lead_archived ON lead (id, archived_at) WHERE archived_at IS NOT NULL",
)


def upgrade(connection: Connection) -> None:
    """Other indexes: no row changes."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
