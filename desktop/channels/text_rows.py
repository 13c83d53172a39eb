# SPDX-License-Identifier: Apache-2.0
"""A text file as rows, read little by little: however long it is, only a few lines of it are held."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from desktop.channels import csv_text, text_encoding
from desktop.channels.tables import TableRow
from desktop.channels.text_encoding import Guess
from desktop.channels.workbook_check import MOST_COLUMNS, MOST_ROWS
from desktop.errors import UserError
from desktop.i18n import _
from desktop.values.formula_text import original

_TRIAL_LINES: Final = 1000
_PIECE: Final = 1 << 20
_LATIN: Final = ("Basic Latin", "Latin", "Control", "General", "Currency", "Spacing", "Letterlike")


def find_encoding(path: Path) -> Guess:
    """In which encoding a text file was written."""
    data = _telling(path)
    if guessed := text_encoding.guess(data):
        return guessed
    import charset_normalizer

    best = charset_normalizer.from_bytes(text_encoding.sample(data)).best()
    # Latin alphabets differ by meaning only, which short cells do not show: the usual one is taken,
    # and the person is asked.
    if best is None or all(name.startswith(_LATIN) for name in best.alphabets):
        return Guess("cp1252", is_sure=False)
    return Guess(best.encoding, is_sure=False)


def find_delimiter(path: Path, encoding: str) -> str:
    """Which sign parts the cells of a text file."""
    return csv_text.find_delimiter(list(islice(lines(path, encoding), _TRIAL_LINES)))


def text_rows(path: Path, encoding: str, delimiter: str) -> Iterator[TableRow]:
    """The records of a text file with the lines they begin on; UserError where it is no text, or far too large."""
    for count, record in enumerate(csv_text.records(lines(path, encoding), delimiter)):
        _refuse_vast(record.line, count, len(record.cells))
        cells = tuple([original(stripped(cell)) for cell in record.cells])
        if record.is_doubtful:
            text = _("Its quotation marks do not match: its columns may be wrong.")
            yield TableRow(record.line, cells, troubles=((-1, text),))
        else:
            yield TableRow(record.line, cells)


def lines(path: Path, encoding: str) -> Iterator[str]:
    """The lines of a text file, whichever system wrote it; never split at the rarer separators of Unicode."""
    used = "utf-8-sig" if encoding == "utf-8" else encoding
    number = 0
    try:
        with path.open(encoding=used, newline=None) as file:
            for number, line in enumerate(file, 1):
                if "\x00" in line:
                    raise _no_text(number)
                bare = line.removesuffix("\n")
                yield bare.removeprefix("\ufeff") if number == 1 else bare
    except LookupError as error:
        raise UserError(
            _("There is no encoding “{encoding}”. Nothing was read. Choose another one.").format(
                encoding=encoding
            )
        ) from error
    except UnicodeError as error:
        raise _unreadable(path, encoding, error) from error
    except OSError as error:
        raise UserError(
            _("The file {name} cannot be read to its end. Nothing was taken in.").format(
                name=path.name
            )
        ) from error


def stripped(text: str) -> str:
    """The cell without blanks around it; a no-break space may be half a letter read wrongly."""
    bare = text.strip(" \t\n")
    return "" if bare.isspace() else bare


def _telling(path: Path) -> bytes:
    """What of a file tells its encoding: its beginning and its lines beyond ASCII, or the byte that is no UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        head = file.read(_PIECE)
        found, piece = head, head
        while piece:
            try:
                decoder.decode(piece)
            except UnicodeDecodeError:
                return found if piece is head else found + b"\n" + text_encoding.sample(piece)
            if piece is not head and len(found) < 2 * _PIECE:
                found += b"\n" + text_encoding.sample(piece)
            piece = file.read(_PIECE)
    # Cut inside a letter at the end of the first piece, it would not pass for UTF-8.
    return found.decode("utf-8", "ignore").encode() if len(head) == _PIECE else found


def _unreadable(path: Path, encoding: str, error: UnicodeError) -> UserError:
    called = dict(text_encoding.ENCODINGS).get(encoding, encoding)
    line = _line_of_error(path, encoding) if isinstance(error, UnicodeDecodeError) else 0
    if not line:
        return UserError(
            _("The file cannot be read as {encoding}. Choose another encoding.").format(
                encoding=called
            )
        )
    return UserError(
        _("Line {line} cannot be read as {encoding}. Choose another encoding.").format(
            line=line, encoding=called
        )
    )


def _line_of_error(path: Path, encoding: str) -> int:
    """The line on which a file stops being of this encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            try:
                decoder.decode(piece)
            except UnicodeDecodeError as error:
                return line + error.object.count(b"\n", 0, error.start)
            line += piece.count(b"\n")
    return line


def _no_text(line: int) -> UserError:
    return UserError(
        _(
            "Line {line} holds a byte that no text has: the file is damaged, or it is not a table. "
            "Nothing was read. Choose an XLSX or CSV file."
        ).format(line=line)
    )


def _refuse_vast(line: int, rows: int, width: int) -> None:
    if width > MOST_COLUMNS:
        raise UserError(
            _(
                "Line {line} has {width} cells, too many for a list. Nothing was read. "
                "Choose another delimiter, or check the file."
            ).format(line=line, width=width)
        )
    if rows > MOST_ROWS:
        raise UserError(
            _(
                "This file has more than {most} rows. Nothing was read. Split it into smaller files."
            ).format(most=MOST_ROWS)
        )
