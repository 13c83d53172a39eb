# SPDX-License-Identifier: Apache-2.0
"""The files that the shop's records name: what they hold, since when, and at which desk they were put there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, select

from desktop.domain.document import Attachment, DocumentVersion, Template
from desktop.domain.firm import Firm
from desktop.domain.message import Message
from desktop.storage.outbox import ROW, former_devices, membership, versions, wrote

SIGNS = 2
"""Of a computer's code, with which the code of each person at it begins."""


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file by its hash, and the records that name it. Without a time it is wanted at every desk, as templates are."""

    blob: str
    records: tuple[UUID, ...]
    at: datetime | None = None

    def also(self, other: NamedFile) -> NamedFile:
        """The same file, named by more records."""
        newest = None if self.at is None or other.at is None else max(self.at, other.at)
        return NamedFile(self.blob, (*self.records, *other.records), newest)


def named(connection: Connection) -> list[NamedFile]:
    """Every file that a record names, the newest first; those wanted everywhere before all others."""
    found: dict[str, NamedFile] = {}
    for one in _all(connection):
        known = found.get(one.blob)
        found[one.blob] = one if known is None else known.also(one)
    always = [one for one in found.values() if one.at is None]
    dated = [(one.at, one) for one in found.values() if one.at is not None]
    return [*always, *(one for _at, one in sorted(dated, key=lambda pair: pair[0], reverse=True))]


def of_records(connection: Connection, ids: Iterable[UUID]) -> set[str]:
    """The files that these records name and no other does."""
    asked = set(ids)
    found = [one for one in _all(connection) if one.blob]
    elsewhere = {one.blob for one in found if not asked.issuperset(one.records)}
    return {one.blob for one in found} - elsewhere


def desk_of(connection: Connection, record: UUID) -> str | None:
    """The two signs of the computer where a record was made; None where that was here."""
    joined = membership(connection)
    by = wrote(versions(connection, record).get(ROW, "")).partition(".")[0]
    if joined is None or not by:
        return None
    here = {one.code for one in (*joined.by_user.values(), *former_devices(connection))}
    return None if by in here else by[:SIGNS]


def _all(connection: Connection) -> Iterator[NamedFile]:
    for id_, blob in connection.execute(
        select(Template.id, Template.blob).where(Template.archived_at.is_(None))
    ):
        yield NamedFile(blob, (id_,))
    for id_, *pictures in connection.execute(select(Firm.id, Firm.stamp_blob, Firm.signature_blob)):
        yield from (NamedFile(blob, (id_,)) for blob in pictures if blob)
    version = DocumentVersion
    for id_, at, *papers in connection.execute(
        select(version.id, version.at, version.blob, version.pdf_blob)
    ):
        yield from (NamedFile(blob, (id_,), at) for blob in papers if blob)
    for id_, blob, at in connection.execute(select(Attachment.id, Attachment.blob, Attachment.at)):
        yield NamedFile(blob, (id_,), at)
    for id_, attached, at in connection.execute(
        select(Message.id, Message.attachments, Message.created_at)
    ):
        yield from (NamedFile(one["blob"], (id_,), at) for one in attached)
