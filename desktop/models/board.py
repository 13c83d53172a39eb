# SPDX-License-Identifier: Apache-2.0
"""The board's model: what its stages and cards say to views, and what is dragged and dropped on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any
from uuid import UUID

from PySide6.QtCore import QMimeData, QModelIndex, QObject, Qt, Signal

from desktop.i18n import _
from desktop.models.board_cards import CardTree, Index
from desktop.models.board_order import Drop, Sort, neighbours
from desktop.models.card_drag import MIME, keys_of
from desktop.values.rows.board import CardRow, StageRow

_STAGE_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsDropEnabled
_CARD_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled
)

Speak = Callable[[CardRow, StageRow, int, int], str]


class BoardRole(IntEnum):
    """What views ask for besides Qt's own roles."""

    CARD = Qt.ItemDataRole.UserRole + 1
    STAGE = Qt.ItemDataRole.UserRole + 2
    STATE = Qt.ItemDataRole.UserRole + 3


class BoardModel(CardTree):
    """One pipeline's open stages and their cards. A drop only asks; cards move when the changes arrive.

    `selected` gives the keys of all selected cards, across columns, for a drag.
    """

    move_requested = Signal(object)

    def __init__(
        self, stages: Sequence[StageRow], currency: str = "", parent: QObject | None = None
    ) -> None:
        super().__init__(stages, parent)
        self.currency = currency
        self.selected: Callable[[], list[CardRow]] = list
        self.speak: Speak | None = None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if index.internalId() == 0:
            return _STAGE_FLAGS
        return _CARD_FLAGS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if index.internalId() == 0:
            return self._stage_data(self.stages[index.row()], role)
        place = index.internalId() - 1
        card = self._shown[place][index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{card.client} {card.title}"
            case BoardRole.CARD:
                return card
            case Qt.ItemDataRole.AccessibleTextRole if self.speak is not None:
                return self.speak(card, self.stages[place], index.row(), len(self._shown[place]))
            case _:
                return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _("Deals")
        return None

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[Index]) -> QMimeData:
        """All selected cards, also those of other columns than the one the drag began in."""
        dragged = [self.data(index, BoardRole.CARD) for index in indexes]
        chosen = self.selected()
        together = chosen if any(card in chosen for card in dragged) else dragged
        data = QMimeData()
        data.setData(MIME, b"".join(card.key for card in together))
        return data

    def canDropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        return data.hasFormat(MIME)

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        """Ask for the move and change nothing; the model moves when the changes arrive."""
        if not parent.isValid() or parent.internalId() != 0 or not data.hasFormat(MIME):
            return False
        self.move_requested.emit(self.drop_at(keys_of(data), parent.row(), row))
        return True

    def drop_at(self, keys: Sequence[bytes], stage: int, row: int) -> Drop:
        """What dropping these cards on a stage before a row (-1: at the end) asks for."""
        by_hand = self._sort is Sort.RANK
        beside = neighbours(self._shown[stage], keys, row) if by_hand else ()
        return Drop(tuple(UUID(bytes=key) for key in keys), self.stages[stage].id, *beside)

    def removeRows(self, row: int, count: int, parent: Index = QModelIndex()) -> bool:  # noqa: B008
        """Qt asks this of the source after a drop: nothing is removed here."""
        return False

    def setItemData(self, index: Index, roles: dict[int, Any]) -> bool:
        """Qt asks this of the target of a drop: nothing is overwritten."""
        return False

    # Inside

    def _stage_data(self, stage: StageRow, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return stage.name
            case Qt.ItemDataRole.ToolTipRole:
                return stage.hint
            case BoardRole.STAGE:
                return stage
            case _:
                return None
