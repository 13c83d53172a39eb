# SPDX-License-Identifier: Apache-2.0
"""A table of rows from one query: columns declared as data, new answers taken in by the smallest difference."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.i18n import _

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex


class RowRole(IntEnum):
    """What a delegate asks for besides Qt's own roles; the numbers are those of tables (CellRole)."""

    ROW = Qt.ItemDataRole.UserRole + 1
    MEANING = Qt.ItemDataRole.UserRole + 2
    DETAIL = Qt.ItemDataRole.UserRole + 3
    CHIP = Qt.ItemDataRole.UserRole + 4
    AVATAR = Qt.ItemDataRole.UserRole + 5
    ICON = Qt.ItemDataRole.UserRole + 6
    GROUP = Qt.ItemDataRole.UserRole + 7
    STRONG = Qt.ItemDataRole.UserRole + 8
    SMALL = Qt.ItemDataRole.UserRole + 9
    CHIPS = Qt.ItemDataRole.UserRole + 11
    LARGE = Qt.ItemDataRole.UserRole + 12
    TAG = Qt.ItemDataRole.UserRole + 13


def _no_text(_row: Any) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """One column: header, text, sort key and export are all made from this.

    `title` is a marked message. `detail` is the second line of a two-line cell; `meaning` is a word such as
    "overdue" which the theme turns into a colour. `chip` (tone, icon) shows the text as a chip, None where it is
    none; `avatar` (initials, number) and `icon` (name, ink) stand before the text, or alone; an `is_large` avatar is as
    high as two lines. `chips` (text, tone) are painted in place of the text, which says them in one. A `heading` stands
    over a narrow column in place of the title; what `is_small` is read after the rest.
    """

    key: str
    title: str
    text: Callable[[R], str] = _no_text
    sort: Callable[[R], Any] | None = None
    is_number: bool = False
    detail: Callable[[R], str] | None = None
    meaning: Callable[[R], str] | None = None
    chip: Callable[[R], tuple[str, str] | None] | None = None
    avatar: Callable[[R], tuple[str, int] | None] | None = None
    icon: Callable[[R], tuple[str, str] | None] | None = None
    is_strong: bool = False
    chips: Callable[[R], Sequence[tuple[str, str]]] | None = None
    is_large: bool = False
    is_small: bool = False
    heading: Callable[[], str] | None = None


class RowsModel(QAbstractTableModel, Generic[R]):
    """Rows in the order they were given. Selection and scroll survive a new answer, because nothing is reset.

    `spoken` says a row as one sentence. A row that `is_group` heads those below it and cannot be chosen.
    """

    def __init__(
        self,
        columns: Sequence[Column[R]],
        key: Callable[[R], Hashable],
        spoken: Callable[[R], str] | None = None,
        parent: QObject | None = None,
        *,
        is_group: Callable[[R], bool] | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._key = key
        self._spoken = spoken
        self._is_group = is_group
        self.rows: list[R] = []

    def replace(self, rows: Sequence[R]) -> None:
        """Become these rows: what is gone is removed, what is new is inserted, what moved is moved."""
        new_keys = [self._key(row) for row in rows]
        self._remove_all_but(set(new_keys))
        held = {self._key(row) for row in self.rows}
        place = 0
        while place < len(rows):
            end = place
            while end < len(rows) and new_keys[end] not in held:
                end += 1
            if end > place:
                self._insert(place, rows[place:end])
                place = end
            else:
                self._settle(place, rows[place], new_keys[place])
                place += 1

    def row_of(self, key: Hashable) -> int | None:
        """Where the row with this key stands, or None."""
        return next((n for n, row in enumerate(self.rows) if self._key(row) == key), None)

    def first_row(self) -> int | None:
        """The first line that can be chosen."""
        return next((n for n, row in enumerate(self.rows) if not self._heads(row)), None)

    def _heads(self, row: R) -> bool:
        return self._is_group is not None and self._is_group(row)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The head of a group cannot be chosen."""
        if index.isValid() and self._heads(self.rows[index.row()]):
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(row)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if column.is_number else _LEFT
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(row) if self._spoken else column.text(row)
            case RowRole.ROW:
                return row
            case RowRole.GROUP:
                return self._heads(row)
            case RowRole.STRONG:
                return column.is_strong
            case _:
                return _look(column, row, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.heading() if column.heading else _(column.title) if column.title else ""
        if role == Qt.ItemDataRole.TextAlignmentRole and column.is_number:
            return _RIGHT
        return None

    def retranslate(self) -> None:
        """Say again that headers and texts may read differently."""
        if self.columns:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)
        if self.rows:
            self._tell_changed(0, len(self.rows) - 1)

    def _remove_all_but(self, kept: set[Hashable]) -> None:
        last = len(self.rows) - 1
        while last >= 0:
            if self._key(self.rows[last]) in kept:
                last -= 1
                continue
            first = last
            while first > 0 and self._key(self.rows[first - 1]) not in kept:
                first -= 1
            self.beginRemoveRows(QModelIndex(), first, last)
            del self.rows[first : last + 1]
            self.endRemoveRows()
            last = first - 1

    def _insert(self, place: int, rows: Sequence[R]) -> None:
        """Take in new rows that stand together, in one go: each go has its price in whatever shows them."""
        self.beginInsertRows(QModelIndex(), place, place + len(rows) - 1)
        self.rows[place:place] = rows
        self.endInsertRows()

    def _settle(self, place: int, row: R, key: Hashable) -> None:
        """Let a row that is held stand here, as it is now."""
        if self._key(self.rows[place]) != key:
            old = next(n for n in range(place, len(self.rows)) if self._key(self.rows[n]) == key)
            self.beginMoveRows(QModelIndex(), old, old, QModelIndex(), place)
            self.rows.insert(place, self.rows.pop(old))
            self.endMoveRows()
        if self.rows[place] != row:
            self.rows[place] = row
            self._tell_changed(place, place)

    def _tell_changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))


_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _look(column: Column[R], row: R, role: int) -> Any:
    """What a cell says beside its text; a word or second line that is not there is empty, a look is None."""
    match role:
        case RowRole.MEANING:
            return column.meaning(row) if column.meaning else ""
        case RowRole.DETAIL:
            return column.detail(row) if column.detail else ""
        case RowRole.CHIP:
            return column.chip(row) if column.chip else None
        case RowRole.AVATAR:
            return column.avatar(row) if column.avatar else None
        case RowRole.ICON:
            return column.icon(row) if column.icon else None
        case RowRole.CHIPS:
            return column.chips(row) if column.chips else None
        case RowRole.SMALL | RowRole.LARGE:
            return column.is_small if role == RowRole.SMALL else column.is_large
    return None
