# SPDX-License-Identifier: Apache-2.0
"""Ranks: texts that keep a hand-made order, with always room for one more between two.

A rank is a fraction between 0 and 1 written in base 62 without "0."; its text order (ASCII, as
SQLite's BINARY and PostgreSQL's "C") is its order. It never ends with the lowest digit, so there is
room before every rank. Each new one ends in two random digits, so that two desks which put a card
into the same gap offline seldom choose the same rank; where they do, readers order by (rank, id).
"""

from __future__ import annotations

from collections.abc import Callable
from random import SystemRandom

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE = len(_DIGITS)
_HEAD = 4  # digits that both ends of a list count in: 14 million cards before ranks grow longer
_SPAN = _BASE**_HEAD
_choose = SystemRandom().choice  # what `secrets` has, without the OpenSSL it brings


def random_tail() -> str:
    """Two random digits; the second one is never the lowest."""
    return _choose(_DIGITS) + _choose(_DIGITS[1:])


def between(before: str | None, after: str | None, *, tail: Callable[[], str] = random_tail) -> str:
    """A rank greater than `before` and smaller than `after`; None stands for the end of the list.

    Two equal neighbours (written by two desks at once) leave no gap: the new rank then follows both.
    ValueError when `before` is greater than `after`.
    """
    if before is not None and after is not None:
        if before > after:
            raise ValueError(f"ranks in the wrong order: {before!r}, {after!r}")
        return (_middle(before, after) if before < after else before) + tail()
    if after is not None:
        head = _number(after) - 1
        return (_head(head) if head >= 0 else _middle("", after)) + tail()
    head = _SPAN // 2 if before is None else _number(before) + 1
    return (_head(head) if head < _SPAN else _middle(before or "", None)) + tail()


def rebalanced(count: int, *, tail: Callable[[], str] = random_tail) -> list[str]:
    """`count` ranks in rising order, short and evenly spread over the whole range."""
    return [_head((place + 1) * _SPAN // (count + 1)) + tail() for place in range(count)]


def _middle(low: str, high: str | None) -> str:
    """The shortest digits all of whose continuations lie between `low` and `high` (None: one)."""
    digits = ""
    while True:
        floor = _DIGITS.index(low[0]) if low else 0
        ceiling = _DIGITS.index(high[0]) if high else _BASE
        if ceiling - floor > 1:
            return digits + _DIGITS[(floor + ceiling) // 2]
        digits += _DIGITS[floor]
        low = low[1:]
        high = high[1:] if high and floor == ceiling else None


def _number(rank: str) -> int:
    number = 0
    for digit in rank[:_HEAD].ljust(_HEAD, _DIGITS[0]):
        number = number * _BASE + _DIGITS.index(digit)
    return number


def _head(number: int) -> str:
    digits = ""
    for _place in range(_HEAD):
        number, digit = divmod(number, _BASE)
        digits = _DIGITS[digit] + digits
    return digits
