# SPDX-License-Identifier: Apache-2.0
"""The order in which a day's touches are worked off, and which of them comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Protocol, TypeVar
from uuid import UUID

from desktop.values.states import Heat
from desktop.values.times import is_untimed

_HEATS: dict[str, int] = {Heat.HOT: 0, Heat.WARM: 1}
_COLD = 2
AHEAD = dt.timedelta(minutes=5)
"""A time that was agreed is taken up this much before it comes."""


class Planned(Protocol):
    """A touch of the day, on whatever screen. Times are aware; money is minor units."""

    @property
    def id(self) -> UUID: ...
    @property
    def due_at(self) -> dt.datetime: ...
    @property
    def agreed(self) -> bool: ...
    @property
    def heat(self) -> str: ...
    @property
    def amount(self) -> int: ...


T = TypeVar("T", bound=Planned)


def is_late(row: Planned, now: dt.datetime) -> bool:
    """Whether a touch is left from a day before; `now` carries the desk's zone."""
    return row.due_at.astimezone(now.tzinfo).date() < now.date()


def is_due(row: Planned, now: dt.datetime) -> bool:
    """Whether a touch can be asked for by now: its time has come, or it is for the day as a whole."""
    return row.due_at <= now or is_untimed(row.due_at.astimezone(now.tzinfo))


def in_order(rows: Iterable[T], now: dt.datetime) -> list[T]:
    """Late ones first, the oldest before; then by time; then those for no time, the hot and the large before."""

    def key(row: Planned) -> tuple[int, object, int, UUID]:
        if is_late(row, now):
            return 0, row.due_at, 0, row.id
        if not is_untimed(row.due_at.astimezone(now.tzinfo)):
            return 1, row.due_at, 0, row.id
        return 2, _HEATS.get(row.heat, _COLD), -row.amount, row.id

    return sorted(rows, key=key)


def next_of(ordered: Sequence[T], now: dt.datetime, passed: Collection[UUID] = ()) -> T | None:
    """The touch to do now: a time agreed with the client that has come, else the first in the order that is due.

    What is for later today comes before its time only when nothing else is left, and so does what was `passed` over.
    """
    left = [row for row in ordered if row.id not in passed] or list(ordered)
    agreed = (row for row in left if row.agreed and _has_come(row, now))
    due = (row for row in left if is_due(row, now + AHEAD))
    return next(agreed, next(due, left[0] if left else None))


def _has_come(row: Planned, now: dt.datetime) -> bool:
    local = row.due_at.astimezone(now.tzinfo)
    return local.date() == now.date() and not is_untimed(local) and local <= now + AHEAD
