# SPDX-License-Identifier: Apache-2.0
"""Backups by themselves: made a day after the last one, their age watched, and the database looked through at start."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from desktop import settings as declared
from desktop.background.loops import Loop
from desktop.background.tasks import Tasks, WorkerShop
from desktop.clock import Clock
from desktop.errors import UserError
from desktop.i18n import _, ngettext
from desktop.settings import AnySetting, Settings

if TYPE_CHECKING:
    from desktop.values.rows.backups import Backup, BackupState, Damage

EVERY_S = 1800.0
"""So often the folder is looked at again: a disk may have been taken away."""


class BackupLoop(QObject):
    """Keeps the shop backed up while the window is open; the settings page and the window ask it how things stand.

    `state_changed` follows every look and every backup, `damaged` brings what is wrong with the database.
    """

    state_changed = Signal()
    damaged = Signal(object)
    _came = Signal(object)

    def __init__(
        self,
        tasks: Tasks,
        settings: Settings,
        clock: Clock,
        *,
        told: Callable[[UserError], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._settings, self._clock, self._told = tasks, settings, clock, told
        self._started = clock.monotonic()
        self._refusal = ""
        self.state: BackupState | None = None
        self.is_busy = self._is_over = False
        self._loop = Loop(tasks, self._work, every_s=EVERY_S, told=told, parent=self)
        # Work goes on off the GUI thread; what it found is taken in here.
        self._came.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._forget = settings.on_change(self._setting_changed)

    @property
    def folder(self) -> Path:
        """Where the backups go."""
        from desktop.flows.back_up import backup_folder

        return backup_folder(self._tasks.folder, self._settings.get(declared.BACKUP_FOLDER))

    def start(self) -> None:
        """Look through the database once, then keep it backed up until the program ends."""
        self._tasks.outside(self._look_through, then=self._tell_damage)
        self._loop.start()

    def stop(self) -> None:
        """Listen to the settings and look no more; a backup under way is finished."""
        if not self._is_over:
            self._is_over = True
            self._forget()
            self._loop.stop()

    def look_again(self) -> None:
        """See how the backups stand now."""
        self._loop.nudge()

    def back_up_now(
        self, *, then: Callable[[Backup], None], failed: Callable[[UserError], None]
    ) -> None:
        """Make a backup at once."""

        def done(made: Backup) -> None:
            self.is_busy = False
            self.look_again()
            then(made)

        def refused(error: UserError) -> None:
            self.is_busy = False
            self.state_changed.emit()
            failed(error)

        self.is_busy = True
        self.state_changed.emit()
        self._tasks.outside(self._make, then=done, failed=refused)

    def warning(self) -> str:
        """Why people should look at the backups; empty where all is well."""
        if self._refusal:
            return self._refusal
        if self.state is None or not self.state.is_too_old:
            return ""
        days = self.state.days_since
        if days is None:
            return _("There is no backup yet. Choose a folder or a USB drive.")
        return ngettext(
            "No backup for {n} day. Choose a folder or a USB drive.",
            "No backup for {n} days. Choose a folder or a USB drive.",
            days,
        ).format(n=days)

    # Off the GUI thread

    def _work(self, _shop: WorkerShop) -> float:
        from desktop.flows import back_up

        target, refused = self.folder, None
        # Counted on the steady clock: the other one may be set meanwhile.
        runs_for = dt.timedelta(seconds=self._clock.monotonic() - self._started)
        now = self._clock.now()
        due = back_up.due_at(target, now=now, runs_for=runs_for)
        if now >= due:
            try:
                self._make()
            except UserError as error:
                refused = error
            now = self._clock.now()
            due = back_up.due_at(target, now=now, runs_for=runs_for)
        self._came.emit((back_up.state(self._tasks.folder, target, now=now), refused))
        return max(60.0, (due - now) / dt.timedelta(seconds=1))

    def _make(self) -> Backup:
        from desktop.flows.back_up import back_up

        target = self.folder
        if self._settings.get(declared.BACKUP_FOLDER) and not target.is_dir():
            raise UserError(
                _(
                    "The folder for backups is not there: {folder}. The shop itself is safe. Connect the disk, or "
                    "choose another folder: Settings, Backup."
                ).format(folder=target)
            )
        kept = self._settings.get(declared.BACKUPS_KEPT)
        return back_up(self._tasks.folder, target, now=self._clock.now(), kept=kept)

    def _look_through(self) -> Damage | None:
        from desktop.flows.restore import find_damage

        return find_damage(self._tasks.folder, self.folder)

    # On the GUI thread

    def _take(self, found: tuple[BackupState, UserError | None]) -> None:
        self.state, refused = found
        sentence = refused.sentence if refused is not None else ""
        # The same refusal each half hour would only be clicked away.
        if refused is not None and sentence != self._refusal:
            self._told(refused)
        self._refusal = sentence
        self.state_changed.emit()

    def _tell_damage(self, damage: Damage | None) -> None:
        if damage is not None:
            self.damaged.emit(damage)

    def _setting_changed(self, setting: AnySetting) -> None:
        if setting in (declared.BACKUP_FOLDER, declared.BACKUPS_KEPT):
            self._refusal = ""
            self.look_again()
