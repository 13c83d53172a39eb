# SPDX-License-Identifier: Apache-2.0
"""The call's running time, from the moment the number was handed to the telephone."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.clock import Clock
from desktop.documents import ticket_paint
from desktop.i18n import _, formats
from desktop.views import icons, theme
from desktop.views.widgets.chips import chip
from desktop.views.widgets.painted_button import ENTER, PaintedButton

_TICK_MS = 500
_LEAST = 24
"""Higher than the chip that is drawn: it is pressed, too."""


class CallBar(PaintedButton):
    """A chip, shown while a call runs and after it; a press ends the call, its length stays."""

    press_keys = ENTER
    ticked = Signal()

    def __init__(self, clock: Clock, parent: QWidget | None = None) -> None:
        self._clock = clock
        self._began: float | None = None
        self._kept = 0
        super().__init__(parent, gap=0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
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

    def sizeHint(self) -> QSize:
        """The chip's."""
        width = self._chip().width(theme.font("meta"), theme.text_size() / 100)
        return QSize(round(width), max(theme.px(_LEAST), _LEAST))

    def minimumSizeHint(self) -> QSize:
        """It is never cut."""
        return self.sizeHint()

    def retranslate(self) -> None:
        """Say the state anew."""
        # In five places from the beginning, so that nothing moves in the tenth minute.
        length = formats.duration(dt.timedelta(seconds=self.seconds())).rjust(5, "0")
        words = _("On call {time}") if self.is_running else _("Call {time}")
        self.setText(words.format(time=length))
        self.setAccessibleName(self.text())
        self.setToolTip(_("Hang up") if self.is_running else "")
        super().retranslate()

    def _show(self) -> None:
        self.retranslate()
        self.setVisible(self.is_running or bool(self._kept))

    def _chip(self) -> ticket_paint.Chip:
        return chip(self.text(), "accent" if self.is_running else "neutral", "timer")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip in the middle."""
        height = theme.px(ticket_paint.CHIP_HEIGHT)
        painter = QPainter(self)
        ticket_paint.draw_chip(
            painter,
            QRectF(0, (self.height() - height) // 2, self.width(), height),
            self._chip(),
            font=theme.font("meta"),
            paint_icon=icons.draw,
            factor=theme.text_size() / 100,
        )
        painter.end()
