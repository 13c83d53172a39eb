# SPDX-License-Identifier: Apache-2.0
"""Opens the sync panel from the indicator or by keys; its module is loaded when somebody wants it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.background.backup_loop import BackupLoop
from desktop.i18n import _
from desktop.models.settings import PAGE, Section
from desktop.views.context import Context
from desktop.views.main_window import MainWindow

if TYPE_CHECKING:
    from desktop.views.sync_panel import SyncPanel

LOOK_AT = "to_look_at"
"""The page of what a merge could not settle alone."""


class SyncDoor(QObject):
    """One panel at a time. `letters` shows the letters that wait, for whoever may write them."""

    def __init__(
        self,
        context: Context,
        window: MainWindow,
        backups: BackupLoop,
        letters: Callable[[], object] | None,
    ) -> None:
        super().__init__(window)
        self._context, self._window, self._backups = context, window, backups
        self._letters = letters
        self.panel: SyncPanel | None = None

    def turn(self, *, by_pointer: bool) -> None:
        """Open the panel, or close it where it is open."""
        sync = self._context.sync
        if self.panel is not None:
            self.panel.close_panel()
        elif sync is None or not sync.is_joined:
            self._context.tell(
                _(
                    "This shop is kept on this computer alone. Several computers meet at a hub: Settings, "
                    "People and hub."
                )
            )
        else:
            from desktop.views.sync_panel import SyncPanel, Ways

            ways = Ways(
                look_at=self._look_at if self._window.can_open(LOOK_AT) else None,
                letters=self._letters,
                details=self._hub if self._context.person.may(*Section.PEOPLE.rights) else None,
                backed_up=self._backed_up,
            )
            self.panel = SyncPanel(self._window, self._window.status, self._context, sync, ways)
            self.panel.closed.connect(self._forget)
            self.panel.open(by_pointer=by_pointer)

    def _forget(self) -> None:
        self.panel = None

    def _look_at(self) -> None:
        self._context.go(LOOK_AT, None)

    def _hub(self) -> None:
        self._context.go(PAGE, Section.PEOPLE.id)

    def _backed_up(self) -> dt.datetime | None:
        state = self._backups.state
        return state.backups[0].made_at if state is not None and state.backups else None
