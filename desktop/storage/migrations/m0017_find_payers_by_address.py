# SPDX-License-Identifier: Apache-2.0
"""Whose an address is that stands among the requisites is found by an index: each letter read every client for it."""

from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    """Two more indexes: no row changes."""
    address = "lower(json_extract(requisites, '$.email'))"
    for table in ("contact", "company"):
        connection.exec_driver_sql(
            f"CREATE INDEX ix_{table}_payer_email ON {table} ({address}) WHERE {address} IS NOT NULL"
        )
