# SPDX-License-Identifier: Apache-2.0
"""What a check of one requisite says: right or wrong, why, and which sign looks suspicious."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from desktop.i18n import _

_FILLING = re.compile(r"[\s\u00a0\u202f.\-‐‑–—]")


@dataclass(frozen=True, slots=True)
class Check:
    """The answer to one value: a sentence to stand below its field.

    A check digit proves only that some sign is wrong. `suspicious` is the place in the text as it was
    typed where the eye should begin, or None.
    """

    ok: bool
    sentence: str
    suspicious: int | None = None


def bare(text: str) -> str:
    """The value without the spaces and dashes that people put between its groups, in capitals."""
    return _FILLING.sub("", text).upper()


def place(text: str, number: int) -> int:
    """Where the sign with this number in the bare value stands in the text; the last one is -1."""
    places = [place for place, sign in enumerate(text) if not _FILLING.match(sign)]
    return places[number]


def stray(text: str) -> Check | None:
    """What is wrong with a value that has to be digits only, or None."""
    for number, sign in enumerate(text):
        if not ("0" <= sign <= "9" or _FILLING.match(sign)):
            return Check(ok=False, sentence=_("Only digits belong here."), suspicious=number)
    return None


def weighted(digits: str, weights: Iterable[int]) -> int:
    """The sum of the digits times their weights, as far as the shorter of both goes."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def digits_right() -> Check:
    """The good answer of a number with check digits."""
    return Check(ok=True, sentence=_("check digits are right"))
