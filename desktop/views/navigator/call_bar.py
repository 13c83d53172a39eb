# SPDX-License-Identifier: Apache-2.0
"""The call's running time, from the moment the number was handed to the telephone."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.clock import Clock
from desktop.i18n import _, formats
from desktop.views.widgets.buttons import Button

_TICK_MS = 500


class CallBar(Button):
    """Shown while a call runs and after it; a press ends the call, its length stays."""

    ticked = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        self._clock = clock
        self._began: float | None = None
        self._kept = 0
        super().__init__("", parent, kind="chosen", size="small", icon="timer")
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._show)
        self.clicked.connect(self.stop)
        self.hide()

    @property
    def is_running(self) -> bool:
        """Whether somebody is on the line."""
        return self._began is not None

    def start(self) -> None:
        """A call begins."""
        self._kept = 0
        self._began = self._clock.monotonic()
        self._tick.start()
        self._show()
        self.ticked.emit()

    def stop(self) -> None:
        """The call is over."""
        if self._began is not None:
            self._kept, self._began = self.seconds(), None
            self._tick.stop()
            self._show()
            self.ticked.emit()

    def seconds(self) -> int:
        """How long the call has lasted."""
        if self._began is None:
            return self._kept
        return int(self._clock.monotonic() - self._began)

    def set_seconds(self, seconds: int) -> None:
        """A call that was over before, or none with 0."""
        self._tick.stop()
        self._began, self._kept = None, seconds
        self._show()

    def retranslate(self) -> None:
        """Say the state anew."""
        self._say()
        super().retranslate()

    def _show(self) -> None:
        self._say()
        super().retranslate()
        self.setVisible(self.is_running or bool(self._kept))

    def _say(self) -> None:
        length = formats.duration(dt.timedelta(seconds=self.seconds()))
        words = _("On call {time}") if self.is_running else _("Call {time}")
        self._text = words.format(time=length)
        self._tip = _("Hang up") if self.is_running else ""
        self._kind = "chosen" if self.is_running else "default"
