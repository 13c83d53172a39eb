# SPDX-License-Identifier: Apache-2.0
"""The cards of a handover one by one, each with who gets it; those that are marked are given to somebody else."""

from __future__ import annotations

from collections.abc import Callable, Collection
from uuid import UUID

from PySide6.QtCore import QItemSelection
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QWidget

from desktop.i18n import _, ngettext
from desktop.models.handover import Goes, Handover, goes_model
from desktop.views import theme
from desktop.views.widgets.combo_box import ComboBox
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.label import Label
from desktop.views.widgets.table import TableView

_WHO, _ROWS = 200, 12
_AROUND, _LEAST = 304, 200
"""How much of the window's height is left beside the table, and the least it takes."""

Move = Callable[[Collection[UUID], UUID], Handover]
"""Gives these cards to a colleague and returns what is then planned."""


class SplitDialog(Dialog):
    """Each choice holds at once: arrows walk, Shift and Ctrl mark several, Enter goes to who gets them."""

    def __init__(self, parent: QWidget, plan: Handover, move: Move) -> None:
        count = len(plan.cards)
        super().__init__(
            parent,
            lambda: ngettext("{n} card", "{n} cards", count).format(n=count),
            subtitle=lambda: _("Mark cards and choose who gets them; the others stay as they are."),
            icon="share",
            width=560,
        )
        self._move = move
        self.model = goes_model(self)
        self.model.replace(plan.goes())
        self.body.setSpacing(8)
        self.body.addLayout(self._add_who(plan))
        self.body.addWidget(self._add_table(count))
        self.set_primary(lambda: _("Back to the handover"))
        self.submitted.connect(self.accept)
        self.table.selectRow(0)
        self.table.setFocus()

    def _add_who(self, plan: Handover) -> QHBoxLayout:
        self.who = ComboBox(self, placeholder=lambda: _("Choose a colleague"))
        self.who.setFixedWidth(theme.px(_WHO))
        self.taker_ids = [receiver.id for receiver in plan.offer.receivers]
        self.who.addItems([receiver.name for receiver in plan.offer.receivers])
        self.who.activated.connect(self._give)
        self._marked = Label("", self, role="secondary")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._marked, 1)
        row.addWidget(self.who)
        return row

    def _add_table(self, count: int) -> TableView:
        self.table = TableView(self, name=lambda: _("Cards and who gets them"), two_lines=True)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setModel(self.model)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(1, theme.px(_WHO))
        rows = min(count, _ROWS) * self.table.verticalHeader().defaultSectionSize()
        high = rows + header.sizeHint().height() + 2
        # The table scrolls by itself: what is below the edge of the dialog no key would bring into view.
        room = self.window().height() - theme.px(_AROUND)
        self.table.setFixedHeight(min(high, max(theme.px(_LEAST), room)))
        self.table.selectionModel().selectionChanged.connect(self._say)
        self.table.opened.connect(lambda _index: self._choose())
        return self.table

    def marked(self) -> list[Goes]:
        """The cards that are marked."""
        rows = self.table.selectionModel().selectedRows()
        return [self.model.rows[index.row()] for index in rows]

    def _say(self, *_what: QItemSelection) -> None:
        marked = self.marked()
        n = len(marked)
        self._marked.set_content(
            ngettext("{n} marked card goes to", "{n} marked cards go to", n).format(n=n)
        )
        getting = {one.to for one in marked}
        places = [place for place, one in enumerate(self.taker_ids) if getting == {one}]
        self.who.setCurrentIndex(places[0] if places else -1)
        self.who.setEnabled(bool(marked))
        self.who.setAccessibleName(self._marked.text())

    def _choose(self) -> None:
        self.who.setFocus()
        self.who.showPopup()

    def _give(self, row: int) -> None:
        marked = [one.card.id for one in self.marked()]
        self.model.replace(self._move(marked, self.taker_ids[row]).goes())
        self.table.setFocus()
        self._say()
