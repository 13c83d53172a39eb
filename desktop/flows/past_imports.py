# SPDX-License-Identifier: Apache-2.0
"""Lists that were taken in, and what became of their cards.

These are looked through beside the reader thread: of a list of 45,000 it takes two seconds, and which steps were
imports is told by reading all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from desktop import queries
from desktop.flows.lists_under_way import coming_in
from desktop.flows.shop import Shop
from desktop.storage.database import OwnReads, Reader, separate_reader
from desktop.values.rows.past_imports import ImportCards, PastImport, Standing, ThereAgain

T = TypeVar("T")


def past_imports(shop: Shop) -> tuple[PastImport, ...]:
    """The imports of lists, the newest first; one that is being taken in just now was not stopped."""
    coming = coming_in(shop.folder)
    return tuple(
        replace(one, standing=Standing.COMES) if one.step == coming else one
        for one in beside(shop, queries.past_imports.past_imports)
    )


def cards_of(shop: Shop, *, step: int) -> ImportCards:
    """The cards of one import, counted anew: somebody may work on them at any time."""
    return beside(shop, partial(queries.past_imports.cards_of, step=step))


def there_again(shop: Shop, *, step: int) -> ThereAgain:
    """What of an import that was taken back another list has brought since."""
    return beside(shop, partial(queries.past_imports.there_again, step=step))


def left_twice(shop: Shop) -> int:
    """How many leads of the newest lists of this computer another one had taken in before, and nobody worked on."""
    return beside(shop, queries.past_imports.left_twice)


def beside(shop: Shop, query: Callable[[Reader], T]) -> T:
    """Run a query that looks through a whole list on a connection of its own: no screen waits for it."""
    with separate_reader(shop.folder) as connection:
        return OwnReads(connection, shop.clock).read(query)
