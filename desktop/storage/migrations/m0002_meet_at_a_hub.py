# SPDX-License-Identifier: Apache-2.0
"""Tables for a desk that meets others at a hub: what waits to be sent, what stands there, what to look at."""

from sqlalchemy import Connection

_STATEMENTS = (
    (
        "CREATE TABLE device ( id BLOB NOT NULL, user_id BLOB NOT NULL, login VARCHAR NOT NULL, code VARCHAR "
        "NOT NULL, last_n INTEGER NOT NULL, is_main BOOLEAN NOT NULL, CONSTRAINT pk_device PRIMARY KEY (id) )"
    ),
    (
        "CREATE TABLE outbox ( n INTEGER NOT NULL, device_id BLOB NOT NULL, dseq INTEGER NOT NULL, step "
        "INTEGER NOT NULL, kind VARCHAR NOT NULL, id BLOB NOT NULL, is_new BOOLEAN NOT NULL, hlc VARCHAR NOT "
        "NULL, doc TEXT NOT NULL, base TEXT NOT NULL, acked_head INTEGER, verdict VARCHAR, CONSTRAINT "
        "pk_outbox PRIMARY KEY (n), CONSTRAINT uq_outbox_device_id UNIQUE (device_id, dseq) )"
    ),
    "CREATE INDEX ix_outbox_id ON outbox (id)",
    "CREATE INDEX ix_outbox_waiting ON outbox (n) WHERE acked_head IS NULL",
    (
        "CREATE TABLE sent ( n INTEGER NOT NULL, device_id BLOB NOT NULL, dseq INTEGER NOT NULL, step INTEGER "
        "NOT NULL, kind VARCHAR NOT NULL, id BLOB NOT NULL, is_new BOOLEAN NOT NULL, hlc VARCHAR NOT NULL, "
        "doc TEXT NOT NULL, base TEXT NOT NULL, sent_at VARCHAR NOT NULL, CONSTRAINT pk_sent PRIMARY KEY (n), "
        "CONSTRAINT uq_sent_device_id UNIQUE (device_id, dseq) )"
    ),
    "CREATE INDEX ix_sent_at ON sent (sent_at)",
    (
        "CREATE TABLE refused ( n INTEGER NOT NULL, device_id BLOB NOT NULL, dseq INTEGER NOT NULL, step "
        "INTEGER NOT NULL, kind VARCHAR NOT NULL, id BLOB NOT NULL, is_new BOOLEAN NOT NULL, hlc VARCHAR NOT "
        "NULL, doc TEXT NOT NULL, base TEXT NOT NULL, verdict VARCHAR NOT NULL, refused_at VARCHAR NOT NULL, "
        "settled_at VARCHAR, CONSTRAINT pk_refused PRIMARY KEY (n) )"
    ),
    "CREATE INDEX ix_refused_open ON refused (step) WHERE settled_at IS NULL",
    (
        "CREATE TABLE confirmed ( id BLOB NOT NULL, kind VARCHAR NOT NULL, seq INTEGER NOT NULL, ver TEXT NOT "
        "NULL, extra TEXT, CONSTRAINT pk_confirmed PRIMARY KEY (id) ) WITHOUT ROWID"
    ),
    "CREATE INDEX ix_confirmed_seq ON confirmed (kind, seq)",
    (
        'CREATE TABLE overtaken ( id BLOB NOT NULL, field VARCHAR NOT NULL, stamp VARCHAR NOT NULL, "before" '
        "VARCHAR NOT NULL, at VARCHAR NOT NULL, CONSTRAINT pk_overtaken PRIMARY KEY (id, field, stamp) ) "
        "WITHOUT ROWID"
    ),
    (
        'CREATE TABLE "conflict" ( on_kind VARCHAR NOT NULL, on_id BLOB NOT NULL, fields JSON NOT NULL, '
        "found_at VARCHAR NOT NULL, loser_id BLOB, winner_id BLOB, settled_at VARCHAR, settled_by BLOB, id "
        "BLOB NOT NULL, stamp VARCHAR NOT NULL, archived_at VARCHAR, n INTEGER NOT NULL, CONSTRAINT "
        "pk_conflict PRIMARY KEY (n), CONSTRAINT uq_conflict_id UNIQUE (id) )"
    ),
    'CREATE INDEX ix_conflict_on ON "conflict" (on_id)',
    'CREATE INDEX ix_conflict_open ON "conflict" (found_at) WHERE settled_at IS NULL',
)


def upgrade(connection: Connection) -> None:
    """Only new tables: no row of an older shop changes."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
