# SPDX-License-Identifier: Apache-2.0
"""Which step took another one back is found by an index: the list of past imports read all steps for each of them."""

from sqlalchemy import Connection


def upgrade(connection: Connection) -> None:
    """Two more indexes: no row changes."""
    for field in ("reverts", "undone_by"):
        connection.exec_driver_sql(
            f"CREATE INDEX ix_journal_step_{field} ON journal_step ({field}) WHERE {field} IS NOT NULL"
        )
