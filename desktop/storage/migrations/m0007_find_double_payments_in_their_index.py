# SPDX-License-Identifier: Apache-2.0
"""The cards that got the same sum twice are found in an index alone: it holds the sums, too."""

from sqlalchemy import Connection

_STATEMENTS = (
    "DROP INDEX ix_payment_deal",
    "CREATE INDEX ix_payment_deal ON payment (deal_id, amount, currency, at)",
)


def upgrade(connection: Connection) -> None:
    """Another index: no row changes."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
