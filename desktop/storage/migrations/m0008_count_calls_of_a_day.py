# SPDX-License-Identifier: Apache-2.0
"""A person's calls and done touches of a day are found by their own indexes, however many there are."""

from sqlalchemy import Connection

_STATEMENTS = (
    "CREATE INDEX ix_task_done ON task (done_by, done_at) WHERE done_at IS NOT NULL",
    'CREATE INDEX ix_activity_by ON activity ("by", at)',
)


def upgrade(connection: Connection) -> None:
    """More indexes: no row changes."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
