# SPDX-License-Identifier: Apache-2.0
"""What the parts of a list wrote is carried from SQLite's log into the file beside the work on the next part.

Else each part would wait for that: it is more than a page can hold that everybody else writes in an hour.
https://www.sqlite.org/wal.html, section 3.1
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Final

from desktop.log import logger

_log = logger("storage")

PAGES: Final = 1_000
"""So long the log may be before whoever wrote to it carries it into the file; SQLite's own measure."""

PAGES_OF_LISTS: Final = 16_000
"""The same for a list, whose parts have some 2,500 each: a part in six waits, for what the one before it wrote."""

LOG_KEPT: Final = 16 * 1024 * 1024
"""Bytes of the log that stay on the disk once it is empty."""


class Checkpoints:
    """Of one shop's file, by a connection of its own."""

    def __init__(self, path: Path) -> None:
        self._address = f"{path.absolute().as_uri()}?mode=rw"
        self._thread: threading.Thread | None = None

    def begin(self) -> None:
        """Carry what stands in the log by now, unless that is under way."""
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._carry, name="checkpoint", daemon=True)
            self._thread.start()

    def end(self) -> None:
        """Wait until nothing is under way: the file may be closed, moved or replaced then."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _carry(self) -> None:
        try:
            with closing(sqlite3.connect(self._address, uri=True)) as connection:
                # Passive: it waits for nobody, and nobody for it.
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        except sqlite3.Error as error:
            _log.info("The log is carried into the file by the next writer: %s", error)
