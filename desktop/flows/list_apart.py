# SPDX-License-Identifier: Apache-2.0
"""A long list is looked through, or worked out, by a process of its own; the next part is ready when one is stored.

Python runs one thread at a time: within the program reading and comparing would wait for the writing, and the window
for both.
"""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from desktop import i18n
from desktop.clock import SystemClock
from desktop.errors import UserError, as_bug
from desktop.flows.list_check import tally_of
from desktop.flows.list_entries import ListOrder, ListRows, Part
from desktop.flows.list_tally import Tally
from desktop.flows.shop import Shop
from desktop.i18n import _
from desktop.log import logger
from desktop.queries import duplicates
from desktop.storage.database import OwnReads, separate_reader
from desktop.values.first_touches import FirstTouches, in_turn

_log = logger("lists")

_LONG: Final = 192 * 1024
"""Bytes from which a list is long: some thousand rows, which take longer than a process needs to begin."""

_ASKED_EVERY_S: Final = 0.2
"""So often somebody is asked whether they still wait."""

Holders = Sequence[UUID | None]
Parts = Callable[[FirstTouches, Holders], Iterator[Part]]
"""What of a list is stored, once it is known when its leads are called first and whose they are in turn."""


class _Ended(Exception):
    """The other process is not there any more, or never was."""


def tallied(
    shop: Shop, order: ListOrder, is_stopped: Callable[[], bool] = lambda: False
) -> Tally | None:
    """All rows of a list counted; None once `is_stopped` says that nobody waits for it."""
    with _begun(order, shop.folder) as connection:
        try:
            found = _Told(connection, is_stopped).next(None)
        except _Ended:
            return tally_of(order, shop.read(duplicates.known), is_stopped)
        assert found is None or isinstance(found, Tally)
        return found


@contextmanager
def worked_out(shop: Shop, order: ListOrder) -> Iterator[Parts]:
    """How the parts of a list are come by; while it lasts, a long one's process has begun and learns the shop.

    UserError with what is safe where that process ends in the middle; where it gives nothing at all, as some guards
    against viruses let none begin, the work is done within the program.
    """
    with _begun(order, shop.folder) as connection:

        def parts(touches: FirstTouches, holders: Holders) -> Iterator[Part]:
            told, done = _Told(connection), 0
            try:
                part = told.next((touches, holders))
                while part is not None:
                    yield part
                    done += 1
                    part = told.next()
            except _Ended as error:
                if done:
                    raise UserError(_broke_off()) from error
                known = shop.read(duplicates.known)
                yield from ListRows(order, known).parts(touches, in_turn(holders))

        yield parts


def _broke_off() -> str:
    return _(
        "Reading the list broke off, for the process that read it was ended. The list itself was not changed. "
        "Take it in once more: what is missing is added then."
    )


@contextmanager
def _begun(order: ListOrder, folder: Path) -> Iterator[Connection | None]:
    """The way to a process that has begun; None where the list is too short for one, or the system lets none begin."""
    if order.path.stat().st_size < _LONG:
        yield None
        return
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
            # As an argument of the process a long order would wait for ever for one that ended.
            with suppress(OSError):
                here.send((order, folder, i18n.language()))
            yield here
        finally:
            process.kill()
            process.join()


class _Told:
    """What the other process says, one answer after the other."""

    def __init__(
        self, connection: Connection | None, is_stopped: Callable[[], bool] = lambda: False
    ) -> None:
        self._connection, self._is_stopped = connection, is_stopped

    def next(self, asked: object = ()) -> Any:
        """The next answer, None where nobody waits for it; _Ended where there is nobody to give it."""
        if self._connection is None:
            raise _Ended
        try:
            if asked != ():
                self._connection.send(asked)
            while not self._connection.poll(_ASKED_EVERY_S):
                if self._is_stopped():
                    return None
            answer = self._connection.recv()
        except (EOFError, OSError) as error:
            _log.info("The process that works out a list has ended: %r", error)
            raise _Ended from error
        if isinstance(answer, Exception):
            raise answer
        return answer


# In the other process


def _serve(connection: Connection) -> None:
    try:
        order, folder, language = connection.recv()
        i18n.switch(language)
        for answer in _answers(connection, order, folder):
            connection.send(answer)
    except (EOFError, OSError):
        return  # nobody waits for it any more


def _answers(connection: Connection, order: ListOrder, folder: Path) -> Iterator[Any]:
    """The tally where nothing else is asked, else each part and None; an error instead of whatever would follow it."""
    try:
        with separate_reader(folder) as reader:
            known = OwnReads(reader, SystemClock()).read(duplicates.known)
        gc.freeze()  # all clients of the shop stay for good: nobody needs to look at them again and again
        asked = connection.recv()
        if asked is None:
            yield tally_of(order, known)
            return
        touches, holders = asked
        yield from ListRows(order, known).parts(touches, in_turn(holders))
        yield None
    except UserError as error:
        yield error
    except (EOFError, ConnectionError):
        raise
    except Exception as error:  # noqa: BLE001 - told where it can be shown
        yield RuntimeError(as_bug(error, where="list").trace)
