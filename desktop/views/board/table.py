# SPDX-License-Identifier: Apache-2.0
"""The same cards as a table: columns chosen, sorted, grouped by due day, changed several at once, exported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import _, ngettext
from desktop.models.card_table import COLUMNS, CardTableModel, DayRow, Sight
from desktop.models.rows import RowRole
from desktop.values.rows.board import CardRow, StageRow
from desktop.values.sheet import Sheet
from desktop.views import theme
from desktop.views.board.selection import chosen_rows, in_runs
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.label import Label
from desktop.views.widgets.menu import popup_menu
from desktop.views.widgets.table import TableView

_KEYS = tuple(column.key for column in COLUMNS)


class _Rows(TableView):
    """The table itself; its menu is that of the chosen cards."""

    menu_asked = Signal(QPoint)
    looked = Signal()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the chosen cards."""
        self.menu_asked.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space is the quick look; single letters belong to the page."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if plain and event.key() == Qt.Key.Key_Space:
            self.looked.emit()
        elif plain and event.text() and event.text().isprintable() and not event.text().isspace():
            event.ignore()
        else:
            super().keyPressEvent(event)


class CardTable(QWidget):
    """Cards as rows. The page's keys work on the chosen rows as they do on chosen cards."""

    opened = Signal(object)
    looked = Signal(object)
    menu_asked = Signal(QPoint)
    export_asked = Signal()
    choice_changed = Signal()
    layout_changed = Signal()

    def __init__(
        self,
        person: Callable[[CardRow], tuple[str, str, int]],
        parent: QWidget,
        *,
        exports: bool,
        lacks: frozenset[str] = frozenset(),
        wide: Mapping[str, int] | None = None,
    ) -> None:
        """`lacks` are the columns that these cards have nothing for, `wide` those that are wider than usual."""
        super().__init__(parent)
        self._person, self._lacks = person, lacks
        self._stages: dict[bytes, StageRow] = {}
        self._wanted = {column.key for column in COLUMNS if column.is_shown} - lacks
        self._asked: set[str] = set()
        self._is_narrow = False
        self._widths = {column.key: column.width for column in COLUMNS} | dict(wide or {})
        self.model = CardTableModel(self)
        self.rows = _Rows(
            self, name=lambda: _("Deals"), empty=lambda: _("No deals match this filter.")
        )
        self.rows.setModel(self.model)
        self.rows.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._count = Label("", self, style="small", role="secondary")
        self._columns = Button(
            lambda: _("Columns"), self, kind="quiet", size="small", icon="list", menu_arrow=True
        )
        self._export = Button(
            lambda: _("Export…"), self, kind="quiet", size="small", icon="download-simple"
        )
        self._export.setVisible(exports)
        self._lay_out()
        self._join()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 4, 0, 0)
        foot.addWidget(self._count)
        foot.addStretch(1)
        foot.addWidget(self._columns)
        foot.addWidget(self._export)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.rows, 1)
        column.addLayout(foot)
        header = self.rows.horizontalHeader()
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setStretchLastSection(True)
        for place, one in enumerate(COLUMNS):
            header.resizeSection(place, theme.px(self._widths[one.key]))
            header.setSectionHidden(place, one.key not in self._wanted)

    def _join(self) -> None:
        header = self.rows.horizontalHeader()
        header.sortIndicatorChanged.connect(self.model.sort)
        header.sectionResized.connect(lambda place, _old, new: self._take_width(place, new))
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(
            lambda at: self._offer_columns(header.mapToGlobal(at))
        )
        self._columns.clicked.connect(
            lambda: self._offer_columns(self._columns.mapToGlobal(QPoint(0, 0)))
        )
        self._export.clicked.connect(self.export_asked)
        self.rows.opened.connect(lambda index: self._tell(self.opened, index.row()))
        self.rows.looked.connect(lambda: self._tell(self.looked, self.rows.currentIndex().row()))
        self.rows.menu_asked.connect(self.menu_asked)
        self.rows.selectionModel().selectionChanged.connect(lambda *_ranges: self._say_count())
        self.model.layoutChanged.connect(self._span_groups)

    # What is shown

    def set_stages(self, stages: Iterable[StageRow]) -> None:
        """Know the pipeline's open stages, in their order."""
        self._stages = {stage.id.bytes: stage for stage in stages if not stage.is_final}

    def show_cards(self, cards: Sequence[CardRow], now: dt.datetime) -> None:
        """Show these cards; selection and scroll stay."""
        self.model.show_cards(cards, Sight(now, self._stages, self._person))
        self._span_groups()
        self._say_count()

    def set_grouped(self, grouped: bool) -> None:
        """Group by due day."""
        self.model.set_grouped(grouped)
        self._span_groups()

    def chosen(self) -> list[CardRow]:
        """The cards of the selected rows, from the top."""
        rows = chosen_rows(self.rows.selectionModel())
        return [card for _top, row in rows if (card := self.model.card_at(row)) is not None]

    def current(self) -> CardRow | None:
        """The card of the current row."""
        return self.model.card_at(self.rows.currentIndex().row())

    def current_rect(self) -> QRect:
        """Where the current row stands on the screen."""
        rect = self.rows.visualRect(self.rows.currentIndex())
        return QRect(self.rows.viewport().mapToGlobal(rect.topLeft()), rect.size())

    def focus_target(self) -> QWidget:
        """What the keys go to."""
        return self.rows

    def step_current(self, by: int) -> None:
        """Choose the next or previous card."""
        row = self.rows.currentIndex().row() + by
        while 0 <= row < self.model.rowCount() and self.model.card_at(row) is None:
            row += by
        if self.model.card_at(row) is not None:
            self.rows.setCurrentIndex(self.model.index(row, self._first_column()))

    def choose(self, keys: Iterable[bytes]) -> None:
        """Select the rows of these cards."""
        wanted = set(keys)
        column = self._first_column()
        indexes = [
            self.model.index(row, column)
            for row in range(self.model.rowCount())
            if (card := self.model.card_at(row)) is not None and card.key in wanted
        ]
        does = QItemSelectionModel.SelectionFlag
        selection = self.rows.selectionModel()
        selection.select(in_runs(self.model, indexes), does.ClearAndSelect | does.Rows)
        if indexes:
            selection.setCurrentIndex(indexes[-1], does.NoUpdate)
            self.rows.scrollTo(indexes[-1])

    def order(self) -> list[UUID]:
        """All shown cards, from the top."""
        return [card.id for card in self.model.cards()]

    def focus_rows(self) -> None:
        """Put the keys on the current row, or on the first card."""
        if self.model.card_at(self.rows.currentIndex().row()) is None:
            first = next((n for n in range(self.model.rowCount()) if self.model.card_at(n)), None)
            if first is not None:
                self.rows.setCurrentIndex(self.model.index(first, self._first_column()))
        self.rows.setFocus(Qt.FocusReason.OtherFocusReason)

    def export(self) -> Sheet:
        """Headers and values of the shown columns in their order, for a spreadsheet."""
        header = self.rows.horizontalHeader()
        places = [header.logicalIndex(n) for n in range(header.count())]
        return self.model.export(_KEYS[n] for n in places if not header.isSectionHidden(n))

    # How it is laid out

    def adapt(self, *, narrow: bool) -> None:
        """Leave out the spare columns in a narrow window."""
        self._is_narrow = narrow
        self._show_columns()

    def restyle(self) -> None:
        """Let the columns grow with the text."""
        header = self.rows.horizontalHeader()
        kept = dict(self._widths)
        for key, width in kept.items():
            header.resizeSection(_KEYS.index(key), theme.px(width))
        # Whole pixels come back as other widths: small errors must not add up.
        self._widths = kept

    def _take_width(self, place: int, width: int) -> None:
        """Keep a width as it is at 100 %; that of the last column is what was left over."""
        header = self.rows.horizontalHeader()
        if width and place != header.logicalIndex(_last_seen(header)):
            self._widths[_KEYS[place]] = round(width * 100 / theme.text_size())
            self.layout_changed.emit()

    def layout_kept(self) -> dict[str, Any]:
        """Which columns are shown, in which order and how wide at 100 %; only what JSON can hold."""
        header = self.rows.horizontalHeader()
        places = [header.logicalIndex(n) for n in range(header.count())]
        return {
            "order": [_KEYS[n] for n in places],
            "shown": [_KEYS[n] for n in places if _KEYS[n] in self._wanted],
            "widths": self._widths,
        }

    def restore_layout(self, kept: object) -> None:
        """Lay the columns out as they were left; what is not known any more is left out."""
        if not isinstance(kept, dict):
            return
        header = self.rows.horizontalHeader()
        order = [key for key in kept.get("order", ()) if key in _KEYS]
        for visual, key in enumerate(order):
            header.moveSection(header.visualIndex(_KEYS.index(key)), visual)
        shown = {key for key in kept.get("shown", ()) if key in _KEYS} - self._lacks
        self._wanted = shown or self._wanted
        for key in _KEYS:
            width = kept.get("widths", {}).get(key)
            if isinstance(width, int) and width > 0:
                self._widths[key] = width
        self.restyle()
        self._show_columns()

    def _offer_columns(self, at: QPoint) -> None:
        menu = popup_menu(self)
        for column in COLUMNS:
            if column.key in self._lacks:
                continue
            action = menu.addAction(_(column.title))
            action.setCheckable(True)
            action.setChecked(column.key in self._seen())
            action.toggled.connect(partial(self._show_column, column.key))
        menu.popup(at)

    def _show_column(self, key: str, shown: bool) -> None:
        if not shown and len(self._seen()) < 2:
            return
        # What somebody asks for in a narrow window is no longer spare there.
        self._wanted = self._wanted | {key} if shown else self._wanted - {key}
        self._asked = self._asked | {key} if shown else self._asked - {key}
        self._show_columns()
        self.layout_changed.emit()

    def _seen(self) -> set[str]:
        spare = {column.key for column in COLUMNS if column.is_spare} if self._is_narrow else set()
        return (self._wanted - spare | self._wanted & self._asked) or self._wanted

    def _show_columns(self) -> None:
        header, seen = self.rows.horizontalHeader(), self._seen()
        for place, key in enumerate(_KEYS):
            if header.isSectionHidden(place) == (key in seen):
                header.setSectionHidden(place, key not in seen)
        self._span_groups()

    def _first_column(self) -> int:
        header = self.rows.horizontalHeader()
        places = (header.logicalIndex(n) for n in range(header.count()))
        return next(n for n in places if not header.isSectionHidden(n))

    def _span_groups(self) -> None:
        self.rows.clearSpans()
        for row, one in enumerate(self.model.rows):
            if isinstance(one, DayRow):
                self.rows.setSpan(row, 0, 1, len(COLUMNS))

    def _say_count(self) -> None:
        count, chosen = len(self.model.cards()), len(self.chosen())
        words = ngettext("{n} card", "{n} cards", count).format(n=count)
        if chosen > 1:
            words = _("{n} of {count} chosen").format(n=chosen, count=count)
        self._count.set_content(words)
        self.choice_changed.emit()

    def _tell(self, signal: Any, row: int) -> None:
        card = self.model.index(row, 0).data(RowRole.ROW)
        if card is not None:
            signal.emit(card)


def _last_seen(header: QHeaderView) -> int:
    """The place of the last column that is shown, which takes what is left over."""
    return max(
        n for n in range(header.count()) if not header.isSectionHidden(header.logicalIndex(n))
    )
