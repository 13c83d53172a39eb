# SPDX-License-Identifier: Apache-2.0
"""Notices that another day has begun, or that the computer is in another zone, and tells the screens."""

from __future__ import annotations

from datetime import date, tzinfo

from PySide6.QtCore import QObject, QTimer

from desktop.background.change_hub import ChangeHub
from desktop.clock import Clock, today

EVERY_MS = 20_000
"""A timer to midnight would miss a sleep, a clock that is set, and a journey."""


class DayTurn(QObject):
    """Looks at the clock as long as it lives."""

    def __init__(self, hub: ChangeHub, clock: Clock, parent: QObject) -> None:
        super().__init__(parent)
        self._hub, self._clock = hub, clock
        self._seen = self._now()
        timer = QTimer(self, interval=EVERY_MS)
        timer.timeout.connect(self.look)
        timer.start()

    def look(self) -> None:
        """Tell where the day or the zone is not what it was."""
        now = self._now()
        if now != self._seen:
            self._seen = now
            self._hub.day_turned.emit()

    def _now(self) -> tuple[date, tzinfo]:
        return today(self._clock), self._clock.zone
