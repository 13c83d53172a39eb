# SPDX-License-Identifier: Apache-2.0
"""Hears when something has come to the hub: a hint only, for some gateways pass nothing on and a desk asks anyway."""

from __future__ import annotations

from collections.abc import Callable

import psycopg

from desktop.sync.hub import line
from desktop.sync.hub.answers import HubAway
from desktop.sync.hub.line import Address


class Listening:
    """A line of its own; it can be waited for like a socket."""

    def __init__(self, address: Address, password: str, is_wanted: Callable[[], bool]) -> None:
        try:
            self._line = line.call(address, password, is_wanted)
        except psycopg.Error as error:
            raise HubAway(str(error)) from error
        try:
            self._line.execute("LISTEN crm_head")
        except psycopg.Error as error:
            self._line.close()
            raise HubAway(str(error)) from error

    def fileno(self) -> int:
        """What to wait for; -1 where the line is dead."""
        try:
            return self._line.pgconn.socket
        except psycopg.Error:
            return -1

    def head(self) -> int | None:
        """The newest place in the hub's order that was told of since the last look; HubAway where the line is dead."""
        try:
            told = [note.payload for note in self._line.notifies(timeout=0)]
        except psycopg.Error as error:
            raise HubAway(str(error)) from error
        # Anybody who may log in can say anything on this line; a place has 19 digits at the most.
        return max((int(one) for one in told if one.isdecimal() and len(one) < 20), default=None)

    def close(self) -> None:
        """Hear no more."""
        self._line.close()
