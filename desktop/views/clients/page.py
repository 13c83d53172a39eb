# SPDX-License-Identifier: Apache-2.0
"""The Clients page: lists with counts, a table that is searched and sorted, and who is chosen beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QModelIndex, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QWidget

from desktop import queries
from desktop.i18n import N_, _, formats, ngettext, say_keys
from desktop.models.client_export import client_sheet
from desktop.models.client_words import FILTERS, in_file
from desktop.models.clients import FALLING_FIRST, MORE, SORTS, ClientsModel
from desktop.models.live import Live
from desktop.models.rows import RowRole
from desktop.values.rows.clients import (
    ClientFilter,
    ClientList,
    ClientPage,
    ClientRow,
    ClientSort,
)
from desktop.views import reach, theme
from desktop.views.clients import actions
from desktop.views.clients.filter_list import FilterList
from desktop.views.clients.new_client import NewClientDialog
from desktop.views.clients.side import LAST_DEALS, WIDTH, ClientSide
from desktop.views.clients.tools import ClientTools
from desktop.views.context import Context
from desktop.views.page import Page
from desktop.views.sheet_file import SheetFile
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.table import TableView

KINDS = ("contact", "contact_phone", "company", "deal", "deal_line", "payment", "task", "stage")
"""What the list is made of."""

NARROW, _TINY = 1200, 800
_WIDTHS = {"name": 0, "last": 112, "total": 104, "owed": 96, "open": 92, "touch": 148, "holder": 44}
_TINY_WIDTHS = {**_WIDTHS, "total": 100, "touch": 132}
_NARROW_HIDDEN, _TINY_HIDDEN = ("last", "open"), ("last", "open", "owed", "holder")


class ClientsPage(Page):
    """Everybody who buys. Enter opens one, what is typed narrows the list, a press on a header sorts it."""

    def __init__(self, context: Context) -> None:
        super().__init__(N_("Clients"))
        self._context = context
        self._list = ClientFilter.ALL
        self._sort = ClientSort.LAST
        self._descending = True
        self._limit = MORE
        self._wanted: UUID | None = None
        self._is_tiny = False
        self.model = ClientsModel(context.clock, self)
        self._make_header()
        self._make_body()
        self.side = ClientSide(self.model.words, self)
        self.set_side(self.side, WIDTH)
        self._join()
        self.sheets = SheetFile(context, self, in_file)
        self.follow(Live(context.hub, KINDS, self.refresh, self))
        self.retranslate()

    def _make_header(self) -> None:
        person = self._context.person
        self.tools = tools = ClientTools(self.header, person, self)
        self.search, self.count, self.new_button = tools.search, tools.count, tools.new
        self.import_button, self.export_button = tools.bring, tools.export
        self.duplicates_button = tools.duplicates
        if person.may(actions.SELL):
            self.set_primary(self.new_button)

    def _make_body(self) -> None:
        self.lists = FilterList(self)
        self.table = TableView(
            self, name=lambda: _("Clients"), two_lines=True, bar=True, empty=self._empty
        )
        self.table.setModel(self.model)
        header = self.table.horizontalHeader()
        header.setSortIndicatorShown(True)
        header.setSectionsClickable(True)
        self._show_sort()
        self._set_widths()
        self._panel = Panel(parent=self, padding=(0, 0))
        self._panel.body.addWidget(self.table)
        body = QWidget(self)
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.PANEL_GAP)
        row.addWidget(self.lists)
        row.addWidget(self._panel, 1)
        self._body_widget = body
        self.set_body(body)
        body.setFocusProxy(self.table)

    def _join(self) -> None:
        self.search.textChanged.connect(self._narrow)
        self.search.installEventFilter(self)
        self.duplicates_button.clicked.connect(self._look_for_duplicates)
        self.import_button.clicked.connect(self.open_import)
        self.export_button.clicked.connect(self.export)
        self.new_button.clicked.connect(self.new_client)
        self.lists.chosen.connect(self.show_list)
        self.table.opened.connect(self._open_index)
        self.table.doubleClicked.connect(self._open_index)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.table.horizontalHeader().sectionClicked.connect(self._sort_by)
        self.table.verticalScrollBar().valueChanged.connect(self._near_end)
        self.side.call_wanted.connect(self.call)
        self.side.letter_wanted.connect(self.write)
        self.side.open_wanted.connect(self.open_chosen)
        self.side.deal_wanted.connect(lambda id_: self._context.go("deal", id_))
        may = self._context.person.may
        if may(actions.SELL):
            self.act(actions.NEW_CLIENT, self.new_client)
            self.act(actions.DUPLICATES, self._look_for_duplicates)
        if may(actions.IMPORT_RIGHT):
            self.act(actions.IMPORT, self.open_import)
        if may(actions.EXPORT_RIGHT):
            self.act(actions.EXPORT, self.export)
        self.act(actions.OPEN, self.open_chosen)
        self.act(actions.CALL, self.call)
        self.act(actions.WRITE, self.write)
        if self._context.person.may("hand_cards_over"):
            self.act(actions.HAND_OVER, self.hand_over)

    # Asking and showing

    def refresh(self) -> None:
        """Ask for the list again; what is the same stays as it is."""
        self._fetch("clients", self._limit, self.show_clients)

    def _fetch(self, kind: str, limit: int, then: Callable[[ClientList], None]) -> None:
        asked: dict[str, Any] = {
            "filter": self._list,
            "text": self.search.text(),
            "sort": self._sort,
            "descending": self._descending,
            "limit": limit,
        }
        self._context.tasks.fetch(
            kind, lambda reader: queries.clients.clients(reader, **asked), then=then
        )

    def show_clients(self, clients: ClientList) -> None:
        """Show an answer; the chosen client stays chosen."""
        chosen = self._wanted or self._chosen_id()
        self.model.show(clients)
        self.lists.set_counts(clients.counts)
        self._say_count()
        place = self.model.row_of(chosen) if chosen is not None else None
        if place is None and self.model.rows:
            place = 0
        if place is not None and place != self.table.currentIndex().row():
            self.table.selectRow(place)
        if place is not None and self._wanted is not None:
            self.table.scrollTo(self.model.index(place, 0))
        self._wanted = None
        self._show_side()

    def _say_count(self) -> None:
        self.count.set_content(formats.number(self.model.found))
        found = self.model.found
        self.table.setAccessibleDescription(
            ngettext("{n} client", "{n} clients", found).format(n=formats.number(found))
        )

    def _empty(self) -> str:
        if self.search.text().strip():
            return _("Nobody was found. Try fewer letters or the last four digits of the phone.")
        if self._list is ClientFilter.ALL:
            return _("No clients yet. Add one with {add} or import a list with {bring}.").format(
                add=say_keys("Ctrl+N"), bring=say_keys("Ctrl+I")
            )
        return _("Nobody is on this list.")

    # What a person does

    def show_list(self, filter_: ClientFilter) -> None:
        """Show one of the lists."""
        self._list = filter_
        self._limit = MORE
        self.refresh()

    def new_client(self) -> None:
        """Ask for a new client and open it."""
        NewClientDialog(self._context, self, saved=self._open_client).open()

    def open_import(self) -> None:
        """Take in a list of clients."""
        self._context.go("client_import", None)

    def export(self) -> None:
        """Ask for a file and write all that stand on this list into it, not only those read so far."""
        path = self.sheets.ask(_(FILTERS[self._list][0]))
        if path is not None:
            self.write_list(path)

    def write_list(self, path: Path) -> None:
        """Write the list, with the columns shown, into this file."""
        columns, title = self.model.columns, _(FILTERS[self._list][0])
        shown = [one.key for n, one in enumerate(columns) if not self.table.isColumnHidden(n)]

        def write(clients: ClientList) -> None:
            self.sheets.write(client_sheet(clients.rows, shown, self.model.words), path, title)

        self._fetch("clients to export", max(1, self.model.found), write)

    def open_chosen(self) -> None:
        """Open the page of the chosen client."""
        self._open_index(self.table.currentIndex())

    def call(self) -> None:
        """Call the chosen client."""
        row = self._row()
        if row is not None:
            reach.dial(self._context, row.digits)

    def write(self) -> None:
        """Write to the chosen client."""
        row = self._row()
        if row is not None:
            reach.write(self._context, row.email)

    def hand_over(self) -> None:
        """Ask who goes on with the open cards of the chosen client."""
        client_id = self._chosen_id()
        if client_id is not None:
            from desktop.views.questions.handover_panel import hand_client_over

            hand_client_over(self._context, self, client_id)

    def _look_for_duplicates(self) -> None:
        self._context.go("duplicates", None)

    def _open_client(self, client: ClientPage) -> None:
        self._context.at_hand[client.id] = client
        self._context.go("company" if client.is_company else "contact", client.id)

    def _open_index(self, index: QModelIndex) -> None:
        row = index.data(RowRole.ROW) if index.isValid() else None
        if isinstance(row, ClientRow):
            self._open_client(ClientPage(row.id, row.is_company, row.name, row.stamp, row.email))

    def _narrow(self, _text: str) -> None:
        self._limit = MORE
        self.refresh()

    def _sort_by(self, section: int) -> None:
        sort = SORTS.get(self.model.columns[section].key)
        if sort is None:
            self._show_sort()
            return
        is_again = sort is self._sort
        self._descending = not self._descending if is_again else sort in FALLING_FIRST
        self._sort = sort
        self._show_sort()
        self.refresh()

    def _show_sort(self) -> None:
        order = Qt.SortOrder.DescendingOrder if self._descending else Qt.SortOrder.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(self.model.column_of(self._sort), order)

    def _near_end(self, value: int) -> None:
        bar = self.table.verticalScrollBar()
        is_asked = self._limit > len(self.model.rows)
        if value >= bar.maximum() - bar.pageStep() and self.model.wants_more and not is_asked:
            self._limit += MORE
            self.refresh()

    # Who is chosen

    def _row(self) -> ClientRow | None:
        row = self.table.currentIndex().data(RowRole.ROW)
        return row if isinstance(row, ClientRow) else None

    def _chosen_id(self) -> UUID | None:
        row = self._row()
        return row.id if row is not None else None

    def _chosen(self, _index: QModelIndex, _before: QModelIndex) -> None:
        self._show_side()

    def _show_side(self) -> None:
        row = self._row()
        self.side.show_client(row)
        if row is not None and self.side.isVisibleTo(self):
            client_id = row.id
            self._context.tasks.fetch(
                "client beside the list",
                lambda reader: queries.clients.client_of(reader, id=client_id, events=LAST_DEALS),
                then=self.side.show_page,
            )

    # What the window asks

    def retranslate(self) -> None:
        """Say columns and counts anew."""
        self.model.retranslate()
        self._say_count()

    def adapt(self, window: QSize) -> None:
        """In a narrow window the columns that matter less go."""
        super().adapt(window)
        self.tools.adapt(window.width())
        hidden: tuple[str, ...] = _NARROW_HIDDEN if window.width() < NARROW else ()
        self._is_tiny = window.width() < _TINY
        self.lists.set_small(small=self._is_tiny)
        if self._is_tiny:
            hidden = _TINY_HIDDEN
        for place, column in enumerate(self.model.columns):
            self.table.setColumnHidden(place, column.key in hidden)
        self._set_widths()

    def focus_first(self) -> None:
        """Work begins in the table."""
        self.table.setFocus()

    def focus_filter(self) -> None:
        """Put the cursor into the search."""
        self.search.setFocus()
        self.search.selectAll()

    def panes(self) -> list[QWidget]:
        """Lists, table, and the panel beside it."""
        side = [self.side] if self.side.isVisible() else []
        return [self.lists, self.table, *side]

    def place(self) -> object:
        """The list, what was searched, and who was chosen."""
        return (self._list, self.search.text(), self._chosen_id(), self._limit)

    def restore(self, place: object) -> None:
        """Put list, search and choice back."""
        if isinstance(place, tuple):
            self._list, text, self._wanted, self._limit = place
            self.lists.choose(self._list)
            self.search.setText(text)
            self.refresh()

    def eventFilter(self, watched: object, event: object) -> bool:
        """From the search, arrow down goes to the table and Esc empties it."""
        if watched is self.search and isinstance(event, QKeyEvent):
            is_press, key = event.type() == QKeyEvent.Type.KeyPress, event.key()
            if is_press and key in {Qt.Key.Key_Down, Qt.Key.Key_Escape}:
                if key == Qt.Key.Key_Escape:
                    self.search.clear()
                self.table.setFocus()
                return True
        return False

    def _set_widths(self) -> None:
        header = self.table.horizontalHeader()
        for place, column in enumerate(self.model.columns):
            width = (_TINY_WIDTHS if self._is_tiny else _WIDTHS)[column.key]
            if width:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
                header.resizeSection(place, theme.px(width))
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
