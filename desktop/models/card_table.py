# SPDX-License-Identifier: Apache-2.0
"""The board's cards as rows of a table, in any order, or grouped by the day the goods are due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.i18n import N_, _, formats, ngettext
from desktop.models import card_words, lead_words
from desktop.models.rows import RowRole
from desktop.values.money import Money
from desktop.values.rows.board import CardRow, StageRow
from desktop.values.rows.leads import LeadRow
from desktop.values.sheet import Sheet, Value
from desktop.values.states import BlockReason, Channel, Heat, StagePurpose
from desktop.values.times import time_text

Index = QModelIndex | QPersistentModelIndex
_LAST = dt.date.max


@dataclass(frozen=True, slots=True)
class Sight:
    """What the cells of one answer are written with: the moment, the stages, and who holds a card."""

    now: dt.datetime
    stages: dict[bytes, StageRow]
    person: Callable[[CardRow], tuple[str, str, int]]

    def stage(self, card: CardRow) -> StageRow | None:
        """The card's column."""
        return self.stages.get(card.stage_key)

    def day(self, moment: dt.datetime | None) -> dt.date | None:
        """The day of a moment where the shop is."""
        return moment.astimezone(self.now.tzinfo).date() if moment else None


@dataclass(frozen=True, slots=True)
class CardColumn:
    """One column: header, text, what it sorts by, what it is in an export; `meaning` becomes a colour.

    A `is_spare` one gives way in a narrow window.
    """

    key: str
    title: str
    text: Callable[[CardRow, Sight], str]
    sort: Callable[[CardRow, Sight], Any]
    value: Callable[[CardRow, Sight], Value]
    width: int = 120
    is_number: bool = False
    is_strong: bool = False
    is_shown: bool = True
    is_spare: bool = False
    meaning: Callable[[CardRow, Sight], str] | None = None


@dataclass(frozen=True, slots=True)
class DayRow:
    """The head of a group: a due day (None: no due day), how many cards, and their sum."""

    day: dt.date | None
    count: int
    amount: int
    currency: str


def _text_column(
    key: str, title: str, text: Callable[[CardRow, Sight], str], **more: Any
) -> CardColumn:
    def folded(card: CardRow, sight: Sight) -> str:
        return text(card, sight).casefold()

    return CardColumn(key, title, text, folded, text, **more)


def _stage_name(card: CardRow, sight: Sight) -> str:
    stage = sight.stage(card)
    return stage.name if stage else ""


def _stage_place(card: CardRow, sight: Sight) -> int:
    return list(sight.stages).index(card.stage_key) if card.stage_key in sight.stages else -1


def _major(minor: int, card: CardRow) -> Decimal:
    return Money(minor, card.currency).amount


def _due_text(card: CardRow, sight: Sight) -> str:
    return card_words.due_words(card, sight.now)[0]


def _due_meaning(card: CardRow, sight: Sight) -> str:
    return card_words.due_words(card, sight.now)[1]


def _touch(card: CardRow, sight: Sight) -> card_words.ChipWords:
    stage = sight.stage(card)
    at_bank = stage is not None and stage.purpose == StagePurpose.AWAITING_PAYMENT
    return card_words.touch_chip(card, sight.now, at_bank=at_bank)


def _age_meaning(card: CardRow, sight: Sight) -> str:
    stage = sight.stage(card)
    over = stage is not None and card_words.is_over_limit(card, stage, sight.now)
    return "overdue" if over else ""


def _held(card: CardRow, sight: Sight) -> str:
    return lead_words.age_words(card, sight.now) if isinstance(card, LeadRow) else ""


def _held_meaning(card: CardRow, sight: Sight) -> str:
    stage = sight.stage(card)
    if not isinstance(card, LeadRow) or stage is None or card.holder_key is not None:
        return ""
    return _MEANINGS.get(lead_words.age_meaning(card, stage, sight.now), "")


def _channel(card: CardRow, _sight: Sight) -> str:
    return Channel.words(card.channel)


def _heat(card: CardRow, _sight: Sight) -> str:
    heat = Heat.known(card.heat)
    return heat.label() if heat else ""


def _blocked(card: CardRow, _sight: Sight) -> str:
    return BlockReason.words(card.blocked)


def _money_column(key: str, title: str, of: Callable[[CardRow], int], **more: Any) -> CardColumn:
    return CardColumn(
        key, title,
        text=lambda card, _sight: formats.money(Money(of(card), card.currency), whole=True),
        sort=lambda card, _sight: of(card),
        value=lambda card, _sight: _major(of(card), card),
        width=96, is_number=True, **more,
    )  # fmt: skip


