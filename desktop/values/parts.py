# SPDX-License-Identifier: Apache-2.0
"""A step that is too long for one transaction: short ones, named, told and undone as one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from desktop.values.changes import Changes

T = TypeVar("T")

Write = Callable[[Callable[..., Any], int | None], tuple[Any, Changes]]
"""Runs a command in a transaction of its own that belongs to a step, begun before or, with None, now."""


class Parts:
    """Writes the parts one by one. `changes` holds what all of them touched so far."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self.changes = Changes()

    def write(self, command: Callable[..., T], *, step: int | None = None) -> T:
        """Run a command as the next part; the first one goes on with `step` where one was begun before."""
        result, changes = self._write(command, self.changes.step or step)
        if changes:
            self.changes = self.changes.merged(changes)
        return cast("T", result)
