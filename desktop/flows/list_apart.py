# SPDX-License-Identifier: Apache-2.0
"""A long list is worked out by a process of its own, so that the next part is ready when one is stored.

Python runs one thread at a time: within the program reading and comparing would wait for the writing, and the window
for both.
"""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from desktop import i18n
from desktop.channels.client_lists import ListHead
from desktop.clock import SystemClock
from desktop.errors import UserError, as_bug
from desktop.flows.list_entries import ListRows, Part
from desktop.flows.shop import Shop
from desktop.i18n import _
from desktop.log import logger
from desktop.queries import duplicates
from desktop.storage.database import OwnReads, separate_reader
from desktop.values.drafts.client_list import ListWish
from desktop.values.first_touches import FirstTouches, in_turn

_log = logger("lists")

_LONG: Final = 192 * 1024
"""Bytes from which a list is long: some thousand rows, which take longer than a process needs to begin."""

Holders = Sequence[UUID | None]
Parts = Callable[[FirstTouches, Holders], Iterator[Part]]
"""What of a list is stored, once it is known when its leads are called first and whose they are in turn."""


@dataclass(frozen=True, slots=True)
class _Order:
    """All that the other process is told at its beginning."""

    path: Path
    head: ListHead
    wish: ListWish
    folder: Path
    language: str


class _Ended(Exception):
    """The other process is not there any more, or never was."""


@contextmanager
def worked_out(shop: Shop, path: Path, head: ListHead, wish: ListWish) -> Iterator[Parts]:
    """How the parts of a list are come by; while it lasts, a long one's process has begun and learns the shop.

    UserError with what is safe where that process ends in the middle; where it gives nothing at all, as some guards
    against viruses let none begin, the work is done within the program.
    """
    order = _Order(path, head, wish, shop.folder, i18n.language())
    is_long = path.stat().st_size >= _LONG
    with _begun(order) if is_long else nullcontext() as connection:

        def parts(touches: FirstTouches, holders: Holders) -> Iterator[Part]:
            done = 0
            try:
                for part in _parts_of(connection, touches, holders):
                    yield part
                    done += 1
            except _Ended as error:
                if done:
                    raise UserError(_broke_off()) from error
                known = shop.read(duplicates.known)
                yield from ListRows(path, head, wish, known).parts(touches, in_turn(holders))

        yield parts


def _broke_off() -> str:
    return _(
        "Reading the list broke off, for the process that read it was ended. The list itself was not changed. "
        "Take it in once more: what is missing is added then."
    )


@contextmanager
def _begun(order: _Order) -> Iterator[Connection | None]:
    """The way to a process that has begun; None where the system lets none begin."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there,), daemon=True)
    with here:
        try:
            process.start()
        except OSError as error:
            _log.info("No process begins for a list: %s", error)
            yield None
            return
        finally:
            there.close()
        try:
            yield here if _is_told(here, order) else None
        finally:
            process.kill()
            process.join()


def _is_told(connection: Connection, order: _Order) -> bool:
    """Whether it takes its order. As an argument of the process a long one would wait for ever for one that ended."""
    try:
        connection.send(order)
    except OSError:
        return False
    return True


def _parts_of(
    connection: Connection | None, touches: FirstTouches, holders: Holders
) -> Iterator[Part]:
    if connection is None:
        raise _Ended
    try:
        connection.send((touches, holders))
        while (answer := connection.recv()) is not None:
            if isinstance(answer, Exception):
                raise answer
            yield answer
    except (EOFError, OSError) as error:
        _log.info("The process that works out a list has ended: %r", error)
        raise _Ended from error


# In the other process


def _serve(connection: Connection) -> None:
    try:
        order = connection.recv()
        i18n.switch(order.language)
        for answer in _answers(connection, order):
            connection.send(answer)
    except (EOFError, OSError):
        return  # nobody waits for it any more


def _answers(connection: Connection, order: _Order) -> Iterator[Any]:
    """Each part, then None; an error instead of whatever would have followed it."""
    try:
        with separate_reader(order.folder) as reader:
            known = OwnReads(reader, SystemClock()).read(duplicates.known)
        gc.freeze()  # all clients of the shop stay for good: nobody needs to look at them again and again
        rows = ListRows(order.path, order.head, order.wish, known)
        touches, holders = connection.recv()
        yield from rows.parts(touches, in_turn(holders))
        yield None
    except UserError as error:
        yield error
    except (EOFError, ConnectionError):
        raise
    except Exception as error:  # noqa: BLE001 - told where it can be shown
        yield RuntimeError(as_bug(error, where="list").trace)
