# SPDX-License-Identifier: Apache-2.0
"""Whether those whom an answer is for are still there.

Qt ends a connection with its receiver; an answer from a worker thread is a plain callable and outlives a dialog that
was closed meanwhile. What such a callable holds says for whom it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from PySide6.QtCore import QObject
from shiboken6 import isValid


def are_there(call: Callable[..., Any]) -> bool:
    """Whether no QObject that this callable holds (as its self, an argument, a variable around it) has been deleted."""
    return all(isValid(one) for one in _held(call, set()) if isinstance(one, QObject))


def _held(call: object, seen: set[int]) -> Iterator[object]:
    if id(call) in seen:
        return
    seen.add(id(call))
    for one in _parts(call):
        yield one
        if callable(one) and not isinstance(one, QObject | type):
            yield from _held(one, seen)


def _parts(call: object) -> Iterator[object]:
    if isinstance(call, partial):
        yield from (call.func, *call.args, *call.keywords.values())
    if (owner := getattr(call, "__self__", None)) is not None:
        yield owner
    if (inner := getattr(call, "__func__", None)) is not None:
        yield inner
    for cell in getattr(call, "__closure__", None) or ():
        try:
            yield cell.cell_contents
        except ValueError:
            continue  # a variable that has no value yet