COLUMNS: tuple[CardColumn, ...] = (
    _text_column("client", N_("Client"), lambda c, _s: c.client, width=188, is_strong=True),
    _text_column("title", N_("What is ordered"), lambda c, _s: c.title, width=220),
    CardColumn(
        "stage", N_("Stage"), _stage_name, _stage_place, _stage_name, width=136
    ),
    _money_column("amount", N_("Sum"), lambda card: card.amount, is_strong=True),
    CardColumn(
        "due", N_("Due date"), _due_text,
        sort=lambda c, _s: c.due or "\uffff",
        value=lambda c, s: s.day(c.due_at),
        width=120, meaning=_due_meaning,
    ),
    CardColumn(
        "touch", N_("Next touch"), lambda c, s: _touch(c, s).text,
        sort=lambda c, _s: c.touch_due or "",
        value=lambda c, s: s.day(c.touch_at),
        width=164,
    ),
    _text_column("owner", N_("Owner"), lambda c, s: s.person(c)[0], width=160, is_spare=True),
    CardColumn(
        "held", N_("Since when"), _held,
        sort=lambda c, _s: time_text(c.held_since) if isinstance(c, LeadRow) else "",
        value=_held, width=120, meaning=_held_meaning,
    ),
    CardColumn(
        "age", N_("In the stage"), lambda c, s: formats.span(s.now - c.stage_since),
        sort=lambda c, _s: c.since,
        value=lambda c, s: Decimal((s.now - c.stage_since).days),
        width=88, meaning=_age_meaning, is_spare=True,
    ),
    _text_column("number", N_("Number"), lambda c, _s: c.number, width=88, is_shown=False),
    _money_column("paid", N_("Paid"), lambda card: card.paid, is_shown=False),
    _text_column("goal", N_("Goal of the touch"), lambda c, _s: c.touch_goal or "", is_shown=False),
    _text_column("channel", N_("Channel"), _channel, is_shown=False),
    _text_column("heat", N_("Heat"), _heat, width=80, is_shown=False),
    _text_column("blocked", N_("Waits for"), _blocked, width=160, is_shown=False),
)  # fmt: skip

_TONES = {
    card_words.LATE: "danger",
    card_words.TODAY: "warning",
    card_words.LATER: "neutral",
    card_words.MISSING: "missing",
}
_MEANINGS = {"late": "overdue", "soon": "soon"}
Row = CardRow | DayRow


