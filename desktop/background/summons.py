# SPDX-License-Identifier: Apache-2.0
"""A second start of the program calls the first one to the front, wherever its window is."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QFileSystemWatcher, QObject, Signal

FILE_NAME = "shop.call"

_WORD = b"come\n"
_PATIENCE_MS = 2000
_STEP_MS = 20


class Summons(QObject):
    """Listens for other starts with the same shop: they write into a file beside its lock, which is emptied in answer.

    Whoever may write to the shop may call. A socket would do as well, at 3 MB of memory that QtNetwork takes.
    """

    called = Signal()

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._file = folder / FILE_NAME
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self._answer)
        # Whoever holds the shop's lock is the only one: what a crash has left here is nobody's. Where nothing can be
        # written nobody can call, and the lock says who has the shop.
        with suppress(OSError):
            self._file.write_bytes(b"")
            self._watcher.addPath(str(self._file))
        program = QCoreApplication.instance()
        assert program is not None
        program.aboutToQuit.connect(self.stop)

    def stop(self) -> None:
        """Hear nothing more: the shop is let go."""
        self._watcher.removePath(str(self._file))
        with suppress(OSError):
            self._file.unlink(missing_ok=True)

    def _answer(self) -> None:
        with suppress(OSError):
            if self._file.stat().st_size:
                os.truncate(self._file, 0)
                self.called.emit()


class Answer(Enum):
    """What became of a call."""

    CAME = auto()
    HANGS = auto()
    """The program is there and does not answer."""
    NOBODY = auto()


def call(folder: Path) -> Answer:
    """Call the program that has this shop open on this computer."""
    file = folder / FILE_NAME
    try:
        # To be added to, never made: without it nobody listens.
        with file.open("r+b") as opened:
            opened.seek(0, os.SEEK_END)
            opened.write(_WORD)
        for _turn in range(_PATIENCE_MS // _STEP_MS):
            if not file.stat().st_size:
                return Answer.CAME
            time.sleep(_STEP_MS / 1000)
    except OSError:
        return Answer.NOBODY
    return Answer.HANGS
