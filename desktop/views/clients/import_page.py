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
    QVBoxLayout,
    QWidget,
)

from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.models import client_list
from desktop.models.card_drag import files_of
from desktop.values.rows.client_list import ListCheck, ListTaken
from desktop.views import theme
from desktop.views.clients import actions
from desktop.views.clients.import_panels import ColumnsPanel, PreviewPanel
from desktop.views.clients.import_parts import FileStrip, ImportFoot
from desktop.views.clients.import_side import WIDTH, ImportSide
from desktop.views.context import Context
from desktop.views.page import LOW, Page
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.buttons import Button, icon_button
from desktop.views.widgets.empty_state import EmptyState
from desktop.views.widgets.icon import Icon
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.scroll_area import ScrollArea

if TYPE_CHECKING:
    from desktop.flows.shop import Shop

NARROW, SMALL = 1200, 800
_KINDS = "*.csv *.txt *.tsv *.xlsx *.xls *.xlsm"


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
        self._begin, self._work = self._make_start(), self._make_work()
        self.set_body(self._make_body())
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

    def _make_body(self) -> QWidget:
        # No stack: it would keep the room of the dry run while only a file is asked for.
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._begin)
        column.addWidget(self._work)
        self._work.hide()
        return body

    def _show(self, part: QWidget) -> None:
        for one in (self._begin, self._work):
            one.setVisible(one is part)

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
        self.strip = FileStrip(self)
        column.addWidget(self.strip)
        self.banner = Banner("", "warning", self)
        self.banner.hide()
        column.addWidget(self.banner)
        self._middle = QHBoxLayout()
        self._middle.setSpacing(theme.PANEL_GAP)
        left = QVBoxLayout()
        left.setSpacing(theme.PANEL_GAP)
        self.columns, self.preview = ColumnsPanel(self), PreviewPanel(self)
        left.addWidget(self.columns)
        left.addWidget(self.preview, 1)
        self._middle.addLayout(left, 1)
        self.side_panels = ImportSide()
        self._side_area = ScrollArea(self.side_panels, self)
        self._side_area.setFixedWidth(theme.px(WIDTH))
        self._middle.addWidget(self._side_area)
        column.addLayout(self._middle, 1)
        self.foot = ImportFoot(self)
        column.addWidget(self.foot)
        return page

    def _join(self) -> None:
        self.choose_button.clicked.connect(self.choose)
        self.strip.another_wanted.connect(self.choose)
        self.foot.check_wanted.connect(self.check)
        self.foot.import_wanted.connect(self.take_in)
        self.foot.stopped.connect(self._stop)
        self.banner.pressed.connect(self._read_better)
        self.columns.encoding_chosen.connect(self.read_as)
        self.columns.mapped.connect(self._map)
        self.side_panels.save_wanted.connect(self.save_bad)
        self.side_panels.adds_changed.connect(lambda _adds: self._say_foot())
        self.progressed.connect(self._show_progress)
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
        self.foot.button.set_blocked(error.sentence)

    # The dry run

    def show_check(self, check: ListCheck) -> None:
        """Show what the list would bring."""
        is_first = self._check is None
        self._check = check
        self.primary = self.foot.button
        self._show(self._work)
        if is_first:
            self.foot.button.setFocus()
        self.strip.show_check(check)
        self.columns.show_check(check, by_hand=self._fields is not None)
        self._fit()
        self.preview.show_check(check)
        self.side_panels.show_check(check)
        self._show_banner(check)
        self.retranslate()

    def _fit(self) -> None:
        """As many columns as fit without pressing the preview out of the page."""
        self.columns.fit(3 if self.height() * 100 < LOW * theme.text_size() else 7)

    def _show_banner(self, check: ListCheck) -> None:
        if check.wrong_encoding:
            action = _("Read it so") if check.better_encoding else ""
            self.banner.set_banner(check.wrong_encoding, "danger", action=action)
        elif check.doubts:
            self.banner.set_banner(check.doubts[0], "warning")
        self.banner.setVisible(bool(check.wrong_encoding or check.doubts))

    def _say_foot(self) -> None:
        if self._check is not None:
            self.foot.show_check(self._check, adds=self.side_panels.adds.isChecked())

    # Taking it in

    def take_in(self) -> None:
        """Take in all good rows; the page says how far it is, and Stop leaves the rest for another time."""
        path, encoding, fields = self._path, self._encoding, self._fields
        if path is None or not self.foot.button.isEnabled():
            return
        adds = self.side_panels.adds.isChecked()
        self._is_stopped = False
        self.foot.set_busy(busy=True)

        def work(shop: Shop) -> ListTaken:
            from desktop.flows.import_list import import_list  # on the worker thread
            from desktop.values.drafts.client_list import Known, ListWish

            return import_list(
                shop,
                path=path,
                encoding=encoding,
                fields=fields,
                wish=ListWish(known=Known.ADD if adds else Known.SKIP),
                progress=self.progressed.emit,
                is_stopped=lambda: self._is_stopped,
            )

        self._context.tasks.flow(work, then=self._taken, failed=self._failed)

    def _stop(self) -> None:
        self._is_stopped = True

    def _show_progress(self, done: int, of: int) -> None:
        self.foot.progress.set_progress(done, of)

    def _taken(self, taken: ListTaken) -> None:
        self.foot.set_busy(busy=False)
        self._context.tell(client_list.taken_text(taken))
        if taken.is_whole:
            self._context.go("clients", None)
            self._forget()
        else:
            self.check()

    def _failed(self, error: UserError) -> None:
        self.foot.set_busy(busy=False)
        self._refused(self._turn, error)

    def _forget(self) -> None:
        self._path, self._check, self._fields, self._encoding = None, None, None, ""
        self.primary = self.choose_button
        self._show(self._begin)

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
        if self._check is not None:
            self.strip.show_check(self._check)
            self.columns.show_check(self._check, by_hand=self._fields is not None)
            self._say_foot()

    def adapt(self, window: QSize) -> None:
        """In a narrow window the right column goes under the preview's."""
        super().adapt(window)
        is_narrow = window.width() < NARROW
        self._fit()
        is_small = window.width() < SMALL
        for part in (self.strip, self.foot, self.columns):
            part.set_small(small=is_small)
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
        return [self.columns.mapping, self.preview.table, self.side_panels]

    def focus_first(self) -> None:
        """Work begins with the file, then with the button."""
        (self.choose_button if self._check is None else self.foot.button).setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file."""
        if len(files_of(event.mimeData())) == 1:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the file that was dropped."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.read(files_of(event.mimeData())[0])
