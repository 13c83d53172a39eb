# SPDX-License-Identifier: Apache-2.0
"""The database's own bookkeeping: journal, undo steps, counters, drafts and what the desk knows of itself."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from desktop.domain.column_types import UtcTime, Uuid16
from desktop.domain.record import Record

FILE_NAME = "shop.sqlite"

SCHEMA_VERSION = 19
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
    Index("ix_journal_step_reverts", "reverts", sqlite_where=text("reverts IS NOT NULL")),
    Index("ix_journal_step_undone_by", "undone_by", sqlite_where=text("undone_by IS NOT NULL")),
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

device = Table(
    "device",
    Record.metadata,
    Column("id", Uuid16, primary_key=True),
    Column("user_id", Uuid16, nullable=False),
    Column("login", String, nullable=False),
    Column("code", String, nullable=False),
    Column("last_n", Integer, nullable=False, default=0),
    Column("is_main", Boolean, nullable=False),
)
"""A person at this desk, as the hub knows them. Whoever has none here writes under the main one."""


def _op_columns() -> tuple[Column[Any], ...]:
    """One operation as it goes to the hub; `n` is its place among all of this desk, `dseq` among its device's."""
    return (
        Column("n", Integer, primary_key=True),
        Column("device_id", Uuid16, nullable=False),
        Column("dseq", Integer, nullable=False),
        Column("step", Integer, nullable=False),
        Column("kind", String, nullable=False),
        Column("id", Uuid16, nullable=False),
        Column("is_new", Boolean, nullable=False),
        Column("hlc", String, nullable=False),
        Column("doc", Text, nullable=False),
        Column("base", Text, nullable=False),
    )


outbox = Table(
    "outbox",
    Record.metadata,
    *_op_columns(),
    Column("acked_head", Integer),
    Column("verdict", String),
    UniqueConstraint("device_id", "dseq"),
    Index("ix_outbox_id", "id"),
    Index("ix_outbox_waiting", "n", sqlite_where=text("acked_head IS NULL")),
)
"""What the hub has not got, and what it has got but this desk has not seen come back yet."""

sent = Table(
    "sent",
    Record.metadata,
    *_op_columns(),
    Column("sent_at", UtcTime, nullable=False),
    UniqueConstraint("device_id", "dseq"),
    Index("ix_sent_at", "sent_at"),
)
"""What came back, kept for as long as a backup of the hub may be old: a restored hub gets it once more."""

refused = Table(
    "refused",
    Record.metadata,
    *_op_columns(),
    Column("verdict", String, nullable=False),
    Column("refused_at", UtcTime, nullable=False),
)
"""What the hub did not let through: nothing that was typed is lost."""

confirmed = Table(
    "confirmed",
    Record.metadata,
    Column("id", Uuid16, primary_key=True),
    Column("kind", String, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("ver", Text, nullable=False),
    Column("extra", Text),
    Index("ix_confirmed_seq", "kind", "seq"),
    sqlite_with_rowid=False,
)
"""Who wrote each field of a row as the hub has it, and what this version of the program has no column for."""

set_aside = Table(
    "set_aside",
    Record.metadata,
    Column("id", Uuid16, primary_key=True),
    Column("kind", String, nullable=False),
    Column("field", String, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("version", String, nullable=False),
    sqlite_with_rowid=False,
)
"""A row of the hub that this version cannot read, and the field because of which; what stood here stays."""

overtaken = Table(
    "overtaken",
    Record.metadata,
    Column("id", Uuid16, primary_key=True),
    Column("field", String, primary_key=True),
    Column("stamp", String, primary_key=True),
    Column("before", String, nullable=False),
    Column("at", UtcTime, nullable=False),
    sqlite_with_rowid=False,
)
"""A field that was changed from outside while a form may have been open on it: who had written what the form showed."""
