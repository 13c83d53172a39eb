# SPDX-License-Identifier: Apache-2.0
"""Ids of records: UUIDv7 made on the desk, and ids derived from other ids."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from uuid import UUID

try:  # as `random` does: hashlib, and so uuid5, brings OpenSSL, which takes 4 MB
    from _sha1 import sha1  # type: ignore[import-not-found]
except ImportError:
    from hashlib import sha1

_TAIL_BITS = 74  # rand_a (12) and rand_b (62) of RFC 9562, section 5.7
_STEP_BITS = 32


def _random(bits: int) -> int:
    # What secrets.randbits does, without the modules that `secrets` brings into the start.
    size = -(-bits // 8)
    return int.from_bytes(os.urandom(size), "big") >> 8 * size - bits


# The one reader of time outside desktop.clock: an id needs rough milliseconds for its place in an
# index, no rule of the house ever reads them back. Tests put their own source here.
time_source: Callable[[], int] = time.time_ns  # noqa: TID251


class _IdMaker:
    """Remembers the last id, so that the next one is greater even when the clock stands or steps back.

    Inside one millisecond the random tail grows by a random step (RFC 9562, section 6.2, method 2).
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._milliseconds = 0
        self._tail = 0

    def next_id(self) -> UUID:
        return self.next_ids(1)[0]

    def next_ids(self, count: int) -> list[UUID]:
        now = time_source() // 1_000_000
        steps = os.urandom(count * _STEP_BITS // 8)
        size = _STEP_BITS // 8
        with self._lock:
            return [
                self._next(now, int.from_bytes(steps[at : at + size], "big"))
                for at in range(0, len(steps), size)
            ]

    def _next(self, now: int, step: int) -> UUID:
        if now > self._milliseconds:
            self._milliseconds = now
            self._tail = _random(_TAIL_BITS)
        else:
            self._tail += 1 + step
        if self._tail >> _TAIL_BITS:
            self._milliseconds += 1
            self._tail = _random(_TAIL_BITS)
        return _uuid7(self._milliseconds, self._tail)


def _uuid7(milliseconds: int, tail: int) -> UUID:
    rand_a, rand_b = tail >> 62, tail & (1 << 62) - 1
    return UUID(int=milliseconds << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b)


_ids = _IdMaker()


def new_id() -> UUID:
    """A new UUIDv7 (RFC 9562), greater than every one this process made before; safe on any thread."""
    return _ids.next_id()


def new_ids(count: int) -> list[UUID]:
    """So many new ids, each greater than the one before."""
    return _ids.next_ids(count)


def derived_id(base: UUID, *names: object) -> UUID:
    """The same id on every desk for the same base and names, so that facts made twice meet.

    UUIDv5 (RFC 9562, section 5.5) with `base` as the name space. The names are joined by a unit
    separator, which no name holds, so ("ab", "c") and ("a", "bc") differ.
    """
    name = "\x1f".join(str(one) for one in names)
    digest = sha1(base.bytes + name.encode()).digest()  # noqa: S324 - as UUIDv5 is defined; it keeps no secret
    return UUID(bytes=digest[:16], version=5)
