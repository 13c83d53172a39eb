# SPDX-License-Identifier: Apache-2.0
"""Much taken a little at a time: what a statement or a transaction can hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

OF_IDS = 400
"""So many ids fit one statement and are still quick to prepare."""


def batches(things: Iterable[T], size: int = OF_IDS) -> Iterator[list[T]]:
    """Lists of at most so many, in order, by default of ids; itertools.batched does it from Python 3.12 on."""
    source = iter(things)
    while batch := list(islice(source, size)):
        yield batch
