# SPDX-License-Identifier: Apache-2.0
"""Rows of the hub that cannot be read are noted; whether a refusal was settled stands in its finding alone."""

from sqlalchemy import Connection

_STATEMENTS = (
    "DROP INDEX ix_refused_open",
    "ALTER TABLE refused DROP COLUMN settled_at",
    (
        "CREATE TABLE set_aside ( id BLOB NOT NULL, kind VARCHAR NOT NULL, field VARCHAR NOT NULL, at VARCHAR "
        "NOT NULL, version VARCHAR NOT NULL, CONSTRAINT pk_set_aside PRIMARY KEY (id) ) WITHOUT ROWID"
    ),
)


def upgrade(connection: Connection) -> None:
    """A new table and a column that nothing read: what was refused stays."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
