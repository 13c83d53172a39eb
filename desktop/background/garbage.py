# SPDX-License-Identifier: Apache-2.0
"""Cycles of Python objects are taken away on the window's thread alone.

By itself Python collects on whichever thread happens to make an object; a widget or a timer that is taken away on
another thread than its own can end the program. The way is that of calibre and Anki. And the window need not wait for
its turn as long as Python lets another thread go on.
"""

import gc
import sys

from PySide6.QtCore import QObject, QTimer

from desktop.background.cycles import collect

_INTERVAL_MS = 2_000
_SETTLED_MS = 15_000
"""By then SQLAlchemy and all else that is loaded after the first paint is there."""

_GIVES_WAY_S = 0.001
"""By itself Python lets a thread go on for 5 ms while another waits; to draw, the window has to take many turns."""


class GarbageCollector(QObject):
    """From its making on Python collects nothing by itself; garbage goes on the thread of this object.

    Threads that compute give way to the window soon.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        sys.setswitchinterval(_GIVES_WAY_S)
        self._timer = QTimer(self, interval=_INTERVAL_MS)
        self._timer.timeout.connect(collect)
        self._timer.start()
        # Modules and mapped classes stay for good: a full look at them would stop the window for 20 to 70 ms.
        QTimer.singleShot(_SETTLED_MS, self, gc.freeze)
