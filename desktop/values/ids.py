# SPDX-License-Identifier: Apache-2.0
"""Ids of records: UUIDv7 made on the desk, and ids derived from other ids."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable
from itertools import accumulate
from struct import unpack
from uuid import UUID

try:  # as `random` does: hashlib, and so uuid5, brings OpenSSL, which takes 4 MB
    from _sha1 import sha1  # type: ignore[import-not-found]
except ImportError:
    from hashlib import sha1

_TAIL_BITS = 74  # rand_a (12) and rand_b (62) of RFC 9562, section 5.7


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
        steps = unpack(f"<{count}I", os.urandom(4 * count))
        with self._lock:
            now = time_source() // 1_000_000
            if now > self._milliseconds:
                self._milliseconds, self._tail = now, _random(_TAIL_BITS)
            tails = [*accumulate(steps, _behind, initial=self._tail)]
            if tails[-1] >> _TAIL_BITS:
                self._milliseconds, self._tail = self._milliseconds + 1, _random(_TAIL_BITS - 1)
                tails = [*accumulate(steps, _behind, initial=self._tail)]
            self._tail = tails[-1]
            return _uuids7(self._milliseconds, tails[1:])


def _behind(tail: int, step: int) -> int:
    return tail + 1 + step


def _uuids7(milliseconds: int, tails: Iterable[int]) -> list[UUID]:
    """Each tail is put on both sides of the two bits of the variant."""
    head, low = milliseconds << 80 | 0x7 << 76 | 0b10 << 62, (1 << 62) - 1
    return [UUID(int=head | tail >> 62 << 64 | tail & low) for tail in tails]


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
