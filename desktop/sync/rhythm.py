# SPDX-License-Identifier: Apache-2.0
"""When a desk makes its next round: at once after a write and on news, else every ten seconds; ever later in vain."""

from __future__ import annotations

import random
from collections.abc import Callable

EVERY_S = 10.0
SPREAD = 0.2
"""So that the desks of an office that were switched on together do not all ask at once."""

GROUPED_S = 0.3
"""What a person does comes in bursts: its first goes at once, what follows so soon after goes together."""

BETWEEN_NEWS_S = 0.5
LONGEST_S = 60.0


class Rhythm:
    """Told what happens, it says how long to wait. `steady` gives seconds that never go back."""

    def __init__(
        self,
        steady: Callable[[], float],
        chance: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self._steady, self._chance = steady, chance
        self._due = steady()
        self._began = float("-inf")
        self._failures = 0

    @property
    def wait(self) -> float:
        """Seconds to the next round, 0 where it is due."""
        return max(0.0, self._due - self._steady())

    @property
    def is_failing(self) -> bool:
        """Whether the last round was in vain."""
        return self._failures > 0

    def wrote(self) -> None:
        """Something was written here."""
        self._sooner(max(self._steady(), self._began + GROUPED_S))

    def heard(self) -> None:
        """The hub told of news."""
        self._sooner(max(self._steady(), self._began + BETWEEN_NEWS_S))

    def at_once(self) -> None:
        """Somebody asks for it, or the computer woke up: whatever failed before counts no more."""
        self._failures = 0
        self._due = self._steady()

    def begins(self) -> None:
        """A round begins; what comes from now on is for the next one."""
        self._began = self._steady()

    def done(self) -> None:
        """The round went through."""
        self._failures = 0
        self._due = self._steady() + self._spread(EVERY_S)

    def failed(self) -> None:
        """The hub is away: twice as long each time, a minute at the most."""
        seconds = self._spread(min(LONGEST_S, 2.0**self._failures))
        self._failures = min(self._failures + 1, 16)
        self._due = self._steady() + min(LONGEST_S, seconds)

    def _sooner(self, moment: float) -> None:
        # While the hub is away, writing more does not bring it back.
        if not self.is_failing:
            self._due = min(self._due, moment)

    def _spread(self, seconds: float) -> float:
        return seconds * self._chance(1 - SPREAD, 1 + SPREAD)
