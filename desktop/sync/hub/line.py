# SPDX-License-Identifier: Apache-2.0
"""A line to the hub: encrypted, to the server that shows the certificate agreed on, given up when nobody answers."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import psycopg

from desktop import APP_NAME

T = TypeVar("T")

Line = psycopg.Connection[tuple[Any, ...]]
Where = Mapping[str, Any]


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

    options = (
        "-c statement_timeout=30s -c lock_timeout=3s -c idle_in_transaction_session_timeout=5s"
    )
    where: Where = {
        "host": host, "port": port, "dbname": database,
        "user": login, "password": password, "sslrootcert": str(ca),
    }  # fmt: skip
    return _open(Leavable, where, options)


def call_as_admin(
    *, host: str, port: int, database: str, login: str, password: str, ca: str, options: str = ""
) -> Line:
    """Open a line for whoever looks after the hub, whose statements may take their time."""
    where: Where = {
        "host": host, "port": port, "dbname": database,
        "user": login, "password": password, "sslrootcert": ca,
    }  # fmt: skip
    return _open(psycopg.Connection[tuple[Any, ...]], where, options)


def _open(kind: type[Line], where: Where, options: str) -> Line:
    try:
        return kind.connect(
            **where,
            sslmode="verify-full",
            connect_timeout=5,
            # Without these a line that was cut in the middle of an answer is waited for a quarter of an hour.
            keepalives_idle=30,
            keepalives_interval=10,
            keepalives_count=3,
            tcp_user_timeout=10_000,
            options=options,
            application_name=APP_NAME,
            prepare_threshold=None,
            autocommit=True,
        )
    except UnicodeError as error:
        # A name with two dots in a row, or a very long one, is refused before anybody is asked for it.
        raise psycopg.OperationalError(f"{where['host']}: {error}") from error


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
