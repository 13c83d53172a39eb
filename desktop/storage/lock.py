# SPDX-License-Identifier: Apache-2.0
"""One program for one shop: a lock of the operating system on a file beside the database.

The lock goes with the process that holds it, however that ends, so that nothing has to be cleaned up after a
crash. The file's text only says who holds it.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Self

from desktop import paths
from desktop.clock import Clock
from desktop.errors import UserError
from desktop.i18n import _, relative_moment
from desktop.storage.faults import files_told
from desktop.values.times import time_text

FILE_NAME = "shop.lock"

_LOCKED_BYTE = 1 << 30
"""Windows forbids reading a locked byte; this one lies far behind the text."""

TryLock = Callable[[int], bool]
"""Tries to lock an open file; False where another program holds it."""


class ShopLock:
    """The right to write to a shop, held until `release`, the end of the `with`, or the end of the process."""

    def __init__(
        self,
        folder: Path,
        clock: Clock,
        *,
        try_lock: TryLock | None = None,
        is_on_network: Callable[[Path], bool] = paths.on_network_share,
    ) -> None:
        self._path = folder / FILE_NAME
        self._clock = clock
        self._try_lock = try_lock or system_lock()
        self._is_on_network = is_on_network
        self._file: int | None = None

    def take(self) -> Self:
        """Hold the shop; UserError where it is open already, cannot be written, or lies on a network share."""
        refuse_network_share(self._path.parent, self._is_on_network)
        with files_told():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if not self._try_lock(handle):
            told = self._sentence(_text(handle))
            os.close(handle)
            raise UserError(told)
        self._file = handle
        self._write_holder()
        return self

    def release(self) -> None:
        """Let another program open the shop."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def __enter__(self) -> Self:
        return self if self._file is not None else self.take()

    def __exit__(self, *_error: object) -> None:
        self.release()

    def _write_holder(self) -> None:
        assert self._file is not None
        holder = {
            "computer": platform.node(),
            "process": os.getpid(),
            "since": time_text(self._clock.now()),
        }
        with files_told():
            os.ftruncate(self._file, 0)
            os.lseek(self._file, 0, os.SEEK_SET)
            os.write(self._file, json.dumps(holder).encode())

    def _sentence(self, text: str) -> str:
        try:
            holder = json.loads(text)
            since = datetime.fromisoformat(holder["since"])
            computer = str(holder["computer"])
        except (ValueError, KeyError, TypeError):
            return _(
                "Counterfoil already has this shop open. Nothing was changed. Go to its window or close it there."
            )
        now = self._clock.now().astimezone(self._clock.zone)
        when = relative_moment(since, now=now)
        return _(
            "Counterfoil on {computer} has had this shop open since {when}. Nothing was changed. "
            "Go to its window or close it there."
        ).format(computer=computer, when=when)


def refuse_network_share(
    folder: Path, is_on_network: Callable[[Path], bool] = paths.on_network_share
) -> None:
    """UserError where the folder lies on another computer: a database there can be damaged by two writers."""
    if is_on_network(folder):
        raise UserError(
            _(
                "The shop's folder {folder} is on a network drive, where a database can be damaged. Nothing was "
                "changed. Move the folder to this computer's disk; several computers meet at an office hub."
            ).format(folder=folder)
        )


def system_lock(name: str = sys.platform) -> TryLock:
    """How this operating system locks a file."""
    return _lock_on_windows if name == "win32" else _lock_on_posix


def _lock_on_posix(handle: int) -> bool:
    import fcntl

    # flock, not lockf: a lock of lockf is lost when any other handle of the file is closed.
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _lock_on_windows(handle: int) -> bool:
    import msvcrt

    os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
    try:
        getattr(msvcrt, "locking")(handle, getattr(msvcrt, "LK_NBLCK"), 1)  # noqa: B009
    except OSError:
        return False
    return True


def _text(handle: int) -> str:
    os.lseek(handle, 0, os.SEEK_SET)
    return os.read(handle, 4096).decode(errors="replace")
