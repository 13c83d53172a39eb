# SPDX-License-Identifier: Apache-2.0
"""The cards of a board as a tree of rows: stages over cards, sorted and filtered, changed and never reset."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Signal

from desktop.models.board_order import Sort
from desktop.values.rows.board import CardRow, StageRow

Index = QModelIndex | QPersistentModelIndex
Keep = Callable[[CardRow], bool]

NONE: Mapping[bytes, tuple[int, int]] = MappingProxyType({})

_FEW = 12
"""Cards that are moved one by one."""


class CardTree(QAbstractItemModel):
    """Which cards stand where: the rows of a pipeline's open stages, without their looks.

    `totals_changed` follows every change of how many cards a stage shows, or of their sum.
    """

    totals_changed = Signal()

    def __init__(self, stages: Sequence[StageRow], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.stages = [stage for stage in stages if not stage.is_final]
        self.finals = [stage for stage in stages if stage.is_final]
        self._place = {stage.id.bytes: n for n, stage in enumerate(self.stages)}
        self._all: dict[bytes, CardRow] = {}
        self._shown: list[list[CardRow]] = [[] for _stage in self.stages]
        self._keys: list[list[tuple[Any, ...]]] = [[] for _stage in self.stages]
        self._sums = [0] * len(self.stages)
        self._more = [(0, 0)] * len(self.stages)
        self._sort = Sort.TOUCH
        self._keep: Keep = lambda _card: True

    # What is on the board

    @property
    def order(self) -> Sort:
        """The order of the cards."""
        return self._sort

    def all_cards(self) -> Iterable[CardRow]:
        """Every open card of the pipeline, shown or filtered out."""
        return self._all.values()

    @property
    def count(self) -> int:
        """How many cards are open, shown or not."""
        return len(self._all) + sum(count for count, _sum in self._more)

    @property
    def is_whole(self) -> bool:
        """Whether all cards are here, and not only the first ones of each stage."""
        return not any(count for count, _sum in self._more)

    def shown(self) -> list[CardRow]:
        """All shown cards, column by column from the top."""
        return [card for cards in self._shown for card in cards]

    def cards(self, stage: int) -> Sequence[CardRow]:
        """The shown cards of a stage in their order."""
        return self._shown[stage]

    def total(self, stage: int) -> tuple[int, int]:
        """How many cards a stage shows, and their sum in minor units."""
        count, amount = self._more[stage]
        return len(self._shown[stage]) + count, self._sums[stage] + amount

    def hides(self, stage: int) -> bool:
        """Whether the filter hides cards of this stage."""
        if len(self._all) == sum(map(len, self._shown)):
            return False
        key, shown = self.stages[stage].id.bytes, len(self._shown[stage])
        of_stage = (card for card in self._all.values() if card.stage_key == key)
        return next(islice(of_stage, shown, None), None) is not None

    def card(self, key: bytes) -> CardRow | None:
        """The card with this key."""
        return self._all.get(key)

    def index_of(self, key: bytes) -> QModelIndex:
        """Where a card is shown; an invalid index where it is not."""
        card = self._all.get(key)
        place = self._place.get(card.stage_key) if card else None
        if card is None or place is None:
            return QModelIndex()
        row = self._row(place, card)
        return QModelIndex() if row is None else self.index(row, 0, self.index(place, 0))

    def stage_index(self, stage: int) -> QModelIndex:
        """The index a column's view is rooted at."""
        return self.index(stage, 0)

    # Taking answers in

    def load(self, cards: Iterable[CardRow], more: Mapping[bytes, tuple[int, int]] = NONE) -> None:
        """Become these cards, by the smallest difference to what is shown.

        `more` counts and sums up the cards of each stage that are not read yet.
        """
        self._more = [more.get(key, (0, 0)) for key in self._place]
        fresh = {card.key: card for card in cards if card.stage_key in self._place}
        if self._all:
            self.take(fresh.values(), [key for key in self._all if key not in fresh])
        else:
            # The first load: one insertion for each stage.
            self._all = fresh
            self.set_filter(self._keep)

    def take(self, changed: Iterable[CardRow], gone: Iterable[bytes] = ()) -> None:
        """Take in some cards as they are now and let some go; all others stay untouched."""
        cards, lost = list(changed), [key for key in gone if key in self._all]
        if len(lost) + sum(not self._stays(card) for card in cards) > _FEW:
            # Each change of rows costs what all selected cards cost; many go in one.
            self._relay(lambda: self._take_at_once(cards, lost))
        else:
            for key in lost:
                self._drop(key)
            for card in cards:
                self._put(card)
        self.totals_changed.emit()

    def set_stages(self, stages: Sequence[StageRow]) -> bool:
        """Take in stages as they are now; False where others came or went, so that the board must be built anew."""
        open_ones = [stage for stage in stages if not stage.is_final]
        if [stage.id for stage in open_ones] != [stage.id for stage in self.stages]:
            return False
        self.finals = [stage for stage in stages if stage.is_final]
        for row, stage in enumerate(open_ones):
            if self.stages[row] != stage:
                self.stages[row] = stage
                self.dataChanged.emit(self.index(row, 0), self.index(row, 0))
        self.totals_changed.emit()
        return True

    def set_sort(self, sort: Sort) -> None:
        """Show the cards in another order; the selection goes along."""
        self._sort = sort
        self._rearrange()

    def set_filter(self, keep: Keep | None) -> None:
        """Show only cards that this keeps; None shows all. The selection stays on those that are kept."""
        self._keep = keep or (lambda _card: True)
        wanted: list[list[tuple[tuple[Any, ...], CardRow]]] = [[] for _stage in self.stages]
        places, sort_key = self._place, self._sort.key
        for card in self._all.values():
            if self._keep(card):
                wanted[places[card.stage_key]].append((sort_key(card), card))
        for place, pairs in enumerate(wanted):
            # No two keys are equal, so cards themselves are never compared.
            pairs.sort()
            if self._shown[place]:
                self._show_only(place, [card for _key, card in pairs])
            elif pairs:
                keys, cards = zip(*pairs, strict=True)
                self._insert_run(place, 0, cards, keys)
        self.totals_changed.emit()

    # Qt's side

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if column != 0 or row < 0:
            return QModelIndex()
        # Asked for every visible card of each frame. What is not valid has no row.
        place = parent.row()
        if place < 0:
            return self.createIndex(row, 0, 0) if row < len(self.stages) else QModelIndex()
        if parent.internalId() != 0 or row >= len(self._shown[place]):
            return QModelIndex()
        return self.createIndex(row, 0, place + 1)

    def parent(self, index: Index | None = None) -> Any:
        if index is None:
            return QObject.parent(self)
        if not index.isValid() or index.internalId() == 0:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, 0)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        if not parent.isValid():
            return len(self.stages)
        return len(self._shown[parent.row()]) if parent.internalId() == 0 else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 1

    # Inside

    def _row(self, place: int, card: CardRow) -> int | None:
        key = self._sort.key(card)
        row = bisect_left(self._keys[place], key)
        found = row < len(self._keys[place]) and self._keys[place][row] == key
        return row if found else None

    def _show_only(self, place: int, wanted: list[CardRow]) -> None:
        """Become these cards, in runs: a filter may take thousands at once."""
        kept = {card.key for card in wanted}
        last = len(self._shown[place]) - 1
        while last >= 0:
            first = last
            while first >= 0 and self._shown[place][first].key not in kept:
                first -= 1
            if first < last:
                self._remove(place, first + 1, last)
            last = first - 1
        shown = {card.key for card in self._shown[place]}
        at = 0
        while at < len(wanted):
            end = at
            while end < len(wanted) and wanted[end].key not in shown:
                end += 1
            if end > at:
                self._insert_run(place, at, wanted[at:end])
            at = end + 1

    def _stays(self, card: CardRow) -> bool:
        """Whether a card keeps its place, or is shown neither before nor after."""
        old = self._all.get(card.key)
        is_shown = card.stage_key in self._place and self._keep(card)
        if old is None or not self._keep(old):
            return not is_shown
        place, key = (old.stage_key, self._sort.key(old)), (card.stage_key, self._sort.key(card))
        return is_shown and place == key

    def _take_at_once(self, cards: Sequence[CardRow], gone: Sequence[bytes]) -> None:
        coming: dict[int, list[CardRow]] = {}
        for key in gone:
            del self._all[key]
        for card in cards:
            place = self._place.get(card.stage_key)
            if place is None:
                self._all.pop(card.key, None)
                continue
            self._all[card.key] = card
            if self._keep(card):
                coming.setdefault(place, []).append(card)
        left = {card.key for card in cards}.union(gone)
        for place, shown in enumerate(self._shown):
            kept = [card for card in shown if card.key not in left] + coming.get(place, [])
            shown[:] = sorted(kept, key=self._sort.key)
            self._keys[place][:] = map(self._sort.key, shown)
            self._sums[place] = sum(card.amount for card in shown)

    def _put(self, card: CardRow) -> None:
        old = self._all.get(card.key)
        if old == card:
            return
        place = self._place.get(card.stage_key)
        if place is None:
            self._drop(card.key)
            return
        self._all[card.key] = card
        row = None if old is None else self._row(self._place[old.stage_key], old)
        if row is None or old is None:
            if self._keep(card):
                self._insert(place, card)
            return
        if not self._keep(card):
            self._remove(self._place[old.stage_key], row, row)
            return
        self._shift(self._place[old.stage_key], row, place, card)

    def _shift(self, old_place: int, row: int, place: int, card: CardRow) -> None:
        """Move a shown card to where it belongs now, as a move, so that it stays selected."""
        key = self._sort.key(card)
        target = bisect_left(self._keys[place], key)
        if old_place == place and target in {row, row + 1}:
            self._sums[place] += card.amount - self._shown[place][row].amount
            self._shown[place][row], self._keys[place][row] = card, key
            index = self.index(row, 0, self.index(place, 0))
            self.dataChanged.emit(index, index)
            return
        old_parent, parent = self.index(old_place, 0), self.index(place, 0)
        self.beginMoveRows(old_parent, row, row, parent, target)
        self._sums[old_place] -= self._shown[old_place].pop(row).amount
        del self._keys[old_place][row]
        at = target - 1 if old_place == place and target > row else target
        self._shown[place].insert(at, card)
        self._keys[place].insert(at, key)
        self._sums[place] += card.amount
        self.endMoveRows()
        index = self.index(at, 0, parent)
        self.dataChanged.emit(index, index)

    def _drop(self, key: bytes) -> None:
        card = self._all.pop(key, None)
        if card is None:
            return
        place = self._place[card.stage_key]
        row = self._row(place, card)
        if row is not None:
            self._remove(place, row, row)

    def _insert(self, place: int, card: CardRow) -> None:
        self._insert_run(place, bisect_left(self._keys[place], self._sort.key(card)), [card])

    def _insert_run(
        self, place: int, row: int, cards: Sequence[CardRow], keys: Sequence[Any] = ()
    ) -> None:
        self.beginInsertRows(self.index(place, 0), row, row + len(cards) - 1)
        self._shown[place][row:row] = cards
        self._keys[place][row:row] = keys or map(self._sort.key, cards)
        self._sums[place] += sum(card.amount for card in cards)
        self.endInsertRows()

    def _remove(self, place: int, first: int, last: int) -> None:
        self.beginRemoveRows(self.index(place, 0), first, last)
        self._sums[place] -= sum(card.amount for card in self._shown[place][first : last + 1])
        del self._shown[place][first : last + 1]
        del self._keys[place][first : last + 1]
        self.endRemoveRows()

    def _card_at(self, index: Index) -> CardRow | None:
        """The card of an index; None for a stage's."""
        if not index.isValid() or index.internalId() == 0:
            return None
        return self._shown[index.internalId() - 1][index.row()]

    def _rearrange(self) -> None:
        def sort() -> None:
            for shown, keys in zip(self._shown, self._keys, strict=True):
                shown.sort(key=self._sort.key)
                keys[:] = map(self._sort.key, shown)

        self._relay(sort)

    def _relay(self, change: Callable[[], None]) -> None:
        """Let cards change their places all at once; what is selected and current goes with its card."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        cards = [self._card_at(index) for index in before]
        change()
        after = [
            self.index_of(card.key) if card is not None else QModelIndex(index)
            for index, card in zip(before, cards, strict=True)
        ]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()
