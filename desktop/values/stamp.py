# SPDX-License-Identifier: Apache-2.0
"""Stamps of the hybrid logical clock: when a field was written, and by which desk.

A time is one integer, wall milliseconds shifted left by 16 bits plus a counter; a stamp is its text
`hlc16hex-CODE.n`. The sixteen hex digits keep text order equal to time order; what stands right of
the dash names the writing desk and its operation and is unique for ever.

The functions are pure: whoever keeps the last time stores the answer, and only after its commit.
Kulkarni et al., "Logical Physical Clocks" (2014), with one change: a time from the future is cut
to now instead of being refused, so that a desk with a wrong clock never stops the others.
"""

from __future__ import annotations

import re

from desktop.frozen import dataclass

HEX_OF_TIME = 16
"""So many letters of a stamp are its time."""

COUNTER_BITS = 16
_COUNTER_MAX = (1 << COUNTER_BITS) - 1
_SHAPE = r"([0-9a-f]{16})-([0-9A-Z]{2,4})\.([1-9][0-9]*)"


@dataclass(frozen=True, slots=True)
class Stamp:
    """One write: its time, the code of the desk that made it, and that desk's operation number."""

    time: int
    desk: str
    n: int

    def __str__(self) -> str:
        return f"{self.time:016x}-{self.desk}.{self.n}"

    @property
    def identity(self) -> str:
        """Who wrote it: the part that two different writes never share."""
        return f"{self.desk}.{self.n}"

    @property
    def milliseconds(self) -> int:
        """Wall time of the write in milliseconds since 1970, as the writing desk saw it."""
        return self.time >> COUNTER_BITS


def parse_stamp(text: str) -> Stamp:
    """Read a stamp back from its text; ValueError when it has another shape."""
    found = re.fullmatch(_SHAPE, text)
    if found is None:
        raise ValueError(f"not a stamp: {text!r}")
    return Stamp(int(found[1], 16), found[2], int(found[3]))


def stamp_texts(time: int, desk: str, n: int, count: int) -> list[str]:
    """The texts of so many stamps of a desk, each one tick and one operation behind the one before."""
    return [f"{time + at:016x}-{desk}.{n + at}" for at in range(count)]


def tick(last: int, now_ms: int) -> int:
    """The time of the next own write: always later than `last`, whatever the clock did meanwhile."""
    return max(last + 1, now_ms << COUNTER_BITS)


def receive(last: int, remote: int, now_ms: int) -> int:
    """The time to remember after seeing a remote one: own writes from now on are later than both.

    A remote time from the future counts as now, so a peer years ahead cannot drag this clock along.
    """
    return max(last, clamp(remote, now_ms))


def clamp(time: int, now_ms: int) -> int:
    """The time itself, or the last moment of this millisecond when it lies in the future."""
    return min(time, now_ms << COUNTER_BITS | _COUNTER_MAX)
