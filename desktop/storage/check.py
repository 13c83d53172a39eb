# SPDX-License-Identifier: Apache-2.0
"""Checks a shop through and through: pages, references, caches, facts, journal, files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection, func, select

from desktop.domain.card import CARDS
from desktop.domain.document import Attachment, DocumentVersion, Template
from desktop.domain.firm import Firm
from desktop.domain.pipeline import Stage
from desktop.domain.record import Record, table_of
from desktop.domain.schema import BY_KIND, CLASSES
from desktop.storage import blobs, caches
from desktop.storage.outbox import membership
from desktop.storage.tables import journal, journal_step


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: which check found it, in which kind and record, and what."""

    check: str
    kind: str
    record: str
    detail: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a check looked at, by kind, and the faults it found; none when the shop is sound."""

    counts: dict[str, int]
    faults: tuple[Fault, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


Check = Callable[[Connection], Iterator[Fault]]


def check(connection: Connection, folder: Path) -> Report:
    """Look at everything in the shop; reads only. Takes a while on a large shop: every file is read."""
    counts = {
        cls.entity(): connection.scalar(select(func.count()).select_from(cls)) or 0
        for cls in CLASSES
    }
    faults = list(_integrity(connection))
    if not faults:
        faults = [fault for one in _CHECKS for fault in one(connection)]
        faults += _files(connection, folder)
    return Report(counts, tuple(faults))


def _integrity(connection: Connection) -> Iterator[Fault]:
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check(100)"):
        if line != "ok":
            yield Fault("integrity", "database", "", str(line))


_OF_CARDS = frozenset({"card_id", "kept_id", "other_id"})
"""The fields that name a record of the kind that stands in `card_kind`."""


def _orphans(connection: Connection) -> Iterator[Fault]:
    """References, declared on the classes, that lead nowhere."""
    for cls in CLASSES:
        table = table_of(cls)
        for field, kind in cls.__sync__.references.items():
            if field in _OF_CARDS and "card_kind" in table.c:
                yield from _orphan_cards(connection, cls, field)
                continue
            yield from _orphans_of(connection, cls, field, kind)


def _orphan_cards(connection: Connection, cls: type[Record], field: str) -> Iterator[Fault]:
    table = table_of(cls)
    for kind in connection.scalars(select(table.c.card_kind).distinct()).all():
        if kind in BY_KIND:
            yield from _orphans_of(connection, cls, field, kind, table.c.card_kind == kind)


def _orphans_of(
    connection: Connection, cls: type[Record], field: str, kind: str, *conditions: object
) -> Iterator[Fault]:
    table, target = table_of(cls), table_of(BY_KIND[kind]).alias()
    found = select(table.c.id, table.c[field]).where(
        table.c[field].is_not(None),
        ~select(target.c.id).where(target.c.id == table.c[field]).exists(),
        *conditions,  # type: ignore[arg-type]  # comparisons of columns
    )
    for record, missing in connection.execute(found):
        yield Fault("reference", cls.entity(), str(record), f"{field}: {kind} {missing}")


def _wrong_caches(connection: Connection) -> Iterator[Fault]:
    for deal, amount, paid in caches.wrong(connection):
        yield Fault("cache", "deal", str(deal), f"amount {amount}, paid {paid}")
    for cls in CARDS:
        kinds = select(cls.id, cls.stage_kind, Stage.kind).join(Stage, Stage.id == cls.stage_id)
        for card, held, true in connection.execute(kinds.where(cls.stage_kind != Stage.kind)):
            yield Fault("cache", cls.entity(), str(card), f"stage_kind {held}, {true}")


def _changed_facts(connection: Connection) -> Iterator[Fault]:
    """Facts have one entry in the journal, the one that made them, and say what it says."""
    facts = [cls.entity() for cls in CLASSES if cls.__sync__.fact]
    edited = select(journal.c.kind, journal.c.id).where(
        journal.c.kind.in_(facts), ~journal.c.is_new
    )
    for kind, record in connection.execute(edited):
        yield Fault("fact", kind, str(record), "changed after it was made")
    for kind in facts:
        twice = (
            select(journal.c.id)
            .where(journal.c.kind == kind, journal.c.is_new)
            .group_by(journal.c.id)
            .having(func.count() > 1)
        )
        for record in connection.scalars(twice):
            yield Fault("fact", kind, str(record), "made twice")


def _journal(connection: Connection) -> Iterator[Fault]:
    """The journal has no hole, each entry belongs to a step and can be read, and each stamp is there once."""
    count, first, last = connection.execute(
        select(func.count(), func.min(journal.c.n), func.max(journal.c.n))
    ).one()
    if count and count != last - first + 1:
        yield Fault("journal", "journal", "", f"{last - first + 1 - count} entries are missing")
    loose = select(journal.c.n).where(
        ~select(journal_step.c.n).where(journal_step.c.n == journal.c.step).exists()
    )
    for n in connection.scalars(loose):
        yield Fault("journal", "journal", str(n), "belongs to no step")
    for n, patch in connection.execute(select(journal.c.n, journal.c.patch)):
        if not _is_readable(patch):
            yield Fault("journal", "journal", str(n), "cannot be read")
    stamps = select(journal.c.stamp).group_by(journal.c.stamp).having(func.count() > 1)
    for stamp in connection.scalars(stamps):
        yield Fault("journal", "journal", "", f"stamp {stamp} twice")


def _is_readable(patch: str) -> bool:
    try:
        return isinstance(json.loads(patch), dict)
    except ValueError:
        return False


def _files(connection: Connection, folder: Path) -> Iterator[Fault]:
    """Every file a record names is there, and its contents are those of its hash."""
    owners: dict[str, tuple[str, UUID]] = {}
    is_joined = membership(connection) is not None
    for cls, fields in _WITH_FILES:
        table = table_of(cls)
        for record, *named in connection.execute(select(table.c.id, *(table.c[f] for f in fields))):
            owners.update((blob, (cls.entity(), record)) for blob in named if blob)
    for blob, (kind, record) in owners.items():
        fault = _fault_of_file(folder, blob)
        # Where desks meet, a file may still be at another one, or at the hub alone.
        if fault and not (fault == _MISSING and is_joined):
            yield Fault("file", kind, str(record), f"{blob}: {fault}")


def _fault_of_file(folder: Path, blob: str) -> str:
    try:
        path = blobs.path_of(folder, blob)
    except ValueError:
        return "no hash"
    if not path.is_file():
        return _MISSING
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    return "" if found == blob else "damaged"


_MISSING = "missing"
_WITH_FILES: tuple[tuple[type[Record], tuple[str, ...]], ...] = (
    (Attachment, ("blob",)),
    (DocumentVersion, ("blob", "pdf_blob")),
    (Template, ("blob",)),
    (Firm, ("stamp_blob", "signature_blob")),
)
_CHECKS: tuple[Check, ...] = (_orphans, _wrong_caches, _changed_facts, _journal)
