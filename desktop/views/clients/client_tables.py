# SPDX-License-Identifier: Apache-2.0
"""The right side of a client's page: sums, and a table of deals, papers, payments or what happened."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QGridLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import _, formats
from desktop.models.client_page import (
    ClientDealsModel,
    ClientHistoryModel,
    ClientMoneyModel,
    ClientPapersModel,
)
from desktop.models.client_words import ClientWords
from desktop.models.rows import RowRole, RowsModel
from desktop.values.rows.clients import (
    ClientDeal,
    ClientDocument,
    ClientEvent,
    ClientPage,
    ClientPayment,
)
from desktop.views import theme
from desktop.views.widgets.chips import FilterChip
from desktop.views.widgets.column_fit import STRETCHED, fit_columns
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.panel import Hairline, Panel
from desktop.views.widgets.stat_tile import StatTile
from desktop.views.widgets.table import TableView

_WIDTHS = {
    "stage": 168, "sum": 136, "created": 112, "touch": 148, "holder": 44, "version": 72, "deal": 220,
    "made": 148, "at": 148, "method": 120, "state": 120, "by": 44,
}  # fmt: skip
_ROOM_FOR_SUMS = 680
_SPARE = ("holder", "by", "version", "created", "method", "touch", "deal")
"""What goes first where the window is small; the deal's own page tells it, too."""


