# SPDX-License-Identifier: Apache-2.0
"""Papers and files on a card: templates, documents with their versions, attachments."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.record import Record, Sync
from desktop.domain.rights import Right


class Template(Record):
    """A .docx with fields, of a kind (contract_firm, contract_person, invoice …) and a language."""

    __tablename__ = "template"
    __sync__: ClassVar[Sync] = Sync(
        capability=Right.EDIT_TEMPLATES, units=(("blob", "size"),), quiet=("position",)
    )

    kind: Mapped[str]
    language: Mapped[str]
    name: Mapped[str]
    blob: Mapped[str]
    size: Mapped[int] = mapped_column(default=0)
    is_shipped: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)


class Document(Record):
    """A paper of a deal: contract, invoice, ticket. Its contents are its versions."""

    __tablename__ = "document"
    __sync__: ClassVar[Sync] = Sync(
        references={"card_id": "deal", "invoice_id": "invoice", "template_id": "template"},
        follows="card_id",
    )

    card_kind: Mapped[str] = mapped_column(default="deal")
    card_id: Mapped[UUID]
    kind: Mapped[str]
    number: Mapped[str]
    name: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[UUID | None] = mapped_column(default=None)
    template_id: Mapped[UUID | None] = mapped_column(default=None)
    invoice_id: Mapped[UUID | None] = mapped_column(default=None)
    with_stamp: Mapped[bool] = mapped_column(default=False)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (Index("ix_document_card", "card_id", "created_at"),)


class DocumentVersion(Record):
    """A fact: one version of a document, its file by hash, and who made it how.

    `source` tells what it was made from (a hash over template and fields), so that the same is not made twice.
    """

    __tablename__ = "document_version"
    __sync__: ClassVar[Sync] = Sync(
        fact=True,
        references={"document_id": "document", "card_id": "deal"},
        follows="document_id",
    )

    document_id: Mapped[UUID]
    card_id: Mapped[UUID]
    version: Mapped[int]
    file_name: Mapped[str]
    blob: Mapped[str]
    size: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(default=None)
    origin: Mapped[str] = mapped_column(default="template")
    made_with: Mapped[str] = mapped_column(default="")
    pdf_blob: Mapped[str] = mapped_column(default="")
    pdf_size: Mapped[int] = mapped_column(default=0)
    source: Mapped[str] = mapped_column(default="")

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (
            Index("ix_document_version_document", "document_id", "version"),
            Index("ix_document_version_card", "card_id", "at"),
        )


class Attachment(Record):
    """A file somebody put on a card; a file of the same name is its next version."""

    __tablename__ = "attachment"
    __sync__: ClassVar[Sync] = Sync(
        references={"card_id": "deal"}, follows="card_id", quiet=("card_kind", "card_id")
    )

    card_kind: Mapped[str] = mapped_column(default="deal")
    card_id: Mapped[UUID]
    file_name: Mapped[str]
    blob: Mapped[str]
    size: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(default=None)
    mime: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (Index("ix_attachment_card", "card_id", "at"), Index("ix_attachment_blob", "blob"))
