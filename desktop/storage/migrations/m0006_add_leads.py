# SPDX-License-Identifier: Apache-2.0
"""Tables for leads, their moves and their words, and the mark of the pipeline that is their funnel."""

from sqlalchemy import Connection

_PIPELINE = "name, position, for_counter, id, stamp, archived_at, n"
_STATEMENTS = (
    # The table is made anew, not altered: its text is then that of a new shop's.
    f"CREATE TABLE pipeline_before AS SELECT {_PIPELINE} FROM pipeline",
    "DROP TABLE pipeline",
    (
        "CREATE TABLE pipeline ( name VARCHAR NOT NULL, position INTEGER NOT NULL, for_counter BOOLEAN NOT "
        "NULL, for_leads BOOLEAN NOT NULL, id BLOB NOT NULL, stamp VARCHAR NOT NULL, archived_at VARCHAR, n "
        "INTEGER NOT NULL, CONSTRAINT pk_pipeline PRIMARY KEY (n), CONSTRAINT uq_pipeline_id UNIQUE (id) )"
    ),
    (f"INSERT INTO pipeline ({_PIPELINE}, for_leads) SELECT {_PIPELINE}, 0 FROM pipeline_before"),
    "DROP TABLE pipeline_before",
    (
        "CREATE TABLE lead ( number VARCHAR NOT NULL, title VARCHAR NOT NULL, pipeline_id BLOB NOT NULL, "
        "stage_id BLOB NOT NULL, stage_kind VARCHAR NOT NULL, stage_since VARCHAR NOT NULL, created_at "
        "VARCHAR NOT NULL, created_by BLOB, holder_id BLOB, taken_at VARCHAR, contact_id BLOB, company_id "
        "BLOB, decider_id BLOB, channel VARCHAR NOT NULL, source VARCHAR NOT NULL, is_automatic BOOLEAN NOT "
        "NULL, site VARCHAR NOT NULL, note VARCHAR NOT NULL, product_id BLOB, expected_amount INTEGER, "
        "currency VARCHAR NOT NULL, rank VARCHAR NOT NULL, heat VARCHAR NOT NULL, heat_at VARCHAR, "
        "quote_asked_at VARCHAR, buys VARCHAR NOT NULL, buys_at VARCHAR, buys_by BLOB, asked_note VARCHAR NOT "
        "NULL, asked_at VARCHAR, asked_by BLOB, refusal_reason_id BLOB, refusal_comment VARCHAR NOT NULL, "
        "lost_to VARCHAR NOT NULL, lost_to_price INTEGER, deal_id BLOB, closed_at VARCHAR, id BLOB NOT NULL, "
        "stamp VARCHAR NOT NULL, archived_at VARCHAR, n INTEGER NOT NULL, CONSTRAINT pk_lead PRIMARY KEY (n), "
        "CONSTRAINT uq_lead_id UNIQUE (id) )"
    ),
    (
        "CREATE INDEX ix_lead_board ON lead (stage_id, rank) WHERE stage_kind = 'open' AND archived_at IS "
        "NULL"
    ),
    "CREATE INDEX ix_lead_closed ON lead (stage_id, closed_at) WHERE stage_kind <> 'open'",
    "CREATE INDEX ix_lead_company ON lead (company_id, created_at)",
    "CREATE INDEX ix_lead_contact ON lead (contact_id, created_at)",
    "CREATE INDEX ix_lead_created ON lead (created_at)",
    "CREATE INDEX ix_lead_deal ON lead (deal_id) WHERE deal_id IS NOT NULL",
    (
        "CREATE INDEX ix_lead_holder ON lead (holder_id) WHERE stage_kind = 'open' AND archived_at IS NULL"
    ),
    "CREATE INDEX ix_lead_number ON lead (number)",
    (
        "CREATE TABLE lead_move ( lead_id BLOB NOT NULL, from_stage_id BLOB, to_stage_id BLOB NOT NULL, at "
        'VARCHAR NOT NULL, "by" BLOB, id BLOB NOT NULL, stamp VARCHAR NOT NULL, archived_at VARCHAR, n '
        "INTEGER NOT NULL, CONSTRAINT pk_lead_move PRIMARY KEY (n), CONSTRAINT uq_lead_move_id UNIQUE (id) )"
    ),
    "CREATE INDEX ix_lead_move_lead ON lead_move (lead_id, at)",
    (
        "CREATE VIRTUAL TABLE search_lead USING fts5(words, number, tokenize='unicode61 remove_diacritics 0', "
        "prefix='2 3')"
    ),
)


def upgrade(connection: Connection) -> None:
    """No row of an older shop changes; its pipelines are none of leads."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
