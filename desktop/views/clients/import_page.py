# SPDX-License-Identifier: Apache-2.0
"""A list of clients taken in: file, columns and a dry run, then one button that names the count."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.errors import UserError
from desktop.i18n import N_, _, formats
from desktop.models import client_list
from desktop.models.client_list import ListLinesModel
from desktop.values.rows.client_list import ListCheck, ListTaken, Verdict
from desktop.views import theme
from desktop.views.clients import actions
from desktop.views.clients.import_side import WIDTH, ImportSide
from desktop.views.clients.mapping import ROW, ColumnMapping
from desktop.views.context import Context
from desktop.views.page import LOW, Page
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.empty_state import EmptyState
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Hairline, Panel
from desktop.views.widgets.progress import ProgressRow
from desktop.views.widgets.scroll_area import ScrollArea
from desktop.views.widgets.segmented import Segment, SegmentedControl
from desktop.views.widgets.stat_tile import StatTile
from desktop.views.widgets.table import TableView

if TYPE_CHECKING:
    from desktop.flows.shop import Shop

NARROW = 1200
ENCODINGS = (
    ("utf-8", "UTF-8"),
    ("cp1251", "Windows-1251"),
    ("cp1252", "Windows-1252"),
    ("cp866", "DOS 866"),
    ("utf-16", "UTF-16"),
)
"""What can be chosen beside the preview; another one that was found joins them."""

_KINDS = "*.csv *.txt *.tsv *.xlsx *.xls *.xlsm"
_WIDTHS = {"line": 56, "phone": 168, "email": 168, "verdict": 168}


class ImportPage(Page):
    """Nothing is stored before the button; the dry run is made at once and after each change."""

    progressed = Signal(int, int)

    def __init__(self, context: Context) -> None:
        super().__init__(N_("Import clients"))
        self._context = context
        self._path: Path | None = None
        self._encoding = ""
        self._fields: Mapping[int, str] | None = None
        self._check: ListCheck | None = None
        self._turn = 0
        self._is_stopped = False
        self.setAcceptDrops(True)
        self._make_header()
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._make_start())
        self._stack.addWidget(self._make_work())
        self.set_body(self._stack)
        self._join()

    # Made once

    def _make_header(self) -> None:
        back = icon_button("arrow-left", lambda: _("Back to the clients"), self)
        back.clicked.connect(lambda: self._context.go("clients", None))
        self.header.add_before(back)
        self.state = Label(
            lambda: _("Nothing is changed yet"), self, style="small", role="secondary"
        )
        self.header.add_tool(Icon("check-circle", "ok", 15, self))
        self.header.add_tool(self.state)

    def _make_start(self) -> QWidget:
        panel = Panel(parent=self)
        self.start = EmptyState(
            lambda: _("A list of clients from CSV or Excel"),
            lambda: _(
                "Drop the file here or choose it. You see what would happen before anything does."
            ),
            panel,
        )
        self.choose_button = Button(
            lambda: _("Choose a file…"),
            self,
            kind="primary",
            icon="upload-simple",
            shortcut="Ctrl+O",
        )
        self.start.add_button(self.choose_button)
        panel.body.addWidget(self.start, 1)
        return panel

    def _make_work(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PANEL_GAP)
        column.addWidget(self._make_strip())
        self.banner = Banner("", "warning", self)
        self.banner.hide()
        column.addWidget(self.banner)
        self._middle = QHBoxLayout()
        self._middle.setSpacing(theme.PANEL_GAP)
        left = QVBoxLayout()
        left.setSpacing(theme.PANEL_GAP)
        left.addWidget(self._make_columns())
        left.addWidget(self._make_preview(), 1)
        self._middle.addLayout(left, 1)
        self.side_panels = ImportSide()
        self._side_area = ScrollArea(self.side_panels, self)
        self._side_area.setFixedWidth(theme.px(WIDTH))
        self._middle.addWidget(self._side_area)
        column.addLayout(self._middle, 1)
        column.addWidget(self._make_foot())
        return page

    def _make_strip(self) -> Panel:
        strip = Panel(parent=self, padding=(16, 8))
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(Icon("table", "tx2", 20, strip))
        names = QVBoxLayout()
        names.setSpacing(0)
        self.file_name = Label("", strip, weight=theme.SEMIBOLD)
        self.file_detail = Label("", strip, style="small", role="secondary")
        names.addWidget(self.file_name)
        names.addWidget(self.file_detail)
        row.addLayout(names)
        self.numbers = {
            "rows": StatTile(lambda: _("Rows"), parent=strip),
            "new": StatTile(lambda: _("New clients"), parent=strip),
            "known": StatTile(lambda: _("Already known"), parent=strip),
            "bad": StatTile(lambda: _("Bad"), parent=strip),
        }
        for tile in self.numbers.values():
            row.addWidget(Hairline(strip, upright=True))
            row.addWidget(tile)
        row.addStretch(1)
        self.another_button = Button(lambda: _("Another file…"), strip, size="small")
        row.addWidget(self.another_button)
        strip.body.addLayout(row)
        return strip

    def _make_columns(self) -> Panel:
        panel = Panel(lambda: _("Columns of the file"), self, padding=(0, 0))
        self.encodings = SegmentedControl(
            [Segment(key, text) for key, text in ENCODINGS],
            panel,
            name=lambda: _("Encoding"),
            padding=8,
        )
        self._encoding_word = Label(lambda: _("Encoding"), panel, style="small", role="secondary")
        panel.add_action(self._encoding_word)
        panel.add_action(self.encodings)
        self.mapping = ColumnMapping()
        self._mapping_area = ScrollArea(self.mapping, panel)
        panel.body.addWidget(self._mapping_area)
        return panel

    def _make_preview(self) -> Panel:
        panel = Panel(lambda: _("Preview"), self, padding=(0, 0))
        self._letters = Label("", panel, style="small", role="secondary")
        panel.add_action(self._letters)
        self.model = ListLinesModel(self)
        self.table = TableView(panel, name=lambda: _("Preview"), empty=lambda: _("No rows."))
        self.table.setModel(self.model)
        header = self.table.horizontalHeader()
        for place, column in enumerate(self.model.columns):
            width = _WIDTHS.get(column.key)
            if width is None:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
            else:
                header.resizeSection(place, theme.px(width))
        panel.body.addWidget(self.table)
        return panel

    def _make_foot(self) -> Panel:
        foot = Panel(parent=self, padding=(16, 11))
        row = QHBoxLayout()
        row.setSpacing(12)
        self.strong = Label("", foot, weight=theme.SEMIBOLD)
        self.quiet = Label("", foot, role="secondary")
        self.progress = ProgressRow(lambda: _("Taking the list in"), foot)
        self.progress.hide()
        self.check_button = Button(lambda: _("Check again"), foot)
        self.import_button = Button(
            self._import_words, foot, kind="primary", icon="upload-simple", shortcut="Ctrl+Return"
        )
        row.addWidget(self.strong)
        row.addWidget(self.quiet, 1)
        row.addWidget(self.progress, 1)
        row.addWidget(self.check_button)
        row.addWidget(self.import_button)
        foot.body.addLayout(row)
        return foot

    def _join(self) -> None:
        self.choose_button.clicked.connect(self.choose)
        self.another_button.clicked.connect(self.choose)
        self.check_button.clicked.connect(self.check)
        self.import_button.clicked.connect(self.take_in)
        self.banner.pressed.connect(self._read_better)
        self.encodings.chosen.connect(self.read_as)
        self.mapping.changed.connect(self._map)
        self.side_panels.save_wanted.connect(self.save_bad)
        self.side_panels.adds_changed.connect(lambda _adds: self._say_foot())
        self.progressed.connect(self._show_progress)
        self.progress.stopped.connect(self._stop)
        self.primary = self.choose_button
        self.act(actions.CHOOSE, self.choose)
        self.act(actions.CHECK, self.check)
        self.act(actions.SAVE_BAD, self.save_bad)

    # The file

    def choose(self) -> None:
        """Ask for a file."""
        kinds = _("Lists ({kinds})").format(kinds=_KINDS)
        chosen, _kind = QFileDialog.getOpenFileName(self, _("A list of clients"), "", kinds)
        if chosen:
            self.read(Path(chosen))

    def read(self, path: Path) -> None:
        """Read another file; encoding and columns are found out anew."""
        self._path, self._encoding, self._fields = path, "", None
        self.check()

    def read_as(self, encoding: str) -> None:
        """Read the same file in another encoding."""
        self._encoding = encoding
        self.check()

    def _read_better(self) -> None:
        if self._check is not None and self._check.better_encoding:
            self.read_as(self._check.better_encoding)

    def _map(self, fields: Mapping[int, str]) -> None:
        self._fields = fields
        self.check()

    def check(self) -> None:
        """Make the dry run; nothing is stored."""
        path, encoding, fields = self._path, self._encoding, self._fields
        if path is None:
            return
        self._turn += 1

        def work(shop: Shop) -> ListCheck:
            from desktop.flows.import_list import check_list  # on the worker thread

            return check_list(shop, path=path, encoding=encoding, fields=fields)

        self._context.tasks.flow(
            work,
            then=partial(self._show_if_newest, self._turn),
            failed=partial(self._refused, self._turn),
        )

    def _show_if_newest(self, turn: int, check: ListCheck) -> None:
        if turn == self._turn:
            self.show_check(check)

    def _refused(self, turn: int, error: UserError) -> None:
        if turn != self._turn:
            return
        if self._check is None:
            self.start.set_texts(_("This file cannot be read as a list."), error.sentence)
            return
        self.banner.set_banner(error.sentence, "danger")
        self.banner.show()
        self.import_button.set_blocked(error.sentence)

    # The dry run

    def show_check(self, check: ListCheck) -> None:
        """Show what the list would bring."""
        is_first = self._check is None
        self._check = check
        self.primary = self.import_button
        self._stack.setCurrentIndex(1)
        if is_first:
            self.import_button.setFocus()
        self.file_name.set_content(check.path.name)
        self.file_detail.set_content(lambda: client_list.file_text(check))
        known = check.count(Verdict.KNOWN, Verdict.ADDS)
        self.numbers["rows"].set_value(formats.number(len(check.lines)))
        self.numbers["new"].set_value(formats.number(check.count(Verdict.NEW)), ink="ok")
        self.numbers["known"].set_value(formats.number(known), ink="wa" if known else "tx")
        self.numbers["bad"].set_value(
            formats.number(len(check.bad)), ink="er" if check.bad else "tx"
        )
        self._show_encoding(check)
        self.mapping.show_columns(check.columns, by_hand=self._fields is not None)
        self._fit_mapping()
        self.model.show(check)
        self.side_panels.show_check(check)
        self._show_banner(check)
        self.retranslate()

    def _fit_mapping(self) -> None:
        """As many columns as fit without pressing the preview out of the page; the rest scroll."""
        most = 3 if self.height() < LOW else 7
        count = len(self._check.columns) if self._check is not None else 0
        self._mapping_area.setFixedHeight(theme.px(ROW + 1) * max(1, min(count, most)))

    def _show_encoding(self, check: ListCheck) -> None:
        for widget in (self.encodings, self._encoding_word):
            widget.setVisible(bool(check.encoding))
        if check.encoding:
            known = dict(ENCODINGS)
            offered = [*ENCODINGS]
            if check.encoding not in known:
                offered.append((check.encoding, check.encoding.upper()))
            self.encodings.set_segments([Segment(key, text) for key, text in offered])
            self.encodings.choose(check.encoding)

    def _show_banner(self, check: ListCheck) -> None:
        if check.wrong_encoding:
            action = _("Read it so") if check.better_encoding else ""
            self.banner.set_banner(check.wrong_encoding, "danger", action=action)
        elif check.doubts:
            self.banner.set_banner(check.doubts[0], "warning")
        self.banner.setVisible(bool(check.wrong_encoding or check.doubts))

    def _say_foot(self) -> None:
        check = self._check
        if check is None:
            return
        adds = self.side_panels.adds.isChecked()
        strong, quiet = client_list.summary(check, adds=adds)
        self.strong.set_content(strong)
        self.quiet.set_content(f"· {quiet}")
        self.import_button.retranslate()
        count = check.count(Verdict.NEW) + (check.count(Verdict.ADDS) if adds else 0)
        reason = check.wrong_encoding or ("" if count else _("There is nothing new in this list."))
        self.import_button.set_blocked(reason or None)

    def _import_words(self) -> str:
        check = getattr(self, "_check", None)
        if check is None:
            return _("Import")
        return client_list.import_text(check, adds=self.side_panels.adds.isChecked())

    # Taking it in

    def take_in(self) -> None:
        """Take in all good rows; the page says how far it is, and Stop leaves the rest for another time."""
        path, encoding, fields = self._path, self._encoding, self._fields
        if path is None or not self.import_button.isEnabled():
            return
        adds = self.side_panels.adds.isChecked()
        self._is_stopped = False
        self._set_busy(busy=True)

        def work(shop: Shop) -> ListTaken:
            from desktop.flows.import_list import import_list  # on the worker thread

            return import_list(
                shop,
                path=path,
                encoding=encoding,
                fields=fields,
                adds_to_known=adds,
                progress=self.progressed.emit,
                is_stopped=lambda: self._is_stopped,
            )

        self._context.tasks.flow(work, then=self._taken, failed=self._failed)

    def _stop(self) -> None:
        self._is_stopped = True

    def _show_progress(self, done: int, of: int) -> None:
        self.progress.set_progress(done, of)

    def _taken(self, taken: ListTaken) -> None:
        self._set_busy(busy=False)
        self._context.tell(client_list.taken_text(taken))
        if taken.is_whole:
            self._context.go("clients", None)
            self._forget()
        else:
            self.check()

    def _failed(self, error: UserError) -> None:
        self._set_busy(busy=False)
        self._refused(self._turn, error)

    def _set_busy(self, *, busy: bool) -> None:
        for widget in (self.strong, self.quiet, self.check_button):
            widget.setVisible(not busy)
        self.import_button.setEnabled(not busy)
        if busy:
            self.progress.begin()
        else:
            self.progress.finish()
            self._say_foot()

    def _forget(self) -> None:
        self._path, self._check, self._fields, self._encoding = None, None, None, ""
        self.primary = self.choose_button
        self._stack.setCurrentIndex(0)

    def save_bad(self) -> None:
        """Save the rows that stay out with the reason of each, to be put right and imported again."""
        check = self._check
        if check is None or not check.bad:
            return
        suggested = str(check.path.with_name(f"{check.path.stem} - bad.csv"))
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save bad rows"), suggested, "*.csv")
        if not chosen:
            return

        def work(_shop: Shop) -> int:
            from desktop.flows.import_list import save_bad_rows  # on the worker thread

            return save_bad_rows(check, Path(chosen))

        self._context.tasks.flow(
            work, then=lambda _n: self._context.tell(_("Saved: {file}").format(file=chosen))
        )

    # What the window asks

    def open(self, id: UUID | None) -> None:
        """Begin with a file; a list that is on the page stays."""

    def retranslate(self) -> None:
        """Say everything that was made from the list anew."""
        check = self._check
        if check is None:
            return
        going = sum(bool(column.field) for column in check.columns)
        self._letters.set_content(
            _("{letters} – do they read well?").format(letters=", ".join(check.letters))
            if check.letters
            else ""
        )
        self.file_detail.retranslate()
        self.mapping.setAccessibleDescription(
            _("{n} of {all} columns go in").format(n=going, all=len(check.columns))
        )
        self.model.retranslate()
        self._say_foot()

    def adapt(self, window: QSize) -> None:
        """In a narrow window the right column goes under the preview's."""
        super().adapt(window)
        if not hasattr(self, "_middle"):
            return
        is_narrow = window.width() < NARROW
        self._fit_mapping()
        self._middle.setDirection(
            QHBoxLayout.Direction.TopToBottom if is_narrow else QHBoxLayout.Direction.LeftToRight
        )
        if is_narrow:
            self._side_area.setMinimumWidth(0)
            self._side_area.setMaximumWidth(16_777_215)
            self._side_area.setMaximumHeight(theme.px(120))
        else:
            self._side_area.setFixedWidth(theme.px(WIDTH))
            self._side_area.setMaximumHeight(16_777_215)

    def panes(self) -> list[QWidget]:
        """Columns, preview, and what stays out."""
        if self._check is None:
            return [self.choose_button]
        return [self.mapping, self.table, self.side_panels]

    def focus_first(self) -> None:
        """Work begins with the file, then with the button."""
        (self.choose_button if self._check is None else self.import_button).setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the file that was dropped."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.read(Path(event.mimeData().urls()[0].toLocalFile()))
