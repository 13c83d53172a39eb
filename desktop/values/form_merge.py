# SPDX-License-Identifier: Apache-2.0
"""A form that is open while its record changes: what was typed stays, the rest follows, clashes are named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Merged(Generic[V]):
    """What the form shows from now on, and the fields that two people changed each in their own way."""

    shown: dict[str, V]
    clashes: tuple[str, ...] = ()


def merge(base: Mapping[str, V], typed: Mapping[str, V], stored: Mapping[str, V]) -> Merged[V]:
    """`base` is what the form opened with, `typed` what it holds now, `stored` what the record has become."""
    shown: dict[str, V] = {}
    clashes = []
    for name, mine in typed.items():
        before, theirs = base.get(name), stored.get(name, mine)
        is_mine, is_theirs = mine != before, theirs != before
        shown[name] = mine if is_mine else theirs
        if is_mine and is_theirs and mine != theirs:
            clashes.append(name)
    return Merged(shown, tuple(clashes))


def touched(base: Mapping[str, V], typed: Mapping[str, V]) -> dict[str, V]:
    """The fields that were changed in the form: only these are saved."""
    return {name: value for name, value in typed.items() if value != base.get(name)}
