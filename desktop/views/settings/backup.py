# SPDX-License-Identifier: Apache-2.0
"""Backup: where copies of the shop go, made by themselves or now, looked through, and put back in two presses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from desktop import settings as declared
from desktop.background.backup_loop import BackupLoop
from desktop.clock import local
from desktop.errors import UserError
from desktop.i18n import N_, _, formats, ngettext
from desktop.models.backups import BackupsModel, moment_words
from desktop.models.rows import RowRole
from desktop.values.rows.backups import Backup
from desktop.views import theme
from desktop.views.actions import ActionSpec
from desktop.views.context import Context
from desktop.views.settings import inputs
from desktop.views.settings.form import Failed
from desktop.views.settings.section import Scrolled, SectionView
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.buttons import Button
from desktop.views.widgets.dialog import Dialog
from desktop.views.widgets.field import Note
from desktop.views.widgets.label import Label
from desktop.views.widgets.panel import Panel
from desktop.views.widgets.table import ROW, TableView

if TYPE_CHECKING:
    from desktop.flows.backup_contents import Comparison, Contents

NOW = ActionSpec("settings.back_up", N_("Back up now"), "database", ("Ctrl+Shift+B",))
_ROWS = 8


class BackupSection(SectionView):
    """The folder and the list are this desk's; each backup holds the whole shop with its files."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        *,
        backups: BackupLoop,
        restore: Callable[[Path], None],
    ) -> None:
        super().__init__(context, parent)
        self._backups, self._restore = backups, restore
        page = Scrolled(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)
        self._banner = Banner("", "warning", self, action=lambda: _("Choose a folder"))
        self._banner.pressed.connect(self.ask_folder)
        self._banner.hide()
        page.column.addWidget(self._banner)
        page.column.addWidget(self._place_panel())
        page.column.addWidget(self._list_panel())
        self.actions_here = [(NOW, self.back_up)]
        backups.state_changed.connect(self._show)

    def _place_panel(self) -> Panel:
        panel = Panel(lambda: _("Where backups go"), self, padding=(16, 16))
        self.fields = form = self.form(panel, self._save)
        inputs.line(
            form,
            "backup_folder",
            lambda: _("Folder"),
            placeholder=lambda: _("Beside the shop"),
            hint=lambda: _("Another disk or a USB drive survives what happens to this one."),
            span=2,
        )
        inputs.number(
            form,
            "backups_kept",
            lambda: _("Backups kept"),
            lowest=3,
            highest=365,
            hint=lambda: _("The newest, then one a day, a week, a month"),
        )
        panel.body.addWidget(form)
        self.choose_button = Button(lambda: _("Choose a folder…"), panel, icon="folder-open")
        self.choose_button.clicked.connect(self.ask_folder)
        self.primary = self.now_button = Button(
            lambda: _("Back up now"), panel, kind="primary", icon="database", shortcut="Ctrl+Return"
        )
        self.now_button.clicked.connect(self.back_up)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.now_button)
        row.addWidget(self.choose_button)
        row.addStretch(1)
        panel.body.addLayout(row)
        self.note = Note(panel)
        panel.body.addWidget(self.note)
        return panel

    def _list_panel(self) -> Panel:
        panel = Panel(lambda: _("Backups"), self, padding=(0, 0))
        self._when = Label("", panel, style="small", role="secondary")
        panel.add_action(self._when)
        self.model = BackupsModel(self.context.now, self)
        self.table = TableView(
            panel,
            name=lambda: _("Backups"),
            empty=lambda: _(
                "No backup yet. The first one is made by itself, or press Back up now."
            ),
        )
        self.table.setModel(self.model)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 176), (1, 88), (2, 88)):
            self.table.setColumnWidth(column, theme.px(width))
        self.table.opened.connect(lambda _index: self.ask_restore())
        self.restore_button = Button(
            lambda: _("Restore this backup…"), panel, icon="arrow-counter-clockwise"
        )
        self.restore_button.clicked.connect(self.ask_restore)
        self.check_button = Button(lambda: _("Look through all"), panel, icon="shield-check")
        self.check_button.clicked.connect(self.look_through)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 12)
        foot.setSpacing(8)
        foot.addWidget(self.restore_button)
        foot.addWidget(self.check_button)
        foot.addStretch(1)
        panel.body.setSpacing(0)
        panel.body.addWidget(self.table)
        panel.body.addLayout(foot)
        return panel

    # Showing

    def refresh(self) -> None:
        """Show what holds, and look at the folder again."""
        self._load()
        self._backups.look_again()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """A disk may have been plugged in meanwhile."""
        super().showEvent(event)
        self.refresh()

    def retranslate(self) -> None:
        """Say everything anew."""
        self.model.retranslate()
        self._show()
        super().retranslate()

    def _load(self) -> None:
        get = self.context.settings.get
        self.fields.load(
            {
                "backup_folder": get(declared.BACKUP_FOLDER),
                "backups_kept": get(declared.BACKUPS_KEPT),
            }
        )

    def _show(self) -> None:
        warning = self._backups.warning()
        self._banner.set_banner(warning, "warning", action=lambda: _("Choose a folder"))
        self._banner.setVisible(bool(warning))
        if self._backups.is_busy:
            self.now_button.set_blocked(lambda: _("A backup is being made…"))
        else:
            self.now_button.set_blocked(None)
        state = self._backups.state
        if state is None:
            return
        self.model.replace(state.backups)
        rows = min(max(1, len(state.backups)), _ROWS)
        self.table.setFixedHeight(theme.px(ROW) * (rows + 1) + 2)
        if state.backups and not self.table.currentIndex().isValid():
            self.table.selectRow(0)
        for button in (self.restore_button, self.check_button):
            button.setEnabled(bool(state.backups))
        self._when.set_content(str(state.folder))

    def chosen(self) -> Backup | None:
        """The backup the buttons are about."""
        row = self.table.currentIndex().data(RowRole.ROW)
        return row if isinstance(row, Backup) else None

    # What a person does

    def ask_folder(self) -> None:
        """Ask for a folder."""
        start = self.context.settings.get(declared.BACKUP_FOLDER)
        name = QFileDialog.getExistingDirectory(self, _("Where backups go"), start)
        if name:
            self.choose_folder(Path(name))

    def choose_folder(self, folder: Path) -> None:
        """Let backups go there from now on."""
        self._save({"backup_folder": str(folder)}, self._told)
        self._load()

    def back_up(self) -> None:
        """Make a backup at once."""
        self.fields.commit_all()
        self.note.say(lambda: _("The shop is being copied…"), "tx2", "hourglass")
        self._backups.back_up_now(then=self._made, failed=self._told)

    def look_through(self) -> None:
        """Check every backup of the list again, one after the other."""
        for path in self.model.unmarked() or [row.path for row in self.model.rows]:
            self._check(path)

    def _check(self, path: Path) -> None:
        from desktop.flows.backup_contents import is_sound

        self.context.tasks.outside(
            lambda: is_sound(path), then=lambda sound: self.model.mark(path, sound)
        )

    def ask_restore(self) -> None:
        """Show what would be replaced, and ask once."""
        row = self.chosen()
        if row is not None:
            RestoreDialog(self.context, self, row, restore=self._restore).open()

    def _made(self, made: Backup) -> None:
        moment = formats.short_time(local(self.context.clock, made.made_at))
        folder = made.path.parent
        self.note.say(
            lambda: _("Made and checked at {time}, in {folder}.").format(
                time=moment, folder=folder
            ),
            "ok",
            "check-circle",
        )
        self.stored.emit()

    def _told(self, error: UserError) -> None:
        self.note.say(error.sentence, "er", "warning-circle")

    def _save(self, values: dict[str, Any], failed: Failed) -> None:
        try:
            for key, value in values.items():
                if key == declared.BACKUP_FOLDER.key:
                    self._refuse_nowhere(value)
                    self.context.settings.set(declared.BACKUP_FOLDER, value)
                else:
                    self.context.settings.set(declared.BACKUPS_KEPT, value)
        except UserError as error:
            failed(error)
            return
        self.stored.emit()

    def _refuse_nowhere(self, folder: str) -> None:
        if folder and not Path(folder).is_dir():
            raise UserError(
                _("There is no folder {folder}. Make it first, or choose another one.").format(
                    folder=folder
                ),
                field=declared.BACKUP_FOLDER.key,
            )


