# SPDX-License-Identifier: Apache-2.0
"""A line on loopback that is cut after so many bytes."""

import socket
import threading
from contextlib import suppress
from typing import Self


class CutLine:
    """Passes on what comes to `port` to the server behind it and back.

    Of `up` and `down` each says how many more bytes go through that way before the line breaks; `sent` counts up.
    """

    def __init__(self, server_port: int) -> None:
        self.server_port = server_port
        self.up: int | None = None
        self.down: int | None = None
        self.sent = 0
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self._open: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for end in self._open:
            self._shut(end)
        self._thread.join(10)

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _address = self._door.accept()
                server = socket.create_connection(("127.0.0.1", self.server_port))
                self._open += [client, server]
                for source, target, way in ((client, server, "up"), (server, client, "down")):
                    threading.Thread(
                        target=self._pass, args=(source, target, way), daemon=True
                    ).start()

    def _pass(self, source: socket.socket, target: socket.socket, way: str) -> None:
        with suppress(OSError):
            while data := source.recv(16_384):
                if way == "up":
                    self.sent += len(data)
                left = getattr(self, way)
                if left is not None:
                    setattr(self, way, left - len(data))
                    if left < len(data):
                        break
                target.sendall(data)
        for end in (source, target):
            self._shut(end)

    @staticmethod
    def _shut(end: socket.socket) -> None:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
