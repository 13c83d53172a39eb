# SPDX-License-Identifier: Apache-2.0
"""Finds a damaged shop out before its window opens, and puts a backup in its place while nothing else is open."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop import settings as declared
from desktop.background.tasks import Tasks
from desktop.clock import Clock, local
from desktop.errors import UserError
from desktop.frozen import dataclass
from desktop.i18n import _
from desktop.settings import Settings

if TYPE_CHECKING:
    from desktop.values.rows.backups import Damage


@dataclass(frozen=True, slots=True)
class RescueHands:
    """What the rescuer may do with the program: its threads, its window, its beginning and its end."""

    start_tasks: Callable[[], Tasks]
    close_tasks: Callable[[], None]
    show: Callable[[QWidget], None]
    begin: Callable[[], None]
    quit: Callable[[], None]
    tell: Callable[[UserError], None]


class Rescuer(QObject):
    """`said` has the sentence to be told when the window is open again, once."""

    def __init__(
        self, folder: Path, settings: Settings, clock: Clock, hands: RescueHands, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._folder, self._settings, self._clock, self._hands = folder, settings, clock, hands
        self.said = ""

    def look(self, sound: Callable[[], None]) -> None:
        """Nobody can be read from the shop: offer the newest sound backup, or go on where nothing is wrong."""
        from desktop.flows import back_up, restore

        folder = self._folder
        target = back_up.backup_folder(folder, self._settings.get(declared.BACKUP_FOLDER))
        self._hands.start_tasks().outside(
            lambda: restore.find_damage(folder, target), then=partial(self._offer, target, sound)
        )

    def tell_damage(self, window: QWidget, damage: Damage) -> None:
        """Say over an open window that its database is damaged."""
        from desktop.views.rescue import DamageDialog

        dialog = DamageDialog(window, damage, now=local(self._clock))
        dialog.restore_wanted.connect(self.restore)
        dialog.open()

    def restore(self, backup: Path) -> None:
        """Put a backup in the place of the shop: everything is closed, and opened again with it."""
        from desktop.flows import restore
        from desktop.views.rescue import RescueWindow

        hands, folder = self._hands, self._folder
        hands.close_tasks()
        page = RescueWindow(None, now=local(self._clock), folder=backup.parent)
        page.say_busy(_("The backup is being put in the place of the shop…"))
        hands.show(page)
        hands.start_tasks().outside(
            lambda: restore.restore(backup, folder, now=self._clock.now()),
            then=self._restored,
            failed=self._refused,
        )

    def _offer(self, target: Path, sound: Callable[[], None], damage: Damage | None) -> None:
        if damage is None:
            sound()
            return
        from desktop.views.rescue import RescueWindow

        page = RescueWindow(damage, now=local(self._clock), folder=target)
        page.restore_wanted.connect(self.restore)
        page.closed.connect(self._hands.quit)
        self._hands.show(page)

    def _restored(self, aside: Path) -> None:
        told = _("The backup is in place. The shop as it was before lies in {folder}.")
        self.said = told.format(folder=aside)
        self._hands.begin()

    def _refused(self, error: UserError) -> None:
        self._hands.tell(error)
        self._hands.begin()
