# SPDX-License-Identifier: Apache-2.0
"""The palette's answers as a list: group captions and hits, and where a hit matches what was typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.values.rows.hits import Hit, HitGroup

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class PaletteRole(IntEnum):
    """What a delegate asks for besides the text."""

    HIT = Qt.ItemDataRole.UserRole + 1


class PaletteModel(QAbstractListModel):
    """Hits under the captions of their groups; captions cannot be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Hit | HitGroup] = []

    def rowCount(self, parent: Index = _ROOT) -> int:
        """All lines, captions included."""
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only hits can be chosen."""
        if not index.isValid() or isinstance(self._rows[index.row()], HitGroup):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The caption or title as text, the hit itself for the delegate."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == PaletteRole.HIT:
            return row if isinstance(row, Hit) else None
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title if isinstance(row, Hit) else row.caption()
        if role == Qt.ItemDataRole.AccessibleTextRole and isinstance(row, Hit):
            return ", ".join(part for part in (row.title, row.detail, row.trail) if part)
        return None

    def hit(self, index: Index) -> Hit | None:
        """The hit of a line, None for a caption or no line."""
        row = self._rows[index.row()] if index.isValid() else None
        return row if isinstance(row, Hit) else None

    def count(self) -> int:
        """How many hits there are."""
        return sum(isinstance(row, Hit) for row in self._rows)

    def show(self, hits: Sequence[Hit]) -> None:
        """Show these hits, grouped; the lines that stay at the top are not touched."""
        rows: list[Hit | HitGroup] = []
        for group in HitGroup:
            found = [hit for hit in hits if hit.group == group]
            rows += [group, *found] if found else []
        same = _common(self._rows, rows)
        if len(self._rows) > same:
            self.beginRemoveRows(_ROOT, same, len(self._rows) - 1)
            del self._rows[same:]
            self.endRemoveRows()
        if len(rows) > same:
            self.beginInsertRows(_ROOT, same, len(rows) - 1)
            self._rows += rows[same:]
            self.endInsertRows()

    def next_hit(self, row: int, step: int) -> QModelIndex:
        """The next line that can be chosen in that direction, round the ends; invalid if none."""
        for distance in range(1, len(self._rows) + 1):
            at = (row + step * distance) % len(self._rows)
            if isinstance(self._rows[at], Hit):
                return self.index(at)
        return QModelIndex()


def _common(one: Sequence[object], other: Sequence[object]) -> int:
    for at, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return at
    return min(len(one), len(other))


def marks(text: str, typed: str) -> list[tuple[int, int]]:
    """Where the words that were typed stand in a text: start and length, in order, none overlapping.

    Case, ё and accents make no difference; digits are found across the spaces of a phone number.
    """
    folded = "".join(_fold(sign) for sign in text)
    found: list[tuple[int, int]] = []
    for word in typed.lstrip("#>").split():
        place = _digits(text, word) if word.isdigit() else _word(folded, word)
        if place and not any(_overlap(place, other) for other in found):
            found.append(place)
    return sorted(found)


def _fold(sign: str) -> str:
    """One sign for each sign, so that places stay the same."""
    base = unicodedata.normalize("NFD", sign)[0].casefold()
    return base if len(base) == 1 else sign.lower()


def _word(folded: str, word: str) -> tuple[int, int] | None:
    wanted = "".join(_fold(sign) for sign in word)
    at = next((i for i in _starts(folded) if folded.startswith(wanted, i)), folded.find(wanted))
    return (at, len(wanted)) if at >= 0 else None


def _starts(folded: str) -> list[int]:
    return [
        i for i, s in enumerate(folded) if s.isalnum() and (i == 0 or not folded[i - 1].isalnum())
    ]


def _digits(text: str, word: str) -> tuple[int, int] | None:
    places = [i for i, sign in enumerate(text) if sign.isdigit()]
    # The end of a number is what people remember, so the last place counts.
    at = "".join(text[i] for i in places).rfind(word)
    if at < 0:
        return None
    first, last = places[at], places[at + len(word) - 1]
    return first, last - first + 1


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[0] + other[1] and other[0] < one[0] + one[1]
