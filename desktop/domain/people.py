# SPDX-License-Identifier: Apache-2.0
"""The people and organisations we deal with, their phones and requisites."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.domain.record import Record, Sync


def _index_of_those_that_have(table: str, column: str) -> Index:
    """An index without the empty values: with them ANALYZE takes it for useless, and look-ups become scans."""
    name = f"ix_{table}_{column.removesuffix('_id')}"
    return Index(name, column, sqlite_where=text(f"{column} IS NOT NULL"))


def _index_of_addresses(table: str) -> Index:
    """An index by which an e-mail is found however it is written; most clients have none."""
    return Index(f"ix_{table}_email", func.lower(text("email")), sqlite_where=text("email <> ''"))


def _index_of_payers(table: str) -> Index:
    """The same of the address among the requisites, which fewer still have."""
    address = "lower(json_extract(requisites, '$.email'))"
    return Index(
        f"ix_{table}_payer_email", text(address), sqlite_where=text(f"{address} IS NOT NULL")
    )


class Contact(Record):
    """A person we deal with; a name or a phone alone is enough.

    One that was joined to another is archived and names the one that stays (`joined_to`): what still speaks of it
    means that one. `opted_out` are the channels by which they do not want to be written to.
    """

    __tablename__ = "contact"
    __sync__: ClassVar[Sync] = Sync(references={"company_id": "company"}, units=(("requisites",),))

    name: Mapped[str]
    company_id: Mapped[UUID | None] = mapped_column(default=None)
    post: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    comment: Mapped[str] = mapped_column(default="")
    requisites: Mapped[dict[str, str]] = mapped_column(default_factory=dict)
    discount_percent: Mapped[int] = mapped_column(default=0)
    ready_channel: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    other_emails: Mapped[list[str]] = mapped_column(default_factory=list)
    opted_out: Mapped[list[str]] = mapped_column(default_factory=list)
    joined_to: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (
            _index_of_those_that_have("contact", "company_id"),
            _index_of_those_that_have("contact", "joined_to"),
            _index_of_addresses("contact"),
            _index_of_payers("contact"),
        )


class ContactPhone(Record):
    """One number of a contact or of a company, kept as digits with the country code."""

    __tablename__ = "contact_phone"
    __sync__: ClassVar[Sync] = Sync(
        references={"contact_id": "contact", "company_id": "company"}, quiet=("position",)
    )

    digits: Mapped[str]
    contact_id: Mapped[UUID | None] = mapped_column(default=None)
    company_id: Mapped[UUID | None] = mapped_column(default=None)
    extension: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (
            Index("ix_contact_phone_digits", "digits"),
            _index_of_those_that_have("contact_phone", "contact_id"),
            _index_of_those_that_have("contact_phone", "company_id"),
        )


class Company(Record):
    """An organisation that buys; `requisites` is one unit (see desktop.values.drafts.requisites).

    Joined to another, it is kept as a contact is.
    """

    __tablename__ = "company"
    __sync__: ClassVar[Sync] = Sync(units=(("requisites",),))

    name: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    comment: Mapped[str] = mapped_column(default="")
    tax_id: Mapped[str] = mapped_column(default="")
    requisites: Mapped[dict[str, str]] = mapped_column(default_factory=dict)
    discount_percent: Mapped[int] = mapped_column(default=0)
    other_emails: Mapped[list[str]] = mapped_column(default_factory=list)
    opted_out: Mapped[list[str]] = mapped_column(default_factory=list)
    joined_to: Mapped[UUID | None] = mapped_column(default=None)

    @classmethod
    def indexes(cls) -> tuple[Any, ...]:
        return (
            Index("ix_company_tax_id", "tax_id"),
            _index_of_those_that_have("company", "joined_to"),
            _index_of_addresses("company"),
            _index_of_payers("company"),
        )
