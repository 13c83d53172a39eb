# SPDX-License-Identifier: Apache-2.0
"""A list of clients taken in: file, columns and a dry run, then one button that names the count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QSignalBlocker, QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QVBoxLayout,
    QWidget,
)

from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.models import client_list
from desktop.models.card_drag import files_of
from desktop.values.drafts.client_list import Known, ListWish
from desktop.values.rows.client_list import ListCheck, ListTaken
from desktop.views.clients import actions
from desktop.views.clients.import_dialogs import KnownDialog, SeveralDialog
from desktop.views.clients.import_ends import ImportEnd, ImportStart
from desktop.views.clients.import_runs import Asked, ImportRuns
from desktop.views.clients.import_steps import ImportSteps, Said
from desktop.views.clients.import_work import ImportWork
from desktop.views.clients.past_imports_dialog import PastImportsDialog
from desktop.views.context import Context
from desktop.views.page import Page
from desktop.views.widgets.buttons import Button, icon_button

_KINDS = "*.csv *.txt *.tsv *.xlsx *.xls *.xlsm *.vcf"


class ImportPage(Page):
    """Nothing is stored before the button; the dry run is made at once and after each change."""

    def __init__(self, context: Context, channel: str = "") -> None:
        """With a `channel` the new ones become leads of it, unless something else is chosen."""
        super().__init__(N_("Import leads") if channel else N_("Import clients"))
        self._context, self._channel = context, channel
        self._path: Path | None = None
        self._encoding = ""
        self._fields: Mapping[int, str] | None = None
        self._check: ListCheck | None = None
        self._decided: Mapping[int, Known] = {}
        self._so_far: ListTaken | None = None
        self.runs = ImportRuns(context.tasks, self)
        self.setAcceptDrops(True)
        self._make_header()
        self._begin, self._work = self._make_start(), self._make_work()
        self._end = self._make_end()
        self.side_panels.wish.begin(channel)
        self.set_body(self._make_body())
        self._join()
        self._join_runs()

    # Made once

    def _make_header(self) -> None:
        back = icon_button("arrow-left", self._back_words, self)
        back.clicked.connect(self._back)
        self.header.add_before(back)
        self.steps = ImportSteps(self)
        self.header.add_after(self.steps, spare=True)
        self.state = Said(self._state_words, self)
        self.header.add_tool(self.state)

    def _back_words(self) -> str:
        return _("Back to the leads") if self._channel else _("Back to the clients")

    def _back(self) -> None:
        self._context.go("leads" if self._channel else "clients", None)

    def _state_words(self) -> str:
        return _("Checking…") if self.runs.is_checking else _("Nothing is changed yet")

    def _say_state(self) -> None:
        """While rows are taken in, and once a part of them is in, nobody says that nothing is changed."""
        is_over = self._end.isVisibleTo(self) and not self.runs.is_checking
        is_in = self._so_far is not None and not self.runs.is_checking
        self.state.setHidden(is_over or is_in or self.runs.is_taking)
        self.state.set_sure(sure=not self.runs.is_checking)
        self.state.retranslate()

    def _make_body(self) -> QWidget:
        # No stack: it would keep the room of the dry run while only a file is asked for.
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self._begin, self._work, self._end):
            column.addWidget(part)
        self._work.hide()
        self._end.hide()
        return body

    def _show(self, part: QWidget) -> None:
        for one in (self._begin, self._work, self._end):
            one.setVisible(one is part)
        self._say_state()
        self.steps.set_step((self._begin, self._work, self._end).index(part))

    def _make_start(self) -> ImportStart:
        panel = ImportStart(self)
        self.start, self.choose_button = panel.state, panel.choose_button
        return panel

    def _make_end(self) -> QWidget:
        panel = self._ended = ImportEnd(self, self._context.hub, becomes_leads=bool(self._channel))
        self.end, self.open_button = panel.state, panel.open_button
        self.open_button.clicked.connect(self._back)
        panel.again_button.clicked.connect(self.choose)
        return panel

    def _make_work(self) -> QWidget:
        work = self._desk = ImportWork(self)
        self.strip, self.banner, self.columns = work.strip, work.banner, work.columns
        self.preview, self.side_panels, self.foot = work.preview, work.side_panels, work.foot
        return work

    def _join(self) -> None:
        self.choose_button.clicked.connect(self.choose)
        self.strip.another_wanted.connect(self.choose)
        self.foot.check_wanted.connect(self.check)
        self.foot.import_wanted.connect(self.take_in)
        self.foot.stopped.connect(self.runs.stop)
        self.banner.pressed.connect(self._follow_banner)
        self.columns.encoding_chosen.connect(self.read_as)
        self.columns.mapped.connect(self._map)
        self.side_panels.save_wanted.connect(self.save_bad)
        self.side_panels.known_changed.connect(self._choose_known)
        self.side_panels.known_wanted.connect(self.show_known)
        self.side_panels.wish.changed.connect(self.check)
        self.side_panels.wish.several_wanted.connect(self._ask_several)
        self.primary = self.choose_button
        for panel in (self._begin, self._ended):
            panel.past_button.clicked.connect(self.show_past)
        self.act(actions.CHOOSE, self.choose)
        self.act(actions.CHECK, self.check)
        self.act(actions.SAVE_BAD, self.save_bad)
        self.act(actions.SHOW_KNOWN, self.show_known)

    def _join_runs(self) -> None:
        runs = self.runs
        self._stop_action = self.act(actions.STOP, runs.stop)
        self._stop_action.setEnabled(False)
        runs.changed.connect(self._follow_runs)
        runs.checked.connect(self.show_check)
        runs.doubted.connect(self._refused)
        runs.progressed.connect(self.foot.progress.set_progress)
        runs.taken.connect(self._taken)
        runs.failed.connect(self._refused)
        runs.saved.connect(lambda file: self._context.tell(_("Saved: {file}").format(file=file)))

    def _follow_runs(self) -> None:
        is_taking = self.runs.is_taking
        if is_taking is not self._stop_action.isEnabled():
            self._stop_action.setEnabled(is_taking)
            focus = self.window().focusWidget()
            self._desk.set_busy(busy=is_taking)
            if focus is not None and self.isAncestorOf(focus):
                # Else the keys would go with the button that rests.
                (self.foot if is_taking else self.foot.button).setFocus()
        self._say_state()

    # The file

    def choose(self) -> None:
        """Ask for a file."""
        if self.runs.is_taking:
            return
        kinds = _("Lists ({kinds})").format(kinds=_KINDS)
        chosen, _kind = QFileDialog.getOpenFileName(self, _("A list of clients"), "", kinds)
        if chosen:
            self.read(Path(chosen))

    def show_past(self) -> None:
        """Show the lists that were taken in before, each with its way back."""
        PastImportsDialog(self._context, self).open()

    def read(self, path: Path) -> None:
        """Read another file; encoding and columns are found out anew."""
        self._forget()
        self._path = path
        # Not the numbers of the file before: they would stand there as if they were this one's.
        self._begin.say_reading(path.name)
        self._ask_for_file()
        self.check()

    def read_as(self, encoding: str) -> None:
        """Read the same file in another encoding."""
        self._encoding = encoding
        self.check()

    def _follow_banner(self) -> None:
        if self._check is None or not self._check.wrong_encoding:
            self.show_past()
        elif self._check.better_encoding:
            self.read_as(self._check.better_encoding)

    def _map(self, fields: Mapping[int, str]) -> None:
        self._fields = fields
        self.check()

    def check(self) -> None:
        """Make the dry run; nothing is stored. While rows are taken in it would be of no use."""
        asked = self._asked()
        if asked is not None and not self.runs.is_taking:
            self.runs.check(asked)

    def _asked(self) -> Asked | None:
        if self._path is None:
            return None
        mark = self._check.mark if self._check is not None else None
        return Asked(self._path, self._encoding, self._fields, self.wish(), mark)

    def wish(self) -> ListWish:
        """What is to become of the rows, as it is chosen now."""
        known = self.side_panels.known_choice()
        return replace(self.side_panels.wish.wish, known=known, decided=self._decided)

    def _refused(self, error: UserError) -> None:
        if self._check is None:
            self.start.set_texts(_("This file cannot be read as a list."), error.sentence)
        else:
            self._desk.refuse(error.sentence)

    # The dry run

    def show_check(self, check: ListCheck) -> None:
        """Show what the list would bring."""
        is_first = self._check is None
        self._check = check
        self.primary = self.foot.button
        self._show(self._work)
        if is_first:
            self._take_keys(self.foot.button)
        self._desk.show_check(check, self.wish())
        self.retranslate()

    def _say_foot(self) -> None:
        if self._check is not None:
            self.foot.show_check(self._check, self.wish())

    # What is chosen for them

    def _choose_known(self) -> None:
        if self.side_panels.decides.isChecked():
            self.show_known()
        elif self._decided:
            self._decided = {}
            self.check()
        self._say_foot()

    def show_known(self) -> None:
        """Show those who are known, each with what becomes of it."""
        if self._check is None or not self._check.known:
            return
        dialog = KnownDialog(self, self._check, self.wish())
        dialog.decided.connect(self._decide)
        dialog.open()

    def _decide(self, decided: Mapping[int, Known]) -> None:
        with QSignalBlocker(self.side_panels.decides):  # or it would ask again
            self.side_panels.decides.setChecked(True)
        self._decided = decided
        self.check()

    def _ask_several(self) -> None:
        panel = self.side_panels.wish
        dialog = SeveralDialog(self, panel.people(), panel.wish.holders)
        dialog.chosen.connect(panel.share_among)
        dialog.rejected.connect(lambda: panel.share_among(()))
        dialog.open()

    # Taking it in

    def take_in(self) -> None:
        """Take in all good rows; the page says how far it is, and Stop leaves the rest for another time."""
        asked = self._asked()
        if asked is not None and self.foot.button.isEnabled() and not self.runs.is_taking:
            self.runs.take_in(asked)

    def _taken(self, taken: ListTaken) -> None:
        text = client_list.taken_text(taken, goes_on=self._so_far is not None)
        self._context.tell(text)
        if taken.is_whole:
            self.show_taken(taken)
            return
        if taken.step is not None and self._path is not None:
            so_far = self._so_far = taken.after(self._so_far)
            self._desk.set_stopped(partial(client_list.stopped_text, self._path.name, so_far))
        self.check()

    def show_taken(self, taken: ListTaken) -> None:
        """Say how the import ended, and where to go from here."""
        file = self._path.name if self._path is not None else ""
        text = client_list.taken_text(taken, goes_on=self._so_far is not None)
        self._forget()
        self._ended.show_taken(file, text)
        self.primary = self.open_button
        self._show(self._end)
        self._take_keys(self.open_button)

    def _take_keys(self, button: Button) -> None:
        # A list is long in coming: who went to another page meanwhile must not press this one's button there.
        if self.isVisible():
            button.setFocus()

    def _forget(self) -> None:
        self._path, self._check, self._fields, self._encoding = None, None, None, ""
        self._decided, self._so_far = {}, None
        self._desk.set_stopped("")

    def save_bad(self) -> None:
        """Save the rows that stay out with the reason of each, to be put right and imported again."""
        check = self._check
        if check is None or not check.bad:
            return
        suggested = str(check.path.with_name(f"{check.path.stem} - bad.csv"))
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save bad rows"), suggested, "*.csv")
        if chosen:
            self.runs.save_bad(check, Path(chosen))

    # What the window asks

    def open(self, id: UUID | None) -> None:
        """Begin with a file; a list that is on the page stays, one that is in makes room for the next."""
        if self._end.isVisibleTo(self):
            self._begin.invite()
            self._ask_for_file()

    def _ask_for_file(self) -> None:
        self.primary = self.choose_button
        self._show(self._begin)

    def retranslate(self) -> None:
        """Say everything that was made from the list anew."""
        if self._check is not None:
            self._desk.say(self._check, self.wish())

    def adapt(self, window: QSize) -> None:
        """In a narrow window the right column goes under the preview's."""
        super().adapt(window)
        self._desk.adapt(window)

    def panes(self) -> list[QWidget]:
        """Columns, preview, and what stays out."""
        if self._check is None:
            return [self.open_button if self._end.isVisible() else self.choose_button]
        return [self.columns.mapping, self.preview.table, self.side_panels]

    def focus_first(self) -> None:
        """Work begins with the file, then with the button."""
        (self.choose_button if self._check is None else self.foot.button).setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file, unless another is being taken in."""
        if len(files_of(event.mimeData())) == 1 and not self.runs.is_taking:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the file that was dropped."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.read(files_of(event.mimeData())[0])
