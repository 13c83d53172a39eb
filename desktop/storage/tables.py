# SPDX-License-Identifier: Apache-2.0
"""The database's own bookkeeping: journal, undo steps, counters, drafts and what the desk knows of itself."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text, text

from desktop.domain.column_types import UtcTime, Uuid16
from desktop.domain.record import Record

FILE_NAME = "shop.sqlite"

SCHEMA_VERSION = 1
"""Kept in PRAGMA user_version; raised by one with every migration."""

meta = Table(
    "meta",
    Record.metadata,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)

counter = Table(
    "counter",
    Record.metadata,
    Column("series", String, primary_key=True),
    Column("next", Integer, nullable=False),
)

journal_step = Table(
    "journal_step",
    Record.metadata,
    Column("n", Integer, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("user_id", Uuid16),
    Column("desk", String, nullable=False),
    Column("label", String, nullable=False),
    Column("fields", Text, nullable=False),
    Column("origin", String, nullable=False),
    Column("reverts", Integer),
    Column("undone_by", Integer),
    Index(
        "ix_journal_step_person",
        "user_id",
        "n",
        sqlite_where=text("origin IN ('person', 'import', 'undo')"),
    ),
)

journal = Table(
    "journal",
    Record.metadata,
    Column("n", Integer, primary_key=True),
    Column("step", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("id", Uuid16, nullable=False),
    Column("is_new", Boolean, nullable=False),
    Column("patch", Text, nullable=False),
    Column("stamp", String, nullable=False),
    Column("base", String),
    Index("ix_journal_step", "step"),
    Index("ix_journal_id", "id"),
)

draft = Table(
    "draft",
    Record.metadata,
    Column("key", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("user_id", Uuid16),
    Column("saved_at", UtcTime, nullable=False),
    Column("body", Text, nullable=False),
    Index("ix_draft_kind", "kind", "saved_at"),
)
