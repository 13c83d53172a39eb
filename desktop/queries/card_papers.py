# SPDX-License-Identifier: Apache-2.0
"""The papers of a deal: documents with their newest version, and files that somebody attached."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CompoundSelect,
    Connection,
    Select,
    bindparam,
    exists,
    literal,
    or_,
    select,
    text,
    union_all,
)
from sqlalchemy.orm import aliased

from desktop.domain.column_types import Uuid16
from desktop.domain.document import Attachment, Document, DocumentVersion
from desktop.domain.message import Message
from desktop.storage.in_force import is_newest_version
from desktop.values.rows.card import FILE, PaperRow
from desktop.values.states import MessageState

Rows = Select[*tuple[Any, ...]]
Unions = CompoundSelect[*tuple[Any, ...]]

_DEAL = bindparam("deal", type_=Uuid16)


def papers(connection: Connection, deal_id: UUID) -> tuple[PaperRow, ...]:
    """Documents and files, newest first; a paper is sent when one of its files left the house with a letter."""
    given = {"deal": deal_id}
    gone: dict[str, tuple[datetime, str]] = {}
    for files, sent_at, recipient in connection.execute(_sent(), given):
        gone.update({one["blob"]: (sent_at, recipient) for one in files})
    found = []
    for row in connection.execute(_papers(), given):
        sent = gone.get(row.pdf_blob) or gone.get(row.blob) or ()
        found.append(PaperRow(*row, *sent))
    return tuple(found)


@cache
def _sent() -> Rows:
    is_gone = or_(
        Message.state == MessageState.SENT.value, Message.state == MessageState.DELIVERED.value
    )
    return (
        select(Message.attachments, Message.sent_at, Message.recipient)
        .where(Message.card_id == _DEAL, is_gone)
        .order_by(Message.sent_at)
    )


@cache
def _papers() -> Unions:
    return union_all(_documents(), _files()).order_by(text("at DESC"))


def _documents() -> Rows:
    is_theirs = DocumentVersion.document_id == Document.id
    return (
        select(
            Document.id,
            Document.kind.label("kind"),
            Document.name,
            Document.number,
            DocumentVersion.version,
            DocumentVersion.at.label("at"),
            DocumentVersion.by,
            DocumentVersion.blob.label("blob"),
            DocumentVersion.pdf_blob.label("pdf_blob"),
            DocumentVersion.file_name,
            DocumentVersion.size,
        )
        .join(DocumentVersion, is_theirs & is_newest_version())
        .where(Document.card_id == _DEAL, Document.archived_at.is_(None))
    )


def _files() -> Rows:
    later = aliased(Attachment)
    is_replaced = exists().where(
        later.card_id == Attachment.card_id,
        later.file_name == Attachment.file_name,
        later.version > Attachment.version,
        later.archived_at.is_(None),
    )
    nothing = literal("")
    return select(
        Attachment.id,
        literal(FILE),
        Attachment.file_name,
        nothing,
        Attachment.version,
        Attachment.at,
        Attachment.by,
        Attachment.blob,
        nothing,
        Attachment.file_name,
        Attachment.size,
    ).where(Attachment.card_id == _DEAL, Attachment.archived_at.is_(None), ~is_replaced)