class RestoreDialog(Dialog):
    """What the backup holds beside what the shop holds now; the second press restores."""

    def __init__(
        self, context: Context, parent: QWidget, row: Backup, *, restore: Callable[[Path], None]
    ) -> None:
        when = moment_words(row.made_at, context.now())
        super().__init__(
            parent,
            lambda: _("Restore the backup of {when}?").format(when=when),
            icon="arrow-counter-clockwise",
            width=560,
        )
        self._context, self._row, self._restore = context, row, restore
        self.told = Label("", self, lines=0)
        self.body.addWidget(self.told)
        self.lines = [Label("", self, style="small", lines=0) for _one in range(2)]
        for line in self.lines:
            self.body.addWidget(line)
        self.body.addWidget(
            Label(
                lambda: _(
                    "The shop as it is now is not lost: it is kept aside in the shop's folder. The program opens "
                    "again with the backup."
                ),
                self,
                lines=0,
            )
        )
        self.button = self.set_primary(lambda: _("Restore"), kind="danger")
        self.add_cancel()
        self.submitted.connect(self._do)
        self._compare()

    def _compare(self) -> None:
        from desktop.flows.backup_contents import compare

        path, folder = self._row.path, self._context.tasks.folder
        self.button.set_blocked(lambda: _("The backup is being read…"))
        self._context.tasks.outside(lambda: compare(path, folder), then=self._show)

    def _show(self, found: Comparison) -> None:
        if found.kept is None:
            self.told.set_content(_("This backup cannot be read. Choose another one."))
            self.told.set_ink("er")
            self.button.set_blocked(lambda: _("This backup cannot be read. Choose another one."))
            return
        self.button.set_blocked(None)
        kept, now = found.kept, found.now
        self.told.set_content(
            _("What was changed since then is replaced by what the backup holds.")
        )
        self.lines[0].set_content(
            lambda: _("In the backup: {contents}").format(contents=self._words(kept))
        )
        if now is not None:
            self.lines[1].set_content(
                lambda: _("In the shop now: {contents}").format(contents=self._words(now))
            )
        else:
            self.lines[1].set_content(_("The shop as it is now cannot be read."))

    def _words(self, contents: Contents) -> str:
        parts = (
            ngettext("{n} deal", "{n} deals", contents.deals).format(
                n=formats.number(contents.deals)
            ),
            ngettext("{n} client", "{n} clients", contents.clients).format(
                n=formats.number(contents.clients)
            ),
            ngettext("{n} payment", "{n} payments", contents.payments).format(
                n=formats.number(contents.payments)
            ),
        )
        words = ", ".join(parts)
        if contents.changed_at is None:
            return words
        when = moment_words(contents.changed_at, self._context.now())
        return _("{contents}; last changed {when}").format(contents=words, when=when)

    def _do(self) -> None:
        if not self.button.isEnabled():
            return
        self.button.set_blocked(lambda: _("The shop is being replaced…"))
        path = self._row.path
        self.accept()
        self._restore(path)
