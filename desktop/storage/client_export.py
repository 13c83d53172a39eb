# SPDX-License-Identifier: Apache-2.0
"""All that is kept about one client, for whoever asks for their data: one JSON file with the files beside it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, or_, select

from desktop.domain.column_types import encode
from desktop.domain.deal import Deal
from desktop.domain.document import Attachment, DocumentVersion
from desktop.domain.lead import Lead
from desktop.domain.message import Message
from desktop.domain.people import Contact
from desktop.domain.phone_call import PhoneCall
from desktop.domain.record import Record, table_of
from desktop.domain.schema import BY_KIND
from desktop.errors import UserError
from desktop.i18n import _
from desktop.storage import blobs, erase_here
from desktop.storage.faults import files_told
from desktop.storage.taken_away import rows_of
from desktop.values.batches import batches
from desktop.values.file_names import safe_stem

DATA: Final = "client.json"
FILES: Final = "files"
_LEFT_OUT: Final = frozenset({"n", "stamp", "search", "rank"})
_NAMED: Final = ("user", "stage", "pipeline", "product", "refusal_reason", "firm")
"""Kinds of which the file says what their ids are called."""


@dataclass(frozen=True, slots=True)
class Written:
    """How many records of each kind and how many files were written, and which files are still at other computers."""

    counts: dict[str, int]
    files: int
    missing: tuple[str, ...]


def write_out(
    connection: Connection, client: UUID, *, folder: Path, target: Path, now: datetime
) -> Written:
    """Write what the connection shows of a client to a new folder; UserError where it holds something already."""
    if target.exists() and any(target.iterdir()):
        raise UserError(
            _("The folder {folder} is not empty. Nothing was written. Choose a new one.").format(
                folder=target
            )
        )
    records = _records(connection, client)
    part = target.with_name(f"{target.name}.part")
    with files_told():
        (part / FILES).mkdir(parents=True, exist_ok=True)
        written, missing = _write_files(records, folder, part / FILES)
        told = {
            "written_at": now.isoformat(timespec="seconds"),
            "records": records,
            "names": _names(connection, records),
            "files": written,
            "files_at_other_computers": missing,
        }
        body = json.dumps(told, ensure_ascii=False, indent=1)
        (part / DATA).write_text(body, encoding="utf-8")
        if target.exists():
            target.rmdir()
        part.replace(target)
    counts = {kind: len(rows) for kind, rows in records.items()}
    return Written(counts, len(written), tuple(missing))


def _records(connection: Connection, client: UUID) -> dict[str, list[dict[str, Any]]]:
    own = erase_here.rows_of(connection, client)
    if not own:
        raise UserError(_("This client is no longer there. Nothing was written."))
    people = [*own.get("contact", ()), *own.get("company", ())]
    people += connection.scalars(select(Contact.id).where(Contact.company_id.in_(people))).all()
    cards: list[UUID] = []
    for cls in (Deal, Lead):
        is_theirs = or_(cls.contact_id.in_(people), cls.company_id.in_(people))
        cards += connection.scalars(select(cls.id).where(is_theirs)).all()
    wanted: dict[str, set[UUID]] = {kind: {*ids} for kind, ids in own.items()}
    for row, kind in rows_of(connection, [*cards, *people]).items():
        wanted.setdefault(kind, set()).add(row)
    wanted.setdefault("contact", set()).update(_there(connection, Contact, people))
    for said in (Message, PhoneCall):
        found = connection.scalars(select(said.id).where(said.contact_id.in_(people)))
        wanted.setdefault(said.entity(), set()).update(found)
    read = {
        kind: _rows(connection, BY_KIND[kind], wanted[kind]) for kind in BY_KIND if kind in wanted
    }
    return {kind: rows for kind, rows in read.items() if rows}


def _there(connection: Connection, cls: type[Record], ids: Iterable[UUID]) -> list[UUID]:
    return list(connection.scalars(select(cls.id).where(cls.id.in_([*ids]))))


def _rows(connection: Connection, cls: type[Record], ids: set[UUID]) -> list[dict[str, Any]]:
    table, found = table_of(cls), []
    for batch in batches(sorted(ids)):
        rows = connection.execute(select(table).where(table.c.id.in_(batch)).order_by(table.c.n))
        found += [
            {name: encode(value) for name, value in row.items() if name not in _LEFT_OUT}
            for row in rows.mappings()
        ]
    return found


def _names(connection: Connection, records: Mapping[str, list[dict[str, Any]]]) -> dict[str, str]:
    """What colleagues, stages and the like are called that the records name by their ids."""
    said = {value for rows in records.values() for row in rows for value in row.values()
            if isinstance(value, str)}  # fmt: skip
    found: dict[str, str] = {}
    for kind in _NAMED:
        table = table_of(BY_KIND[kind])
        rows = connection.execute(select(table.c.id, table.c.name))
        found |= {str(row.id): row.name for row in rows if str(row.id) in said}
    return found


def _write_files(
    records: Mapping[str, list[dict[str, Any]]], folder: Path, target: Path
) -> tuple[dict[str, str], list[str]]:
    """Copy the files under names of their own; by that name which hash it is, and which are not here."""
    written: dict[str, str] = {}
    missing: list[str] = []
    for blob, name in _files(records):
        if blob in written.values() or name in missing:
            continue
        if not blobs.has(folder, blob):
            missing.append(name)
            continue
        free = _free_name(name, written)
        blobs.copy_out(folder, blob, target / free)
        written[free] = blob
    return written, missing


def _files(records: Mapping[str, list[dict[str, Any]]]) -> Iterable[tuple[str, str]]:
    for row in records.get(Attachment.entity(), ()):
        yield row["blob"], row["file_name"]
    for row in records.get(DocumentVersion.entity(), ()):
        yield row["blob"], row["file_name"]
        if row["pdf_blob"]:
            yield row["pdf_blob"], f"{Path(row['file_name']).stem}.pdf"
    for row in records.get(Message.entity(), ()):
        for one in row["attachments"]:
            yield one["blob"], one.get("file_name") or one.get("name") or one["blob"]


def _free_name(name: str, taken: Mapping[str, str]) -> str:
    path = Path(name)
    stem, suffix = safe_stem(path.stem), path.suffix
    free, n = f"{stem}{suffix}", 2
    while free in taken:
        free, n = f"{stem} {n}{suffix}", n + 1
    return free
