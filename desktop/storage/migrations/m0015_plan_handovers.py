# SPDX-License-Identifier: Apache-2.0
"""A table for handovers that begin on a day to come."""

from sqlalchemy import Connection

_STATEMENTS = (
    (
        "CREATE TABLE planned_handover ( giver_id BLOB NOT NULL, starts_on VARCHAR NOT NULL, at VARCHAR NOT NULL, "
        "shares JSON NOT NULL, back_on VARCHAR, comment VARCHAR NOT NULL, takes_new BOOLEAN NOT NULL, takes_touches "
        'BOOLEAN NOT NULL, touches_to BLOB, "by" BLOB, done_at VARCHAR, id BLOB NOT NULL, stamp VARCHAR NOT NULL, '
        "archived_at VARCHAR, n INTEGER NOT NULL, CONSTRAINT pk_planned_handover PRIMARY KEY (n), CONSTRAINT "
        "uq_planned_handover_id UNIQUE (id) )"
    ),
    (
        "CREATE INDEX ix_planned_handover_to_come ON planned_handover (starts_on) WHERE done_at IS NULL AND "
        "archived_at IS NULL"
    ),
)


def upgrade(connection: Connection) -> None:
    """Only a new table: no row of an older shop changes."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
