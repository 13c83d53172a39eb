# SPDX-License-Identifier: Apache-2.0
"""All data of a shop as CSV with the files beside it, and such a folder taken into an empty shop.

One table is one file, `data/<kind>.csv`, UTF-8, the first line naming the columns. Values are written as in the
journal: money in minor units, times in UTC, ids as text, documents as JSON; an empty cell of a column that may
be empty means "not set"; text that a spreadsheet program would run as a formula has an apostrophe before it, which
is taken off again. Secrets (PIN hashes) are left out.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Integer,
    String,
    Table,
    case,
    func,
    insert,
    literal,
    select,
)

from desktop.domain.column_types import Document, decode, encode
from desktop.domain.firm import Firm
from desktop.domain.record import table_of
from desktop.domain.schema import BY_KIND, CLASSES
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.i18n import _
from desktop.storage import blobs, caches, search_index
from desktop.storage.database import separate_reader
from desktop.storage.faults import files_told
from desktop.storage.journal import UNSEEN, Op, row_of, write
from desktop.storage.tables import counter, draft, journal, journal_step
from desktop.values.batches import batches
from desktop.values.formula_text import neutral, original

if TYPE_CHECKING:
    from desktop.storage.unit_of_work import UnitOfWork

DATA = "data"
README = "README.txt"
_SECRET = {("user", "pin")}
_AT_ONCE = 2000
_LARGEST_CELL = 64 * 1024 * 1024
_RECORDS = tuple(table_of(cls) for cls in CLASSES)
_OWN = (counter, draft)
_HISTORY = (journal_step, journal)
"""Written for people to read; a shop that takes the data in begins a history of its own."""


@dataclass(frozen=True, slots=True)
class Exported:
    """How many rows of each kind and files were written or read, and which names came twice and got a number."""

    counts: dict[str, int]
    files: int
    named: tuple[str, ...] = ()


def write_out(folder: Path, target: Path, *, now: datetime) -> Exported:
    """Write the shop in `folder` as it is at this moment to `target`, which must be new or empty.

    May run while the shop is used. UserError where the target holds something or cannot be written; nothing
    unfinished is left under its name.
    """
    if target.exists() and any(target.iterdir()):
        raise UserError(
            _("The folder {folder} is not empty. Nothing was written. Choose a new one.").format(
                folder=target
            )
        )
    part = target.with_name(f"{target.name}.part")
    with files_told():
        (part / DATA).mkdir(parents=True, exist_ok=True)
        with separate_reader(folder) as connection:
            counts = {
                table.name: _write_table(connection, table, part / DATA / f"{table.name}.csv")
                for table in (*_RECORDS, *_OWN, *_HISTORY)
            }
        files = 0
        for blob in blobs.every(folder):
            blobs.copy_out(folder, blob.hash, part / blobs.FOLDER / blob.hash[:2] / blob.hash)
            files += 1
        (part / README).write_text(_readme(counts, files, now), encoding="utf-8")
        if target.exists():
            target.rmdir()
        part.replace(target)
    return Exported({kind: counts[kind] for kind in BY_KIND}, files)


def read_in(uow: UnitOfWork, source: Path, folder: Path) -> Exported:
    """Take an exported folder into an empty shop, in the transaction of `uow`.

    What was let through in the other shop is let through here. UserError that names the file, line and column
    of anything that cannot be read; nothing is kept then.
    """
    connection = uow.session.connection()
    if connection.scalar(select(func.count()).select_from(Firm)) or connection.scalar(
        select(func.count()).select_from(User)
    ):
        raise UserError(
            _(
                "This shop is not empty. Nothing was taken in. Begin with an empty folder: --data DIR."
            )
        )
    if not (source / DATA / "firm.csv").is_file():
        raise UserError(
            _(
                "{folder} holds no exported shop. Nothing was taken in. Choose the folder with {readme}."
            ).format(folder=source, readme=README)
        )
    files = _read_files(source, folder)
    step = uow.claim_step()
    counts = {table.name: _read_records(uow, connection, table, source, step) for table in _RECORDS}
    for table in _OWN:
        _read_own(connection, table, source)
    caches.refresh_all(connection)
    search_index.rebuild(connection)
    return Exported(counts, files)


def _write_table(connection: Connection, table: Table, path: Path) -> int:
    columns = [column for column in table.columns if column.name != "n" or table in _HISTORY]
    open_ones = [_without_secret(column) for column in columns]
    rows = connection.execution_options(yield_per=_AT_ONCE).execute(select(*open_ones))
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow([column.name for column in columns])
        for row in rows:
            out.writerow(_cell(column, value) for column, value in zip(columns, row, strict=True))
            count += 1
    return count


def _without_secret(column: Column[Any]) -> ColumnElement[Any]:
    if (column.table.name, column.name) in _SECRET:
        return literal("").label(column.name)
    if column is journal.c.patch:
        bare = {kind: func.json_remove(column, f"$.{field}") for kind, field in _SECRET}
        return case(bare, value=journal.c.kind, else_=column).label(column.name)
    return column


def _cell(column: Column[Any], value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(column.type, Document):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str):
        return neutral(value)
    return str(encode(value))


def _read_records(
    uow: UnitOfWork, connection: Connection, table: Table, source: Path, step: int
) -> int:
    count = 0
    left_out = UNSEEN.union(BY_KIND[table.name].__sync__.caches)
    for batch in batches(_rows(table, source), _AT_ONCE):
        ops = []
        for row in batch:
            row["stamp"] = uow.next_stamp()
            patch = {name: encode(value) for name, value in row.items() if name not in left_out}
            ops.append(Op(table.name, row["id"], True, row["stamp"], patch))
        connection.execute(insert(table), batch)
        write(connection, [row_of(step, op, {}) for op in ops])
        count += len(batch)
    return count


def _read_own(connection: Connection, table: Table, source: Path) -> None:
    for batch in batches(_rows(table, source), _AT_ONCE):
        connection.execute(insert(table), batch)


def _rows(table: Table, source: Path) -> Iterator[dict[str, Any]]:
    """The rows of one file with their values; a column that a newer version added is left aside."""
    path = source / DATA / f"{table.name}.csv"
    if not path.is_file():
        return
    readers = {c.name: (c, _reader(c)) for c in table.columns if c.name != "n"}
    csv.field_size_limit(_LARGEST_CELL)
    with files_told(), path.open(encoding="utf-8-sig", newline="") as file:
        lines = csv.reader(file)
        try:
            header = next(lines, [])
            _refuse_missing(path, header, table)
            for cells in lines:
                yield _row(path, lines.line_num, header, cells, readers)
        except (csv.Error, UnicodeDecodeError) as error:
            raise _unreadable(path, lines.line_num, "", str(error)) from error


def _row(
    path: Path,
    line: int,
    header: list[str],
    cells: list[str],
    readers: Mapping[str, tuple[Column[Any], Callable[[str], Any]]],
) -> dict[str, Any]:
    if len(cells) != len(header):
        raise _unreadable(path, line, "", f"{len(cells)} / {len(header)}")
    row: dict[str, Any] = {}
    for name, cell in zip(header, cells, strict=True):
        if name not in readers:
            continue
        column, read = readers[name]
        try:
            row[name] = None if not cell and column.nullable else read(cell)
        except (ValueError, ArithmeticError) as error:
            raise _unreadable(path, line, name, cell[:40]) from error
    return row


def _reader(column: Column[Any]) -> Callable[[str], Any]:
    match column.type:
        case Boolean():
            return _boolean
        case Integer():
            return int
        case Document():
            return json.loads
        case String():
            return original
        case kind:
            return lambda cell: decode(kind, cell)


def _boolean(cell: str) -> bool:
    return bool(("false", "true").index(cell))


def _refuse_missing(path: Path, header: list[str], table: Table) -> None:
    missing = {c.name for c in table.columns} - set(header) - {"n"}
    if missing:
        raise _unreadable(path, 1, ", ".join(sorted(missing)), "")


def _unreadable(path: Path, line: int, column: str, found: str) -> UserError:
    return UserError(
        _(
            "Line {line} of {file} cannot be read ({what}). Nothing was taken in. Mend the line or export again."
        ).format(line=line, file=path.name, what=": ".join(filter(None, (column, found))))
    )


def _read_files(source: Path, folder: Path) -> int:
    count = 0
    for blob in blobs.every(source):
        kept = blobs.put_file(folder, blobs.path_of(source, blob.hash))
        if kept.hash != blob.hash:
            raise UserError(
                _("The file {file} is damaged. Nothing was taken in. Export again.").format(
                    file=blob.hash
                )
            )
        count += 1
    return count


def _readme(counts: Mapping[str, int], files: int, now: datetime) -> str:
    head = _(
        "All data of a Counterfoil shop, written {when} (UTC).\n\n"
        "data/ holds one CSV file for each kind, UTF-8 with a line of column names. Money is in minor units "
        "(pence, kopecks), times are in UTC, an empty cell means “not set”. A column that ends in _id names "
        "a row of another file. What was taken back is in voided.csv; who changed what is in journal_step.csv "
        "and journal.csv. PINs are left out.\n"
        "files/ holds the attached files under the SHA-256 of their contents; attachment.csv and "
        "document_version.csv say what they are called.\n\n"
        "To begin a new shop with this data: python -m desktop import FOLDER --data NEW_FOLDER"
    ).format(when=f"{now:%Y-%m-%d %H:%M}")
    lines = [f"{kind}: {count}" for kind, count in counts.items() if count]
    return "\n".join([head, "", *lines, f"{blobs.FOLDER}: {files}", ""])
