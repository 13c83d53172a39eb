# SPDX-License-Identifier: Apache-2.0
"""Many rows put into a table by few calls: the call costs about as much as what it stores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection

_AT_ONCE: Final = 20
"""Rows of one call: with more of them nothing is won any more."""


def put(
    connection: Connection,
    into: str,
    names: Sequence[str],
    rows: Sequence[tuple[Any, ...]],
    common: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """Store rows past SQLAlchemy, in their order: `into` is the statement up to the table.

    Each row has the values of `names`, as SQLite takes them; all of them have those of `common` alike, which are bound
    once for each call.
    """
    whole = len(rows) - len(rows) % _AT_ONCE
    for count, some in ((_AT_ONCE, rows[:whole]), (1, rows[whole:])):
        if some:
            statement = _statement(into, tuple(names), tuple(common), count)
            alike = tuple(common.values())
            connection.exec_driver_sql(
                statement,
                [
                    (*alike, *chain.from_iterable(some[at : at + count]))
                    for at in range(0, len(some), count)
                ],
            )


@cache
def _statement(into: str, own: tuple[str, ...], alike: tuple[str, ...], count: int) -> str:
    shared = [f"?{place}" for place in range(1, len(alike) + 1)]
    places = [f"?{place}" for place in range(len(alike) + 1, len(alike) + count * len(own) + 1)]
    rows = (
        ", ".join([*shared, *places[at : at + len(own)]]) for at in range(0, len(places), len(own))
    )
    fields = ", ".join(f'"{name}"' for name in (*alike, *own))
    return f"{into} ({fields}) VALUES ({'), ('.join(rows)})"
