# SPDX-License-Identifier: Apache-2.0
"""A line to the hub: encrypted, to the server that shows the certificate agreed on, given up when nobody answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import psycopg

from desktop import APP_NAME

T = TypeVar("T")

Line = psycopg.Connection[tuple[Any, ...]]
Where = Mapping[str, Any]


CONNECT_S = 5
ANSWER_S = 45.0
"""Without a byte from the hub, which gives up a statement after 30 seconds: a gateway keeps a dead line alive."""


class Silent(psycopg.OperationalError):
    """Nothing has come over the line for too long."""


class Unwanted(psycopg.OperationalError):
    """Nobody waits for the answer any more."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where the hub is and as whom it is met; `ca` is the file of the certificate that the server must show."""

    host: str
    port: int
    database: str
    login: str
    ca: Path


def call(address: Address, password: str, is_wanted: Callable[[], bool]) -> Line:
    """Open a line; psycopg.Error where the hub does not take part.

    Any waiting, for the line itself or for an answer, ends within a moment once it `is_wanted` no more.
    """

    class Leavable(psycopg.Connection[tuple[Any, ...]]):
        """A connection that looks up from waiting."""

        def wait(self, gen: Generator[Any, Any, T], *args: Any, **kwargs: Any) -> T:
            try:
                return super().wait(_looking_up(gen, is_wanted), *args, **kwargs)
            except Silent:
                self.close()  # whatever came later would be the answer to something else
                raise

        @classmethod
        def _connect_gen(cls, *args: Any, **kwargs: Any) -> Generator[Any, Any, Any]:
            # psycopg's own; where a later one has it no more, giving up a line that is being made takes its 5 seconds.
            return _looking_up(super()._connect_gen(*args, **kwargs), is_wanted)

    options = (
        "-c statement_timeout=30s -c lock_timeout=3s -c idle_in_transaction_session_timeout=5s"
    )
    where: Where = {
        "host": address.host, "port": address.port, "dbname": address.database,
        "user": address.login, "password": password, "sslrootcert": str(address.ca),
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
            connect_timeout=CONNECT_S,
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
    """The same steps of waiting, ended by Unwanted or Silent; psycopg comes by ten times a second."""
    heard = time.monotonic()
    try:
        asked = next(gen)
        while True:
            ready = yield asked
            if not is_wanted():
                gen.close()
                raise Unwanted("the program is being closed")
            if ready:
                heard = time.monotonic()
            elif time.monotonic() - heard > ANSWER_S:
                gen.close()
                raise Silent("nothing has come over the line for too long")
            asked = gen.send(ready)
    except StopIteration as end:
        answer: T = end.value
        return answer
