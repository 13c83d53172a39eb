# SPDX-License-Identifier: Apache-2.0
"""Tables for the rules by which leads find a holder, and for cards that were handed over until a day."""

from sqlalchemy import Connection

_STATEMENTS = (
    (
        "CREATE TABLE lead_rule ( way VARCHAR NOT NULL, channel VARCHAR NOT NULL, product_id BLOB, people JSON NOT "
        "NULL, position INTEGER NOT NULL, id BLOB NOT NULL, stamp VARCHAR NOT NULL, archived_at VARCHAR, n INTEGER "
        "NOT NULL, CONSTRAINT pk_lead_rule PRIMARY KEY (n), CONSTRAINT uq_lead_rule_id UNIQUE (id) )"
    ),
    (
        "CREATE TABLE loan ( card_kind VARCHAR NOT NULL, card_id BLOB NOT NULL, giver_id BLOB NOT NULL, receiver_id "
        'BLOB NOT NULL, back_on VARCHAR NOT NULL, at VARCHAR NOT NULL, "by" BLOB, ended_at VARCHAR, id BLOB NOT '
        "NULL, stamp VARCHAR NOT NULL, archived_at VARCHAR, n INTEGER NOT NULL, CONSTRAINT pk_loan PRIMARY KEY (n), "
        "CONSTRAINT uq_loan_id UNIQUE (id) )"
    ),
    "CREATE INDEX ix_loan_card ON loan (card_id, at)",
    (
        "CREATE INDEX ix_loan_open ON loan (back_on, giver_id) WHERE ended_at IS NULL AND archived_at IS "
        "NULL"
    ),
)


def upgrade(connection: Connection) -> None:
    """Only new tables: no row of an older shop changes."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