class CardTableModel(QAbstractTableModel):
    """All columns of all shown cards. A new answer keeps selection and scroll: nothing is reset."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self.is_grouped = False
        self._cards: list[CardRow] = []
        self._sight: Sight | None = None
        self._column, self._order = -1, Qt.SortOrder.AscendingOrder

    def show_cards(self, cards: Sequence[CardRow], sight: Sight) -> None:
        """Become these cards, in the order they are given where no column sorts them."""
        self._cards, self._sight = list(cards), sight
        self._settle()

    def set_grouped(self, grouped: bool) -> None:
        """Group the cards by due day, or show them in one list."""
        if grouped != self.is_grouped:
            self.is_grouped = grouped
            self._settle()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by a column; −1 is the order they came in."""
        self._column, self._order = column, order
        self._settle()

    def card_at(self, row: int) -> CardRow | None:
        """The card of a row; None for the head of a group."""
        found = self.rows[row] if 0 <= row < len(self.rows) else None
        return found if isinstance(found, CardRow) else None

    def cards(self) -> list[CardRow]:
        """The cards as they are shown, from the top."""
        return [row for row in self.rows if isinstance(row, CardRow)]

    def export(self, keys: Iterable[str]) -> Sheet:
        """Headers and values of these columns, for a spreadsheet."""
        chosen = [column for key in keys for column in COLUMNS if column.key == key]
        sight = self._sight
        rows = (
            [[column.value(card, sight) for column in chosen] for card in self.cards()]
            if sight
            else []
        )
        return [_(column.title) for column in chosen], rows

    # Qt's side

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(COLUMNS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = super().flags(index)
        if index.isValid() and isinstance(self.rows[index.row()], DayRow):
            return usual & ~Qt.ItemFlag.ItemIsSelectable
        return usual

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._sight is None:
            return None
        row, column = self.rows[index.row()], COLUMNS[index.column()]
        if isinstance(row, DayRow):
            return _day_data(row, self._sight, role, first=index.column() == 0)
        return _card_data(row, column, self._sight, role)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _(COLUMNS[section].title)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(COLUMNS[section])
        return None

    # Inside

    def _settle(self) -> None:
        if self._sight is None:
            return
        self._become(self._grouped() if self.is_grouped else list(self._sorted(self._cards)))

    def _sorted(self, cards: Iterable[CardRow]) -> Sequence[CardRow]:
        if self._column < 0 or self._sight is None:
            return list(cards)
        column, sight = COLUMNS[self._column], self._sight
        down = self._order is Qt.SortOrder.DescendingOrder
        return sorted(cards, key=lambda card: column.sort(card, sight), reverse=down)

    def _grouped(self) -> list[Row]:
        assert self._sight is not None
        day = self._sight.day
        by_day = sorted(self._sorted(self._cards), key=lambda card: day(card.due_at) or _LAST)
        rows: list[Row] = []
        for due, group in groupby(by_day, key=lambda card: day(card.due_at)):
            cards = list(group)
            total = sum(card.amount for card in cards)
            rows += [DayRow(due, len(cards), total, cards[0].currency), *cards]
        return rows

    def _become(self, wanted: list[Row]) -> None:
        """Take rows away, add rows, put them in order, tell which changed; never a reset."""
        keys = {_key(row) for row in wanted}
        last = len(self.rows) - 1
        while last >= 0:
            first = last
            while first >= 0 and _key(self.rows[first]) not in keys:
                first -= 1
            if first < last:
                self.beginRemoveRows(QModelIndex(), first + 1, last)
                del self.rows[first + 1 : last + 1]
                self.endRemoveRows()
            last = first - 1
        known = {_key(row) for row in self.rows}
        fresh = [row for row in wanted if _key(row) not in known]
        if fresh:
            at = len(self.rows)
            self.beginInsertRows(QModelIndex(), at, at + len(fresh) - 1)
            self.rows += fresh
            self.endInsertRows()
        self._permute(wanted)

    def _permute(self, wanted: list[Row]) -> None:
        before = [_key(row) for row in self.rows]
        after = {_key(row): place for place, row in enumerate(wanted)}
        if before != list(after):
            self.layoutAboutToBeChanged.emit()
            old = self.persistentIndexList()
            places = [after[key] for key in before]
            # Not index(), which would ask for the size of the table each time: every cell of a chosen row is here.
            new = [self.createIndex(places[index.row()], index.column()) for index in old]
            self.rows = wanted
            self.changePersistentIndexList(old, new)
            self.layoutChanged.emit()
        self.rows = wanted
        if wanted:
            self.dataChanged.emit(self.index(0, 0), self.index(len(wanted) - 1, len(COLUMNS) - 1))


def _key(row: Row) -> Hashable:
    return row.key if isinstance(row, CardRow) else ("day", row.day)


def _alignment(column: CardColumn) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _card_data(card: CardRow, column: CardColumn, sight: Sight, role: int) -> Any:
    match role:
        case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
            return column.text(card, sight)
        case Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        case RowRole.ROW:
            return card
        case RowRole.STRONG:
            return column.is_strong
        case RowRole.MEANING if column.meaning is not None:
            meaning = column.meaning(card, sight)
            return _MEANINGS.get(meaning, meaning)
        case RowRole.CHIP if column.key == "touch":
            words = _touch(card, sight)
            return _TONES[words.meaning], words.icon
        case RowRole.AVATAR if column.key == "owner":
            _name, initials, number = sight.person(card)
            return (initials, number) if initials else None
        case _:
            return None


def _day_data(row: DayRow, sight: Sight, role: int, *, first: bool) -> Any:
    match role:
        case RowRole.GROUP:
            return True
        case RowRole.MEANING:
            return "overdue" if row.day is not None and row.day < sight.now.date() else ""
        case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole if first:
            return _day_words(row, sight)
        case _:
            return None


def _day_words(row: DayRow, sight: Sight) -> str:
    day = formats.relative_day(row.day, today=sight.now.date()) if row.day else _("No due date")
    cards = ngettext("{n} card", "{n} cards", row.count).format(n=row.count)
    amount = formats.money(Money(row.amount, row.currency), whole=True)
    return f"{day[:1].upper()}{day[1:]} · {cards} · {amount}"
