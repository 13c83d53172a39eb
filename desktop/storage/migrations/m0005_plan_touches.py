# SPDX-License-Identifier: Apache-2.0
"""Tables for the Navigator: which touches were passed over, and what is proposed after one."""

from sqlalchemy import Connection

_STATEMENTS = (
    (
        'CREATE TABLE touch_pass ( task_id BLOB NOT NULL, at VARCHAR NOT NULL, "by" BLOB, id BLOB NOT NULL, stamp '
        "VARCHAR NOT NULL, archived_at VARCHAR, n INTEGER NOT NULL, CONSTRAINT pk_touch_pass PRIMARY KEY (n), "
        "CONSTRAINT uq_touch_pass_id UNIQUE (id) )"
    ),
    "CREATE INDEX ix_touch_pass_task ON touch_pass (task_id)",
    'CREATE INDEX ix_touch_pass_at ON touch_pass (at, "by")',
    (
        "CREATE TABLE touch_plan ( segment VARCHAR NOT NULL, pipeline_id BLOB, steps JSON NOT NULL, retries JSON NOT "
        "NULL, say JSON NOT NULL, id BLOB NOT NULL, stamp VARCHAR NOT NULL, archived_at VARCHAR, n INTEGER NOT NULL, "
        "CONSTRAINT pk_touch_plan PRIMARY KEY (n), CONSTRAINT uq_touch_plan_id UNIQUE (id) )"
    ),
)


def upgrade(connection: Connection) -> None:
    """Only new tables: no row of an older shop changes."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
