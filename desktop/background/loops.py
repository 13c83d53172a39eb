# SPDX-License-Identifier: Apache-2.0
"""What goes on by itself while the window is open: letters leave, backups are made, touches ring."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject, QTimer

from desktop.background.tasks import Tasks, WorkerShop
from desktop.errors import UserError


class Loop(QObject):
    """Runs a flow again and again, never twice at once, and sooner when it is nudged."""

    def __init__(
        self,
        tasks: Tasks,
        work: Callable[[WorkerShop], float | None],
        *,
        every_s: float,
        told: Callable[[UserError], None],
        parent: QObject,
        as_step: bool = False,
    ) -> None:
        """`work` returns after how many seconds it wants to run next, or None for the usual time.

        `as_step` runs it among a person's long steps, one after the other.
        """
        super().__init__(parent)
        self._start_work = tasks.step if as_step else tasks.flow
        self._work, self._every, self._told = work, every_s, told
        self._is_running = self._is_nudged = self._is_over = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._run)

    def start(self) -> None:
        """Run now, and go on until the program ends."""
        self._run()

    def stop(self) -> None:
        """Run no more; what is under way is finished."""
        self._is_over = True
        self._timer.stop()

    def nudge(self) -> None:
        """Something changed that this loop waits for: run at the next moment."""
        if self._is_over:
            return
        if self._is_running:
            self._is_nudged = True
        else:
            self._timer.start(0)

    def _run(self) -> None:
        if self._is_running:
            return
        self._is_running = True
        self._start_work(self._guarded, then=self._came, failed=self._failed)

    def _guarded(self, shop: WorkerShop) -> float | Exception | None:
        try:
            return self._work(shop)
        except UserError:
            raise
        except Exception as error:  # noqa: BLE001 - it is raised again once the next run is set
            return error

    def _came(self, found: float | Exception | None) -> None:
        """A bug is told as one, but the loop goes on: else one strange letter would stop all later ones."""
        if isinstance(found, Exception):
            self._ran(None)
            raise found
        self._ran(found)

    def _ran(self, wish: float | None) -> None:
        # The window whose loop this is may have been closed while it worked.
        if not shiboken6.isValid(self) or self._is_over:
            return
        self._is_running = False
        delay = 0 if self._is_nudged else self._every if wish is None else min(wish, self._every)
        self._is_nudged = False
        self._timer.start(round(max(0.0, delay) * 1000))

    def _failed(self, error: UserError) -> None:
        if shiboken6.isValid(self):
            self._told(error)
            self._ran(None)
