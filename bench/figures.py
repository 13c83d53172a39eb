# SPDX-License-Identifier: Apache-2.0
"""A figure beside its limit and its goal, and how they are taken: turn by turn, the least of several rounds.

What waits for nothing is timed by the processor, which other programs disturb least; what waits for the disk or for a
thread by the clock. The least, because whatever else the machine does only ever adds to a time: the middle of the
rounds says how busy the machine was. Ours and the limit's are taken in turns, so that neither has the quieter moments.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

ROUNDS = 25


@dataclass(frozen=True, slots=True)
class Figure:
    """One goal: ours and the limit's figure of the same run in `unit`, and the most that ours may be.

    With `most_ratio` ours is compared with the limit, with `most` with a plain figure; both may stand.
    """

    goal: str
    what: str
    ours: float
    unit: str = "ms"
    limit: float | None = None
    most_ratio: float | None = None
    most: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the limit ours is."""
        return None if not self.limit else self.ours / self.limit

    @property
    def is_met(self) -> bool:
        """Whether the goal is reached."""
        by_ratio = self.most_ratio is None or (
            self.ratio is not None and self.ratio <= self.most_ratio
        )
        return by_ratio and (self.most is None or self.ours <= self.most)

    def as_json(self) -> dict[str, object]:
        """For the file."""
        return {**asdict(self), "ratio": self.ratio, "is_met": self.is_met}


def turns(
    works: Mapping[str, Callable[[], object]],
    rounds: int = ROUNDS,
    clock: Callable[[], float] = time.process_time,
) -> dict[str, float]:
    """Milliseconds of each work, the least of its rounds, taken A B C A B C so that noise falls on all alike."""
    taken: dict[str, list[float]] = {name: [] for name in works}
    for name, work in works.items():
        work()
        taken[name].clear()
    gc.collect()
    gc.disable()
    try:
        for _round in range(rounds):
            for name, work in works.items():
                start = clock()
                work()
                taken[name].append((clock() - start) * 1000)
    finally:
        gc.enable()
    return {name: min(times) for name, times in taken.items()}


def spread(work: Callable[[int], object], count: int) -> list[float]:
    """Milliseconds of each of many calls, sorted."""
    taken = []
    for n in range(count):
        start = time.perf_counter()
        work(n)
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def p95(sorted_times: list[float]) -> float:
    """The time that 95 of 100 stay under."""
    return at_share(sorted_times, 0.95)


def at_share(sorted_times: list[float], share: float) -> float:
    """The time that this share of them stays under."""
    return sorted_times[min(len(sorted_times) - 1, int(len(sorted_times) * share))]


def table(figures: list[Figure]) -> str:
    """The figures as people read them."""
    lines = [f"{'goal':5} {'what':58} {'ours':>11} {'limit':>11} {'ratio':>7} {'goal':>16}"]
    for one in figures:
        goal = " and ".join(
            part
            for part in (
                f"≤ {one.most_ratio:g}×" if one.most_ratio is not None else "",
                f"≤ {one.most:g} {one.unit}" if one.most is not None else "",
            )
            if part
        )
        limit = "" if one.limit is None else f"{one.limit:.3g} {one.unit}"
        ratio = "" if one.ratio is None else f"{one.ratio:.2f}×"
        mark = "" if one.is_met else "  MISSED"
        lines.append(
            f"{one.goal:5} {one.what:58} {one.ours:>8.3g} {one.unit:2} {limit:>11} {ratio:>7} {goal:>16}{mark}"
        )
    return "\n".join(lines)
