# SPDX-License-Identifier: Apache-2.0
"""A card's timeline as a list: days over what happened on them, filtered by kind and by words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import IntEnum, StrEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.models.timeline_words import Said, Speaker
from desktop.values.rows.card import Event, TimelineRow
from desktop.values.search import fold, terms

Index = QModelIndex | QPersistentModelIndex
Line = dt.date | TimelineRow
"""A day's heading, or a thing that happened."""

_ROOT = QModelIndex()


class TimelineRole(IntEnum):
    """What a delegate asks for besides the spoken text."""

    LINE = Qt.ItemDataRole.UserRole + 1
    SAID = Qt.ItemDataRole.UserRole + 2


class Kind(StrEnum):
    """The filters over the timeline; every line belongs to one of them besides ALL."""

    ALL = "all"
    CALLS = "calls"
    MESSAGES = "messages"
    DOCUMENTS = "documents"
    STAGES = "stages"
    MONEY = "money"


_KINDS = {
    Event.CALL: Kind.CALLS,
    Event.MESSAGE: Kind.MESSAGES,
    Event.LETTER: Kind.MESSAGES,
    Event.COMMENT: Kind.MESSAGES,
    Event.DOCUMENT: Kind.DOCUMENTS,
    Event.FILE: Kind.DOCUMENTS,
    Event.PAYMENT: Kind.MONEY,
}


def kind_of(row: TimelineRow) -> Kind:
    """Under which filter a line is found; what the card itself went through is under its stages."""
    return _KINDS.get(row.event, Kind.STAGES)


class TimelineModel(QAbstractListModel):
    """Newest first. A new answer is taken in by the smallest difference, so what was read stays where it is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[TimelineRow, ...] = ()
        self._lines: list[Line] = []
        self._said: dict[TimelineRow, Said] = {}
        self._speaker: Speaker | None = None
        self._kind = Kind.ALL
        self._words: tuple[str, ...] = ()

    # What is shown

    def show(self, rows: Sequence[TimelineRow], speaker: Speaker) -> None:
        """Show these rows, newest first, said by this speaker."""
        before = self._speaker
        self._rows, self._speaker = tuple(rows), speaker
        says_other = before is not None and _voice(before) != _voice(speaker)
        if says_other:
            self._said.clear()
        self._settle()
        if says_other and self._lines:
            self.dataChanged.emit(self.index(0), self.index(len(self._lines) - 1))

    def set_kind(self, kind: Kind) -> None:
        """Show only lines of this kind."""
        self._kind = kind
        self._settle()

    def find(self, text: str) -> None:
        """Show only lines that hold all these words, in any order and case."""
        self._words = terms(text)
        self._settle()

    def retranslate(self) -> None:
        """Say everything anew."""
        self._said.clear()
        if self._lines:
            self.dataChanged.emit(self.index(0), self.index(len(self._lines) - 1))

    @property
    def kind(self) -> Kind:
        """The filter in force."""
        return self._kind

    def counts(self) -> dict[Kind, int]:
        """How many lines each filter would leave."""
        counts = dict.fromkeys(Kind, 0)
        counts[Kind.ALL] = len(self._rows)
        for row in self._rows:
            counts[kind_of(row)] += 1
        return counts

    def said(self, line: Line) -> Said | None:
        """A line in words; None for a day."""
        if self._speaker is None or isinstance(line, dt.date):
            return None
        found = self._said.get(line)
        if found is None:
            found = self._said[line] = self._speaker.say(line)
        return found

    def day(self, line: Line) -> str:
        """The heading of a day; empty for a row."""
        if self._speaker is None or not isinstance(line, dt.date):
            return ""
        return self._speaker.day(line)

    def line(self, index: Index) -> Line | None:
        """What stands in that place."""
        return self._lines[index.row()] if index.isValid() else None

    # Qt's own

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Days and rows together."""
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Days are headings, they cannot be chosen."""
        if not index.isValid() or isinstance(self._lines[index.row()], dt.date):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The line itself, its words, or the whole of it as one sentence."""
        line = self.line(index)
        match role:
            case TimelineRole.LINE:
                return line
            case TimelineRole.SAID:
                return self.said(line) if line is not None else None
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(line) if line is not None else None
            case _:
                return None

    def _spoken(self, line: Line) -> str:
        said = self.said(line)
        if said is None:
            return self.day(line)
        title = "".join(text for text, _stress in said.title)
        chips = [text for text, _tone, _icon in said.chips]
        if said.badge is not None:
            chips.append(said.badge[0])
        parts = (title, said.meta, said.time, said.text, *chips)
        return ", ".join(part for part in parts if part)

    # The smallest difference

    def _settle(self) -> None:
        wanted = self._wanted()
        now, keys = [_key(line) for line in self._lines], [_key(line) for line in wanted]
        top = _common(now, keys)
        rest = min(len(now), len(keys)) - top
        bottom = min(_common(now[::-1], keys[::-1]), rest)
        gone, added = len(now) - top - bottom, wanted[top : len(wanted) - bottom]
        if gone:
            self.beginRemoveRows(_ROOT, top, top + gone - 1)
            del self._lines[top : top + gone]
            self.endRemoveRows()
        if added:
            self.beginInsertRows(_ROOT, top, top + len(added) - 1)
            self._lines[top:top] = added
            self.endInsertRows()
        self._renew(wanted)

    def _renew(self, wanted: list[Line]) -> None:
        """Take the rows that say something else by now, such as a letter that has left."""
        for place, (old, new) in enumerate(zip(self._lines, wanted, strict=True)):
            if old != new:
                self._lines[place] = new
                self.dataChanged.emit(self.index(place), self.index(place))

    def _wanted(self) -> list[Line]:
        lines: list[Line] = []
        last: dt.date | None = None
        zone = self._speaker.now.tzinfo if self._speaker else None
        for row in self._rows:
            if not self._is_wanted(row):
                continue
            day = row.at.astimezone(zone).date()
            if day != last:
                lines.append(day)
                last = day
            lines.append(row)
        return lines

    def _is_wanted(self, row: TimelineRow) -> bool:
        if self._kind is not Kind.ALL and kind_of(row) is not self._kind:
            return False
        if not self._words:
            return True
        text = fold(self._spoken(row))
        return all(word in text for word in self._words)


def _key(line: Line) -> object:
    return line if isinstance(line, dt.date) else (line.event, line.id, line.at)


def _voice(speaker: Speaker) -> object:
    """What changes the words of a line: the day, the names, the client."""
    return speaker.now.date(), dict(speaker.names), speaker.client


def _common(one: Sequence[object], other: Sequence[object]) -> int:
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return place
    return min(len(one), len(other))
