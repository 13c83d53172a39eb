# SPDX-License-Identifier: Apache-2.0
"""A line on loopback that goes bad: it is cut after so many bytes, swallows everything, or is slow."""

from __future__ import annotations

import contextlib
import selectors
import socket
import time
from threading import Event, Thread
from typing import Self

AT_ONCE = 4096


class BadLine:
    """Between a desk and its hub. What is set holds for what passes from then on."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        self.cut_after: int | None = None
        """Bytes, of both ways together, after which the line is cut."""
        self.swallows = False
        self.bytes_per_second = 0
        self.passed = 0
        self._over = Event()
        self._thread = Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join(30)
        self._listening.close()

    def _serve(self) -> None:
        with selectors.DefaultSelector() as ready:
            ready.register(self._listening, selectors.EVENT_READ, None)
            while not self._over.is_set():
                for key, _events in ready.select(0.05):
                    if key.data is None:
                        self._take(ready)
                    elif not self._pass_on(key.fileobj, key.data):
                        self._cut(ready, key.fileobj, key.data)
            for key in list(ready.get_map().values()):
                if key.data is not None:
                    key.fileobj.close()

    def _take(self, ready: selectors.BaseSelector) -> None:
        here, _address = self._listening.accept()
        try:
            there = socket.create_connection(("127.0.0.1", self._to), 5)
        except OSError:
            here.close()
            return
        ready.register(here, selectors.EVENT_READ, there)
        ready.register(there, selectors.EVENT_READ, here)

    def _pass_on(self, one: socket.socket, other: socket.socket) -> bool:
        """False where the line is over."""
        most = AT_ONCE if self.cut_after is None else min(AT_ONCE, self.cut_after)
        try:
            data = one.recv(most) if most else b""
            if self.swallows:
                return bool(data)
            other.sendall(data)
        except OSError:
            return False
        self.passed += len(data)
        if self.cut_after is not None:
            self.cut_after -= len(data)
        if self.bytes_per_second:
            time.sleep(len(data) / self.bytes_per_second)
        return bool(data)

    @staticmethod
    def _cut(ready: selectors.BaseSelector, one: socket.socket, other: socket.socket) -> None:
        for end in (one, other):
            # Both ends of a line may have been told at once; a closed one is no longer known by its number.
            with contextlib.suppress(KeyError, ValueError):
                ready.unregister(end)
            end.close()