class ClientTables(QWidget):
    """Chips choose the table.

    `deal_wanted` tells the deal of a line, `lead_wanted` its lead, `more_wanted` that older
    history is wanted.
    """

    deal_wanted = Signal(object)
    lead_wanted = Signal(object)
    more_wanted = Signal()

    def __init__(self, words: ClientWords, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._facts: QWidget | None = None
        self._has_more = False
        self._is_tight: bool | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PANEL_GAP)
        column.addWidget(self._make_sums())
        column.addWidget(self._make_chips())
        self._stack = QStackedWidget(self)
        column.addWidget(self._stack, 1)
        self._make_tables()
        self.show_first()

    def _make_sums(self) -> Panel:
        panel = Panel(parent=self, padding=(16, 12))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(12)
        self.sums = {
            "orders": StatTile(lambda: _("Orders"), parent=panel),
            "total": StatTile(lambda: _("Total"), parent=panel),
            "paid": StatTile(lambda: _("Paid"), parent=panel),
            "owed": StatTile(lambda: _("To pay"), parent=panel),
            "open": StatTile(lambda: _("Open deals"), parent=panel),
        }
        self._lines = [Hairline(panel, upright=True) for _tile in range(len(self.sums) - 1)]
        self._lay_sums()
        panel.body.addLayout(self._grid)
        return panel

    def _lay_sums(self) -> None:
        """All sums in one row, or in two where a sum would be cut."""
        is_tight = self.width() < theme.px(_ROOM_FOR_SUMS)
        if is_tight == self._is_tight:
            return
        self._is_tight = is_tight
        columns = 3 if is_tight else len(self.sums)
        for place, tile in enumerate(self.sums.values()):
            row, column = divmod(place, columns)
            self._grid.addWidget(tile, row, 2 * column)
            self._grid.setColumnStretch(2 * place, int(place < columns))
        for place, line in enumerate(self._lines):
            self._grid.addWidget(line, 0, 2 * place + 1)
            line.setVisible(not is_tight)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the sums out for another width."""
        super().resizeEvent(event)
        self._lay_sums()

    def _make_chips(self) -> QWidget:
        holder = QWidget(self)
        row = FlowLayout(holder)
        self.chips = {
            "facts": FilterChip(lambda: _("Facts"), self, icon="user-circle"),
            "deals": FilterChip(lambda: _("Deals"), self, icon="columns"),
            "papers": FilterChip(lambda: _("Documents"), self, icon="file-text"),
            "money": FilterChip(lambda: _("Payments"), self, icon="bank"),
            "history": FilterChip(lambda: _("History"), self, icon="clock"),
        }
        self._group = QButtonGroup(self)
        for key, chip in self.chips.items():
            self._group.addButton(chip)
            chip.clicked.connect(lambda _checked=False, one=key: self.choose(one))
            row.addWidget(chip)
        self.chips["facts"].hide()
        return holder

    def _make_tables(self) -> None:
        self.deals = ClientDealsModel(self._words, self)
        self.papers = ClientPapersModel(self._words, self)
        self.money = ClientMoneyModel(self._words, self)
        self.history = ClientHistoryModel(self._words, self)
        self._views: dict[str, TableView] = {}
        self._pages: dict[str, QWidget] = {}
        empty = {
            "deals": lambda: _("No deals yet."),
            "papers": lambda: _("No documents yet."),
            "money": lambda: _("No payments yet."),
            "history": lambda: _("Nothing has happened yet."),
        }
        models: dict[str, RowsModel[object]] = {
            "deals": self.deals,  # type: ignore[dict-item]
            "papers": self.papers,  # type: ignore[dict-item]
            "money": self.money,  # type: ignore[dict-item]
            "history": self.history,  # type: ignore[dict-item]
        }
        for key, model in models.items():
            view = TableView(
                self,
                name=self.chips[key].accessibleName,
                two_lines=key in {"deals", "history"},
                empty=empty[key],
            )
            view.setModel(model)
            _set_widths(view, model)
            view.opened.connect(self._open)
            view.doubleClicked.connect(self._open)
            panel = Panel(parent=self, padding=(0, 0))
            panel.body.addWidget(view)
            self._views[key], self._pages[key] = view, panel
            self._stack.addWidget(panel)
        bar = self._views["history"].verticalScrollBar()
        bar.valueChanged.connect(self._near_end)

    def choose(self, key: str) -> None:
        """Show one of the tables, or the facts where they have no column of their own."""
        self._key = key
        self.chips[key].setChecked(True)
        page = self._facts if key == "facts" else self._pages[key]
        if page is not None:
            self._stack.setCurrentWidget(page)

    def show_first(self) -> None:
        """Begin with the deals."""
        self.choose("deals")

    def view(self) -> QAbstractItemView | QWidget:
        """What is in front."""
        return self._views.get(self._key) or self._facts or self

    def show_page(self, page: ClientPage) -> None:
        """Show everything of this client by the smallest difference."""
        self.deals.replace(page.deals)
        self.papers.replace(page.documents)
        self.money.replace(page.payments)
        self.history.replace(page.events)
        self._has_more = page.more_events
        for key, rows in (
            ("deals", page.deals),
            ("papers", page.documents),
            ("money", page.payments),
            ("history", page.events),
        ):
            self.chips[key].set_count(None if key == "history" and page.more_events else len(rows))
        totals, words = page.totals, self._words
        self.sums["orders"].set_value(formats.number(totals.orders))
        self.sums["total"].set_value(words.sum(totals.total))
        self.sums["paid"].set_value(words.sum(totals.paid))
        self.sums["owed"].set_value(words.sum(totals.owed), ink="wa" if totals.owed else "tx")
        self.sums["open"].set_value(formats.number(totals.open_deals))

    # Facts as a tab

    @property
    def has_facts(self) -> bool:
        """Whether the facts are one of the tabs."""
        return self._facts is not None

    def take_facts(self, facts: QWidget) -> None:
        """Make the facts one of the tabs."""
        if self._facts is None:
            self._facts = facts
            self._stack.addWidget(facts)
            self.chips["facts"].show()

    def give_facts(self) -> None:
        """Let the facts go to a column of their own."""
        if self._facts is not None:
            self._stack.removeWidget(self._facts)
            self._facts = None
            self.chips["facts"].hide()
            if self._key == "facts":
                self.show_first()

    # Within the tables

    def _open(self, index: QModelIndex) -> None:
        row = index.data(RowRole.ROW) if index.isValid() else None
        match row:
            case ClientDeal():
                self.deal_wanted.emit(row.id)
            case ClientEvent() if row.card_kind != "deal":
                self.lead_wanted.emit(row.card_id)
            case ClientDocument() | ClientEvent():
                self.deal_wanted.emit(row.card_id)
            case ClientPayment() if row.card_id is not None:
                self.deal_wanted.emit(row.card_id)

    def _near_end(self, value: int) -> None:
        bar = self._views["history"].verticalScrollBar()
        if self._has_more and value >= bar.maximum() - bar.pageStep():
            self._has_more = False
            self.more_wanted.emit()


def _set_widths(view: TableView, model: RowsModel[object]) -> None:
    view.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
    places = {column.key: place for place, column in enumerate(model.columns)}
    widths = {place: _WIDTHS.get(key, STRETCHED) for key, place in places.items()}
    # Where no column takes the rest, the last one does.
    if STRETCHED not in widths.values():
        widths[max(widths)] = STRETCHED
    spare = [places[key] for key in _SPARE if key in places and widths[places[key]] != STRETCHED]
    fit_columns(view, widths, spare=spare)
