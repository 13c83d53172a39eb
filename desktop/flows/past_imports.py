# SPDX-License-Identifier: Apache-2.0
"""What became of the cards of long lists, counted beside the reader thread: of one of 45,000 it takes two seconds."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from desktop import queries
from desktop.flows.shop import Shop
from desktop.storage.database import OwnReads, Reader, separate_reader
from desktop.values.rows.past_imports import ImportCards

T = TypeVar("T")


def cards_of(shop: Shop, *, step: int) -> ImportCards:
    """The cards of one import, counted anew: somebody may work on them at any time."""
    return _beside(shop, partial(queries.past_imports.cards_of, step=step))


def left_twice(shop: Shop) -> int:
    """How many leads of the newest lists of this computer another one had taken in before, and nobody worked on."""
    return _beside(shop, queries.past_imports.left_twice)


def _beside(shop: Shop, query: Callable[[Reader], T]) -> T:
    with separate_reader(shop.folder) as connection:
        return OwnReads(connection, shop.clock).read(query)
