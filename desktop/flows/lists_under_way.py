# SPDX-License-Identifier: Apache-2.0
"""One list at a time is taken in, taken back or brought back at a desk.

What a list brings is worked out against who was known when it began: a second one at the same time would bring the
same people once more, and hang leads on clients that are just going.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from desktop.errors import UserError
from desktop.i18n import N_, _

_COMES = N_(
    "“{file}” is being taken in just now, and lists go one after the other. Nothing was changed. Wait for its end, or "
    "stop it on its page; then do this again."
)
_GOES = N_(
    "The import of “{file}” is being taken back, or brought back, just now. Nothing was changed. Wait for its end, "
    "or stop it in the list of past imports; then do this again."
)


@dataclass(slots=True)
class UnderWay:
    """A list that is being worked on; `step` is its step in the journal once anything of it is in."""

    file: str
    comes: bool
    step: int | None = None


_under_way: dict[Path, UnderWay] = {}
_looking = Lock()


@contextmanager
def only_one(folder: Path, file: str, *, comes: bool) -> Iterator[UnderWay]:
    """While it lasts no other list of this shop is worked on; UserError where one is."""
    with _looking:
        other = _under_way.get(folder)
        if other is not None:
            raise UserError(_(_COMES if other.comes else _GOES).format(file=other.file))
        mine = _under_way[folder] = UnderWay(file, comes)
    try:
        yield mine
    finally:
        with _looking:
            del _under_way[folder]


def coming_in(folder: Path) -> int | None:
    """The step of the list that is being taken in just now."""
    with _looking:
        other = _under_way.get(folder)
        return other.step if other is not None and other.comes else None
