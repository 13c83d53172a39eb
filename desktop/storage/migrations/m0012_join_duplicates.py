# SPDX-License-Identifier: Apache-2.0
"""Clients and leads may be joined to others of their kind; clients are found by an index of their e-mails."""

from sqlalchemy import Connection

_TAIL = "id, stamp, archived_at, n"
_COLUMNS = {
    "contact": (
        "name, company_id, post, email, source, comment, requisites, discount_percent, "
        "ready_channel, language"
    ),
    "company": "name, email, source, comment, tax_id, requisites, discount_percent",
    "lead": (
        "number, title, pipeline_id, stage_id, stage_kind, stage_since, created_at, created_by, "
        "holder_id, taken_at, contact_id, company_id, decider_id, channel, source, is_automatic, "
        "site, note, product_id, expected_amount, currency, rank, heat, heat_at, quote_asked_at, "
        "buys, buys_at, buys_by, asked_note, asked_at, asked_by, refusal_reason_id, "
        "refusal_comment, lost_to, lost_to_price, deal_id, closed_at"
    ),
}
"""What was there before."""
_TABLES = (
    (
        "CREATE TABLE contact ( name VARCHAR NOT NULL, company_id BLOB, post VARCHAR NOT NULL, email VARCHAR "
        "NOT NULL, source VARCHAR NOT NULL, comment VARCHAR NOT NULL, requisites JSON NOT NULL, "
        "discount_percent INTEGER NOT NULL, ready_channel VARCHAR NOT NULL, language VARCHAR NOT NULL, "
        "other_emails JSON NOT NULL, opted_out JSON NOT NULL, joined_to BLOB, id BLOB NOT NULL, stamp VARCHAR "
        "NOT NULL, archived_at VARCHAR, n INTEGER NOT NULL, CONSTRAINT pk_contact PRIMARY KEY (n), CONSTRAINT "
        "uq_contact_id UNIQUE (id) )"
    ),
    (
        "CREATE TABLE company ( name VARCHAR NOT NULL, email VARCHAR NOT NULL, source VARCHAR NOT NULL, "
        "comment VARCHAR NOT NULL, tax_id VARCHAR NOT NULL, requisites JSON NOT NULL, discount_percent "
        "INTEGER NOT NULL, other_emails JSON NOT NULL, opted_out JSON NOT NULL, joined_to BLOB, id BLOB NOT "
        "NULL, stamp VARCHAR NOT NULL, archived_at VARCHAR, n INTEGER NOT NULL, CONSTRAINT pk_company PRIMARY "
        "KEY (n), CONSTRAINT uq_company_id UNIQUE (id) )"
    ),
    (
        "CREATE TABLE lead ( number VARCHAR NOT NULL, title VARCHAR NOT NULL, pipeline_id BLOB NOT NULL, "
        "stage_id BLOB NOT NULL, stage_kind VARCHAR NOT NULL, stage_since VARCHAR NOT NULL, created_at "
        "VARCHAR NOT NULL, created_by BLOB, holder_id BLOB, taken_at VARCHAR, contact_id BLOB, company_id "
        "BLOB, decider_id BLOB, channel VARCHAR NOT NULL, source VARCHAR NOT NULL, is_automatic BOOLEAN NOT "
        "NULL, site VARCHAR NOT NULL, note VARCHAR NOT NULL, product_id BLOB, expected_amount INTEGER, "
        "currency VARCHAR NOT NULL, rank VARCHAR NOT NULL, heat VARCHAR NOT NULL, heat_at VARCHAR, "
        "quote_asked_at VARCHAR, buys VARCHAR NOT NULL, buys_at VARCHAR, buys_by BLOB, asked_note VARCHAR NOT "
        "NULL, asked_at VARCHAR, asked_by BLOB, refusal_reason_id BLOB, refusal_comment VARCHAR NOT NULL, "
        "lost_to VARCHAR NOT NULL, lost_to_price INTEGER, deal_id BLOB, closed_at VARCHAR, joined_to BLOB, id "
        "BLOB NOT NULL, stamp VARCHAR NOT NULL, archived_at VARCHAR, n INTEGER NOT NULL, CONSTRAINT pk_lead "
        "PRIMARY KEY (n), CONSTRAINT uq_lead_id UNIQUE (id) )"
    ),
    (
        "CREATE TABLE pairing ( card_kind VARCHAR NOT NULL, kept_id BLOB NOT NULL, other_id BLOB NOT NULL, "
        'verdict VARCHAR NOT NULL, at VARCHAR NOT NULL, "by" BLOB, changes JSON NOT NULL, undone_at VARCHAR, '
        "undone_by BLOB, id BLOB NOT NULL, stamp VARCHAR NOT NULL, archived_at VARCHAR, n INTEGER NOT NULL, "
        "CONSTRAINT pk_pairing PRIMARY KEY (n), CONSTRAINT uq_pairing_id UNIQUE (id) )"
    ),
)
_INDEXES = (
    "CREATE INDEX ix_company_email ON company (lower(email)) WHERE email <> ''",
    "CREATE INDEX ix_company_joined_to ON company (joined_to) WHERE joined_to IS NOT NULL",
    "CREATE INDEX ix_company_tax_id ON company (tax_id)",
    "CREATE INDEX ix_contact_company ON contact (company_id) WHERE company_id IS NOT NULL",
    "CREATE INDEX ix_contact_email ON contact (lower(email)) WHERE email <> ''",
    "CREATE INDEX ix_contact_joined_to ON contact (joined_to) WHERE joined_to IS NOT NULL",
    "CREATE INDEX ix_lead_archived ON lead (id, archived_at) WHERE archived_at IS NOT NULL",
    (
        "CREATE INDEX ix_lead_board ON lead (stage_id, rank) WHERE stage_kind = 'open' AND archived_at IS "
        "NULL"
    ),
    "CREATE INDEX ix_lead_closed ON lead (stage_id, closed_at) WHERE stage_kind <> 'open'",
    "CREATE INDEX ix_lead_buys ON lead (buys_by, buys_at) WHERE buys = 'yes'",
    "CREATE INDEX ix_lead_company ON lead (company_id, created_at)",
    "CREATE INDEX ix_lead_contact ON lead (contact_id, created_at)",
    "CREATE INDEX ix_lead_created ON lead (created_at)",
    "CREATE INDEX ix_lead_deal ON lead (deal_id) WHERE deal_id IS NOT NULL",
    "CREATE INDEX ix_lead_holder ON lead (holder_id) WHERE stage_kind = 'open' AND archived_at IS NULL",
    "CREATE INDEX ix_lead_joined_to ON lead (joined_to) WHERE joined_to IS NOT NULL",
    "CREATE INDEX ix_lead_number ON lead (number)",
    "CREATE INDEX ix_pairing_at ON pairing (at)",
    "CREATE INDEX ix_pairing_kept ON pairing (kept_id)",
    "CREATE INDEX ix_pairing_other ON pairing (other_id)",
)


def upgrade(connection: Connection) -> None:
    """No client has another address, none has opted out and nothing is joined.

    The tables are made anew, not altered: their text is then that of a new shop's.
    """
    for table, columns in _COLUMNS.items():
        kept = f"{columns}, {_TAIL}"
        connection.exec_driver_sql(f"CREATE TABLE {table}_before AS SELECT {kept} FROM {table}")
        connection.exec_driver_sql(f"DROP TABLE {table}")
    for statement in _TABLES:
        connection.exec_driver_sql(statement)
    for table, columns in _COLUMNS.items():
        kept, new, empty = f"{columns}, {_TAIL}", "", ""
        if table != "lead":
            new, empty = ", other_emails, opted_out", ", '[]', '[]'"
        connection.exec_driver_sql(
            f"INSERT INTO {table} ({kept}{new}) SELECT {kept}{empty} FROM {table}_before ORDER BY n"
        )
        connection.exec_driver_sql(f"DROP TABLE {table}_before")
    for statement in _INDEXES:
        connection.exec_driver_sql(statement)
