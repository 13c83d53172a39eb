# SPDX-License-Identifier: Apache-2.0
"""Workbooks before they are read: whole, of a sane size, and which formulas have no result in them."""

from __future__ import annotations

import html
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.errors import UserError
from desktop.i18n import _, file_size

MOST_COLUMNS: Final = 500
MOST_ROWS: Final = 500_000
_MOST_CELLS: Final = 10_000_000
_MOST_BYTES: Final = 400_000_000
_CHUNK: Final = 1 << 20
_OVERLAP: Final = 4096

_ROW: Final = re.compile(rb"<(?:\w+:)?row\b[^>]*?\br=\"(\d{1,8})\"")
_CELL: Final = re.compile(rb"<(?:\w+:)?c\b[^>]*?\br=\"([A-Z]{1,3})\d")
_UNSAVED: Final = re.compile(
    rb"<c\b[^>]*?\br=\"([A-Z]{1,3})(\d{1,7})\"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)"
    rb"\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_FAILED: Final = re.compile(
    rb"<c\b(?=[^>]*\bt=\"e\")[^>]*?\br=\"([A-Z]{1,3})(\d{1,7})\"[^>]*>.{0,2000}?<v>([^<]{1,40})</v>",
    re.DOTALL,
)
_ATTRIBUTE: Final = re.compile(r"(?:\w+:)?(\w+)\s*=\s*\"([^\"]*)\"")


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that has no value: a formula whose result was not saved (`error` is ""), or an error."""

    line: int
    column: int
    name: str
    error: str


def check_container(path: Path) -> None:
    """Refuse a workbook that is cut off, or that unpacks to more than a list can be.

    Only the zip container of XLSX and ODS is looked into; another kind of file passes.
    """
    with _opened(path) as container:
        if container is None:
            return
        unpacked = sum(member.file_size for member in container.infolist())
        if unpacked > _MOST_BYTES:
            raise too_large(unpacked)
        if "[Content_Types].xml" in container.namelist() and not _has_sheets(container):
            raise UserError(_("This is a document, not a table. Choose an XLSX or CSV file."))


def check_sheet(path: Path, sheet: str) -> tuple[BadCell, ...]:
    """The cells of a sheet of an XLSX that have no value; UserError where the sheet is far too wide.

    The sheet is read in pieces: one stray cell in the last row and column must not take the memory.
    """
    with _opened(path) as container:
        member = _member_of(container, sheet) if container else None
        if container is None or member is None:
            return ()
        _refuse_vast(container, member)
        return tuple(_bad_cells(container, member))


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile | None]:
    with path.open("rb") as file:
        is_zip = file.read(4) == b"PK\x03\x04"
    if not is_zip:
        yield None
        return
    try:
        with zipfile.ZipFile(path) as container:
            yield container
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise cut_off() from error


def cut_off() -> UserError:
    """The error for a workbook of which only a part is there."""
    return UserError(
        _(
            "Only a part of this workbook is here, or it is damaged. Nothing was read. "
            "Copy or download the file again."
        )
    )


def too_large(size: int) -> UserError:
    """The error for a file that no price list or client list can be."""
    return UserError(
        _(
            "This file holds {size}, too much for a list. Nothing was read. "
            "Save the sheet you need as a file of its own."
        ).format(size=file_size(size))
    )


def _has_sheets(container: zipfile.ZipFile) -> bool:
    return any(name.startswith("xl/") for name in container.namelist())


def _member_of(container: zipfile.ZipFile, sheet: str) -> str | None:
    """The part that holds a sheet, by the workbook's own table (ECMA-376, part 1, 18.2.19)."""
    names = set(container.namelist())
    book, links = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if not {book, links} <= names:
        return None
    sheets = _tags(container.read(book), "sheet")
    wanted = next((tag["id"] for tag in sheets if tag.get("name") == sheet and "id" in tag), None)
    for link in _tags(container.read(links), "Relationship"):
        if link.get("Id") == wanted:
            target = link.get("Target", "").lstrip("/")
            member = target if target.startswith("xl/") else f"xl/{target}"
            return member if member in names else None
    return None


def _tags(content: bytes, name: str) -> list[dict[str, str]]:
    """The attributes of all tags of a name, without their namespaces."""
    text = content.decode("utf-8", "replace")
    found = re.findall(rf"<(?:\w+:)?{name}\b([^>]*)>", text)
    return [
        {key: html.unescape(value) for key, value in _ATTRIBUTE.findall(attributes)}
        for attributes in found
    ]


def _refuse_vast(container: zipfile.ZipFile, member: str) -> None:
    """A reader lays out all cells from the first to the last one, filled or not."""
    rows = columns = 1
    for piece in _pieces(container, member):
        rows = max([rows, *(int(number) for number in _ROW.findall(piece))])
        columns = max(
            [columns, *(_column_number(letters) for letters in set(_CELL.findall(piece)))]
        )
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > _MOST_CELLS:
        raise UserError(
            _(
                "This sheet reaches to row {rows} and column {columns}, too far for a list. Nothing was read. "
                "Delete the stray cells at its end, or copy the list to a new sheet."
            ).format(rows=rows, columns=columns)
        )


def _bad_cells(container: zipfile.ZipFile, member: str) -> Iterator[BadCell]:
    told: set[str] = set()
    for piece in _pieces(container, member):
        found: list[BadCell] = []
        if b"<f" in piece:
            found += (_bad_cell(one, "") for one in _UNSAVED.finditer(piece))
        if b't="e"' in piece:
            found += (
                _bad_cell(one, one[3].decode("ascii", "replace")) for one in _FAILED.finditer(piece)
            )
        yield from (cell for cell in found if cell.name not in told)
        told = {cell.name for cell in found}


def _bad_cell(found: re.Match[bytes], error: str) -> BadCell:
    letters, line = found[1], int(found[2])
    return BadCell(line, _column_number(letters), f"{letters.decode()}{line}", error)


def _pieces(container: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """The part in pieces that overlap, so that no tag is cut by a border."""
    with container.open(member) as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            yield rest + chunk
            rest = chunk[-_OVERLAP:]


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
