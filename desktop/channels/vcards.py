# SPDX-License-Identifier: Apache-2.0
"""vCards of versions 2.1, 3.0 and 4.0, mixed or not, as rows: each card is one, each property that matters a cell."""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from desktop.channels.tables import TableRow
from desktop.channels.text_rows import lines
from desktop.i18n import N_, _

DELIMITER: Final = "vcard"
"""Stands for the sign that parts cells, as cards have none."""

COLUMNS: Final = ("FN", "ORG", "TITLE", "TEL", "EMAIL", "ADR", "URL", "NOTE")
"""Properties as the standard names them (RFC 6350, section 6): the columns of the table."""

_PROPERTY: Final = re.compile(
    r"(?:[\w-]+\.)?(?P<name>[A-Za-z-]+)(?P<parameters>(?:;(?:\"[^\"]*\"|[^:\"])*)?):(?P<value>.*)",
    re.DOTALL,
)
_CHARSET: Final = re.compile(r"charset=\"?([\w.-]+)", re.IGNORECASE)
_QUOTED: Final = re.compile(r"[;,=]\s*(?:encoding=)?(?:quoted-printable)", re.IGNORECASE)
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_PART: Final = re.compile(r"(?<!\\);")
_LONGEST: Final = 20_000
_NOT_CLOSED: Final = N_("This card has no end: the file is cut off here.")
_NO_CARD: Final = N_("This card says nothing about anybody.")


def begins_with_card(head: bytes) -> bool:
    """Whether a file begins with a card, in whatever encoding."""
    bare = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
    return bare[:11].upper() == b"BEGIN:VCARD"


def card_rows(path: Path, encoding: str) -> Iterator[TableRow]:
    """The names of the columns first, then the cards, each with the line on which it begins."""
    yield TableRow(0, COLUMNS)
    card: _Card | None = None
    for number, text in _unfolded(lines(path, encoding)):
        bare = text.strip().upper()
        if bare == "BEGIN:VCARD":
            if card is not None:
                yield card.row(_(_NOT_CLOSED))
            card = _Card(number, encoding)
        elif bare == "END:VCARD" and card is not None:
            yield card.row()
            card = None
        elif card is not None:
            card.take(text)
    if card is not None:
        yield card.row(_(_NOT_CLOSED))


@dataclass(slots=True)
class _Card:
    line: int
    encoding: str
    values: dict[str, list[str]] = field(default_factory=dict)
    name: str = ""

    def take(self, text: str) -> None:
        """One property; what nobody needs, above all pictures, is left out."""
        found = _PROPERTY.fullmatch(text)
        if found is None:
            return
        name = found["name"].upper()
        if name != "N" and name not in COLUMNS:
            return
        value = _decoded(found["value"], found["parameters"], self.encoding)
        if name == "N":
            family, given, middle = [*_parts(value), "", "", ""][:3]
            self.name = " ".join(one for one in (given, middle, family) if one)
        elif shown := _shown(name, value):
            known = self.values.setdefault(name, [])
            if shown not in known:
                known.append(shown)

    def row(self, trouble: str = "") -> TableRow:
        """The card as a row; one that is not closed or empty is told."""
        if self.name and not self.values.get("FN"):
            self.values["FN"] = [self.name]
        cells = tuple("; ".join(self.values.get(name, ())) for name in COLUMNS)
        if not trouble and not any(cells):
            cells, trouble = ("-", *cells[1:]), _(_NO_CARD)
        return TableRow(self.line, cells, troubles=((-1, trouble),) if trouble else ())


def _shown(name: str, value: str) -> str:
    if name in {"ORG", "ADR"}:
        return ", ".join(part for part in _parts(value) if part)
    text = " ".join(_plain(value).split()) if name != "NOTE" else _plain(value).strip()
    if name in {"TEL", "EMAIL"}:
        text = re.sub(r"^(?:tel|mailto):", "", text, flags=re.IGNORECASE)
        text = text.replace(";ext=", " ext. ")
    # In Russian cards a name of several parts may stand in FN as it stood in N.
    return text.strip("; ")


def _parts(value: str) -> list[str]:
    return [" ".join(_plain(part).split()) for part in _PART.split(value)]


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def _decoded(value: str, parameters: str, encoding: str) -> str:
    """The value as text: version 2.1 may write it in bytes of its own encoding."""
    if not _QUOTED.search(parameters):
        return value
    named = _CHARSET.search(parameters)
    charset = named[1] if named else encoding
    try:
        return quopri.decodestring(value.encode(encoding, "replace")).decode(charset, "replace")
    except (LookupError, binascii.Error, ValueError):
        return value


def _unfolded(source: Iterator[str]) -> Iterator[tuple[int, str]]:
    """Logical lines with the number of their first one: folded by a blank, or in version 2.1 by a mark at the end."""
    held, begun, is_soft = "", 0, False
    for number, line in enumerate(source, 1):
        if begun and is_soft:
            held = held[:-1] + line
        elif begun and line[:1] in {" ", "\t"}:
            held += line[1:]
        else:
            if begun:
                yield begun, held
            held, begun = line, number
        held = held[:_LONGEST]
        # A picture ends in such marks, too: only a value in quoted printable goes on after one.
        is_soft = held.endswith("=") and bool(_QUOTED.search(held.partition(":")[0]))
    if begun:
        yield begun, held
