# SPDX-License-Identifier: Apache-2.0
"""A line to the hub: encrypted, to the server whose certificate the invite brought, given up when nobody answers."""

from __future__ import annotations

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, TypeVar

import psycopg

from desktop import APP_NAME

T = TypeVar("T")

Line = psycopg.Connection[tuple[Any, ...]]


class Unwanted(psycopg.OperationalError):
    """Nobody waits for the answer any more."""


def call(
    *,
    host: str,
    port: int,
    database: str,
    login: str,
    password: str,
    ca: Path,
    is_wanted: Callable[[], bool],
) -> Line:
    """Open a line; psycopg.Error where the hub does not take part.

    Any waiting, for the line itself or for an answer, ends within a moment once it `is_wanted` no more.
    """

    class Leavable(psycopg.Connection[tuple[Any, ...]]):
        """A connection that looks up from waiting."""

        def wait(self, gen: Generator[Any, Any, T], *args: Any, **kwargs: Any) -> T:
            return super().wait(_looking_up(gen, is_wanted), *args, **kwargs)

        @classmethod
        def _connect_gen(cls, *args: Any, **kwargs: Any) -> Generator[Any, Any, Any]:
            # psycopg's own; where a later one has it no more, giving up a line that is being made takes its 5 seconds.
            return _looking_up(super()._connect_gen(*args, **kwargs), is_wanted)

    return Leavable.connect(
        host=host,
        port=port,
        dbname=database,
        user=login,
        password=password,
        sslmode="verify-full",
        sslrootcert=str(ca),
        connect_timeout=5,
        keepalives_idle=30,
        keepalives_interval=10,
        keepalives_count=3,
        tcp_user_timeout=10_000,
        options="-c statement_timeout=30s -c lock_timeout=3s -c idle_in_transaction_session_timeout=5s",
        application_name=APP_NAME,
        prepare_threshold=None,
        autocommit=True,
    )


def _looking_up(
    gen: Generator[Any, Any, T], is_wanted: Callable[[], bool]
) -> Generator[Any, Any, T]:
    """The same steps of waiting, ended by Unwanted; psycopg comes by ten times a second."""
    try:
        asked = next(gen)
        while True:
            ready = yield asked
            if not is_wanted():
                gen.close()
                raise Unwanted("the program is being closed")
            asked = gen.send(ready)
    except StopIteration as end:
        answer: T = end.value
        return answer
