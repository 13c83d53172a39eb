# SPDX-License-Identifier: Apache-2.0
"""Reminders that have not rung, jobs due today and talks without a comment are found by indexes alone."""

from sqlalchemy import Connection

_STATEMENTS = (
    "DROP INDEX ix_task_remind",
    (
        "CREATE INDEX ix_task_remind ON task (reminded_at, remind_at) "
        "WHERE done_at IS NULL AND archived_at IS NULL"
    ),
    (
        "CREATE INDEX ix_deal_due ON deal (stage_id, due_at, stage_kind, archived_at) "
        "WHERE stage_kind = 'open' AND archived_at IS NULL"
    ),
    "CREATE INDEX ix_phone_call_talk ON phone_call (at) WHERE talk_s > 0",
)


def upgrade(connection: Connection) -> None:
    """Other indexes: no row changes."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
