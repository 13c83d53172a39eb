# SPDX-License-Identifier: Apache-2.0
"""The stamps of one transaction: each later than every one before it on this desk, whatever the wall clock did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, select

from desktop.storage.tables import journal
from desktop.values.stamp import parse_stamp, receive, stamp_texts, tick

_NEWEST_STAMP = select(journal.c.stamp).order_by(journal.c.n.desc()).limit(1)


class Stamping:
    """Goes on after the last operation that was committed, which is read when the first stamp is wanted."""

    def __init__(self, desk: str, now: datetime, connection: Callable[[], Connection]) -> None:
        self._desk, self._now = desk, int(now.timestamp() * 1000)
        self._connection = connection
        self._last_time = self._last_n = 0

    def next(self, count: int) -> list[str]:
        """The stamps of so many operations."""
        self._resume()
        if not count:
            return []
        # Only the first may wait for the clock: the others follow it one by one.
        time, n = tick(self._last_time, self._now), self._last_n + 1
        self._last_time, self._last_n = time + count - 1, n + count - 1
        return stamp_texts(time, self._desk, n, count)

    def not_before(self, time: int) -> None:
        """Let own writes be later than a time seen elsewhere; one from the future counts as now."""
        self._resume()
        self._last_time = receive(self._last_time, time, self._now)

    def _resume(self) -> None:
        if self._last_n:
            return
        last = self._connection().scalar(_NEWEST_STAMP)
        if last:
            stamp = parse_stamp(last)
            self._last_time, self._last_n = stamp.time, stamp.n
