# SPDX-License-Identifier: Apache-2.0
"""A second start of the program calls the first one to the front, wherever its window is."""

from __future__ import annotations

import hashlib
from enum import Enum, auto
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 2000
_WORD = b"come"


class Summons(QObject):
    """Listens for other starts with the same shop. Only this person's programs may call."""

    called = Signal()

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        # Whoever holds the shop's lock is the only one: what a crash has left here is nobody's.
        QLocalServer.removeServer(_name(folder))
        self._server.listen(_name(folder))

    def _answer(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.write(_WORD)
            socket.flush()
            socket.disconnectFromServer()
            self.called.emit()


class Answer(Enum):
    """What became of a call."""

    CAME = auto()
    HANGS = auto()
    """The program is there and does not answer."""
    NOBODY = auto()


def call(folder: Path) -> Answer:
    """Call the program that has this shop open on this computer."""
    socket = QLocalSocket()
    socket.connectToServer(_name(folder))
    if not socket.waitForConnected(_PATIENCE_MS):
        return Answer.NOBODY
    came = socket.waitForReadyRead(_PATIENCE_MS)
    socket.abort()
    return Answer.CAME if came else Answer.HANGS


def _name(folder: Path) -> str:
    """A short name of its own for each shop's folder: the system allows no long ones."""
    return f"counterfoil-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]}"
