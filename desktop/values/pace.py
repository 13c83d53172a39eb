# SPDX-License-Identifier: Apache-2.0
"""How long work that goes piece by piece will still take, by how fast it went so far."""

from __future__ import annotations

import math

_LEAST = 1.0
"""For how many seconds it has to have gone on before its pace says anything."""


class Pace:
    """Hears now and then how much of the work is done."""

    def __init__(self) -> None:
        self._began: tuple[float, int] | None = None

    def left(self, at: float, done: int, of: int) -> int | None:
        """In about how many seconds it will be done; None where that cannot be told yet, or it is done.

        `at` is a time by a clock that is never set.
        """
        if self._began is None:
            self._began = at, done
        began, had = self._began
        if done <= had or done >= of or at - began < _LEAST:
            return None
        return _about((of - done) * (at - began) / (done - had))


def _about(seconds: float) -> int:
    """No more exact than a guess may sound: by fives above ten seconds, by half minutes above two."""
    step = 1 if seconds <= 10 else 5 if seconds <= 120 else 30
    return max(1, math.ceil(seconds / step)) * step
