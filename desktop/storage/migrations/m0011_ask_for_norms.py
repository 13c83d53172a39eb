# SPDX-License-Identifier: Apache-2.0
"""Tables for norms, absences, targets and what a telephone system recorded, and indexes for the figures of a day."""

from sqlalchemy import Connection

_OWN = (
    "id BLOB NOT NULL, stamp VARCHAR NOT NULL, archived_at VARCHAR, n INTEGER NOT NULL, "
    "CONSTRAINT pk_{0} PRIMARY KEY (n), CONSTRAINT uq_{0}_id UNIQUE (id) )"
)
_STATEMENTS = (
    (
        'CREATE TABLE phone_call ( uid VARCHAR NOT NULL, at VARCHAR NOT NULL, "by" BLOB, direction VARCHAR NOT NULL, '
        "digits VARCHAR NOT NULL, talk_s INTEGER NOT NULL, card_kind VARCHAR NOT NULL, card_id BLOB, contact_id BLOB, "
        "activity_id BLOB, recording VARCHAR NOT NULL, " + _OWN.format("phone_call")
    ),
    'CREATE INDEX ix_phone_call_by ON phone_call ("by", at, direction, talk_s)',
    "CREATE INDEX ix_phone_call_card ON phone_call (card_id, at)",
    "CREATE INDEX ix_phone_call_activity ON phone_call (activity_id) WHERE activity_id IS NOT NULL",
    (
        "CREATE TABLE norm ( role VARCHAR NOT NULL, segment VARCHAR NOT NULL, dials INTEGER NOT NULL, dials_up_to "
        "INTEGER NOT NULL, talks INTEGER NOT NULL, talks_up_to INTEGER NOT NULL, new_leads INTEGER NOT NULL, "
        + _OWN.format("norm")
    ),
    (
        "CREATE TABLE absence ( user_id BLOB NOT NULL, first_day VARCHAR NOT NULL, last_day VARCHAR NOT NULL, works "
        "VARCHAR NOT NULL, name VARCHAR NOT NULL, " + _OWN.format("absence")
    ),
    "CREATE INDEX ix_absence_last_day ON absence (last_day)",
    (
        "CREATE TABLE target ( user_id BLOB NOT NULL, month VARCHAR NOT NULL, amount INTEGER NOT NULL, currency "
        "VARCHAR NOT NULL, " + _OWN.format("target")
    ),
    "CREATE INDEX ix_target_month ON target (month)",
    "DROP INDEX ix_activity_by",
    'CREATE INDEX ix_activity_by ON activity ("by", at, kind, direction, outcome, id)',
    (
        "CREATE INDEX ix_task_put_off ON task (postponed) "
        "WHERE postponed >= 3 AND done_at IS NULL AND archived_at IS NULL"
    ),
    "CREATE INDEX ix_lead_buys ON lead (buys_by, buys_at) WHERE buys = 'yes'",
)


def upgrade(connection: Connection) -> None:
    """Only new tables and indexes: no row of an older shop changes."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
