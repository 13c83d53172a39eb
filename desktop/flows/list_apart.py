# SPDX-License-Identifier: Apache-2.0
"""A long list is looked through, or worked out, by a process of its own; the next part is ready when one is stored.

Python runs one thread at a time: within the program reading and comparing would wait for the writing, and the window
for both.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Final, NamedTuple
from uuid import UUID

from desktop import i18n
from desktop.channels.spreadsheets import size_of
from desktop.clock import SystemClock
from desktop.errors import UserError, as_bug
from desktop.flows.list_check import tally_of
from desktop.flows.list_entries import ListOrder, ListRows, Part
from desktop.flows.list_tally import Tally
from desktop.flows.shop import Shop
from desktop.i18n import _, formats
from desktop.log import logger
from desktop.queries import duplicates
from desktop.storage.database import OwnReads, separate_reader
from desktop.values.first_touches import FirstTouches, in_turn

_log = logger("lists")

_LONG: Final = 192 * 1024
"""Bytes from which a list is long: some thousand rows, which take longer than a process needs to begin."""

_ASKED_EVERY_S: Final = 0.2
"""So often somebody is asked whether they still wait."""

_ENDS_WITHIN_S: Final = 5

_AT_ONCE: Final = 4096
"""Bytes that every system takes at once, whether or not the other process reads them yet."""

_LENGTH: Final = 8
"""Bytes before each answer that say how long it is."""

Holders = Sequence[UUID | None]
Parts = Callable[[FirstTouches, Holders], Iterator[Part]]
"""What of a list is stored, once it is known when its leads are called first and whose they are in turn."""


_READY: Final = "ready"
"""The first word of the other process: it knows the shop, and holds its end of the way."""

_MORE: Final = "more"
"""Its word after each piece of what it is asked but the last."""


class Stopped(Exception):
    """Nobody waits for the rest of a list any more."""


class _Ended(Exception):
    """The other process is not there any more, or never was."""


class _Child(NamedTuple):
    """The way to a process, and what the system says once it has ended."""

    connection: Connection
    sentinel: int


def tallied(
    shop: Shop, order: ListOrder, is_stopped: Callable[[], bool] = lambda: False
) -> Tally | None:
    """All rows of a list counted; None once `is_stopped` says that nobody waits for it."""
    with _begun(order, shop.folder) as child:
        try:
            found = _Told(child, is_stopped).first(order, None)
        except Stopped:
            return None
        except _Ended:
            return tally_of(order, shop.read(duplicates.known), is_stopped)
        assert isinstance(found, Tally)
        return found


@contextmanager
def worked_out(
    shop: Shop, order: ListOrder, is_stopped: Callable[[], bool] = lambda: False
) -> Iterator[Parts]:
    """How the parts of a list are come by; while it lasts, a long one's process has begun and learns the shop.

    Stopped once `is_stopped` says that nobody waits for more. UserError with what is safe where the list, or the
    process that reads it, ends in the middle; where that gives nothing at all, as some guards against viruses let none
    begin, the work is done within the program.
    """
    with _begun(order, shop.folder) as child:
        told = _Told(child, is_stopped)

        def parts(touches: FirstTouches, holders: Holders) -> Iterator[Part]:
            rows = 0
            try:
                for part in _parts(shop, order, told, (touches, holders)):
                    if is_stopped():
                        raise Stopped
                    yield part
                    rows = part.rows
            except _Ended as error:
                raise UserError(_broke_off()) from error
            except UserError as error:
                if not rows:
                    raise
                raise UserError(read_to(rows)) from error

        yield parts


def _parts(
    shop: Shop, order: ListOrder, told: _Told, asked: tuple[FirstTouches, Holders]
) -> Iterator[Part]:
    try:
        part = told.first(order, asked)
    except _Ended:
        touches, holders = asked
        yield from ListRows(order, shop.read(duplicates.known)).parts(touches, in_turn(holders))
        return
    while part is not None:
        yield part
        part = told.next()


def read_to(rows: int) -> str:
    """That a list ended before its end."""
    return _(
        "The list was read as far as row {row} and no further: its file was changed or taken away meanwhile. What was "
        "read is in; undo takes it back. Once the file is whole, take it in once more: what is missing is added then."
    ).format(row=formats.number(rows))


def _broke_off() -> str:
    return _(
        "Reading the list broke off, for the process that read it was ended. The list itself was not changed. "
        "Take it in once more: what is missing is added then."
    )


@contextmanager
def _begun(order: ListOrder, folder: Path) -> Iterator[_Child | None]:
    """A process that learns the shop; None where the list is too short for one, or the system lets none begin."""
    if size_of(order.path) < _LONG:
        yield None
        return
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    # Little goes along: Windows would wait for ever until a process that has ended takes much.
    process = context.Process(target=_serve, args=(there, folder, i18n.language()), daemon=True)
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
            yield _Child(here, process.sentinel)
        finally:
            process.kill()
            # What hangs in the system, as on a disk that is gone, ends when the system lets it.
            process.join(_ENDS_WITHIN_S)


class _Told:
    """What the other process says, one answer after the other.

    It is read as it comes: whoever is held up, or ended, in the middle of an answer holds nobody up here.
    """

    def __init__(self, child: _Child | None, is_stopped: Callable[[], bool]) -> None:
        self._child, self._is_stopped = child, is_stopped
        self._come = bytearray()

    def first(self, order: ListOrder, asked: object) -> Any:
        """The first answer to what is asked of a list.

        It is asked once the process is ready, piece by piece as it takes them; its end breaks the way.
        """
        self.next()
        assert self._child is not None
        answer = None
        for piece in _pieces(pickle.dumps((order, asked))):
            try:
                self._child.connection.send_bytes(piece)
            except OSError as error:
                raise _Ended from error
            answer = self.next()
        return answer

    def next(self) -> Any:
        """The next answer; Stopped where nobody waits for it, _Ended where there is nobody to give it."""
        if self._child is None:
            raise _Ended
        try:
            length = int.from_bytes(self._take(self._child, _LENGTH), "big")
            # Made by this very program on this computer.
            answer = pickle.loads(self._take(self._child, length))  # noqa: S301
        except (EOFError, OSError) as error:
            _log.info("The process that works out a list has ended: %r", error)
            raise _Ended from error
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _take(self, child: _Child, count: int) -> bytes:
        """So many bytes, once they have come."""
        while len(self._come) < count:
            if _has_come(child):
                self._come += _read(child.connection)
            elif self._is_stopped():
                raise Stopped
        taken = bytes(self._come[:count])
        del self._come[:count]
        return taken


def _pieces(whole: bytes) -> Iterator[bytes]:
    """Each with a first byte that says whether more follow."""
    for at in range(0, len(whole), _AT_ONCE):
        yield bytes([at + _AT_ONCE < len(whole)]) + whole[at : at + _AT_ONCE]


def _has_come(child: _Child) -> bool:
    """Whether anything has come by now; EOFError where nothing will.

    Windows keeps the way open for a process that ended before it took its end of it, so the process is asked as well.
    """
    there = wait([child.connection, child.sentinel], _ASKED_EVERY_S)
    if child.sentinel in there and not child.connection.poll():
        raise EOFError
    return bool(there)


def _read(connection: Connection) -> bytes:
    """What has come, without waiting for more. Windows keeps each message whole, however large, until it is read."""
    if sys.platform == "win32":
        return connection.recv_bytes()
    come = os.read(connection.fileno(), _LONG)
    if not come:
        raise EOFError
    return come


def _write(connection: Connection, answer: object) -> None:
    body = pickle.dumps(answer)
    whole = len(body).to_bytes(_LENGTH, "big") + body
    if sys.platform == "win32":
        connection.send_bytes(whole)
        return
    left = memoryview(whole)
    while left:
        left = left[os.write(connection.fileno(), left) :]


# In the other process


def _serve(connection: Connection, folder: Path, language: str) -> None:
    i18n.switch(language)
    try:
        for answer in _answers(connection, folder):
            _write(connection, answer)
    except OSError:
        return  # nobody waits for it any more


def _answers(connection: Connection, folder: Path) -> Iterator[Any]:
    """That it is ready; the tally where nothing else is asked, else each part and None.

    An error stands instead of whatever would follow it.
    """
    gc.disable()
    try:
        with separate_reader(folder) as reader:
            known = OwnReads(reader, SystemClock()).read(duplicates.known)
        gc.freeze()  # all clients of the shop stay for good: nobody needs to look at them again and again
        gc.enable()
        yield _READY
        order, asked = _received(connection)
        if asked is None:
            # Nothing more is sent to this process: what comes is that nobody waits any more.
            yield tally_of(order, known, is_stopped=connection.poll)
            return
        touches, holders = asked
        yield from ListRows(order, known).parts(touches, in_turn(holders))
        yield None
    except UserError as error:
        yield error
    except Exception as error:  # noqa: BLE001 - told where it can be shown
        yield RuntimeError(as_bug(error, where="list").trace)


def _received(connection: Connection) -> Any:
    whole = bytearray()
    try:
        piece = connection.recv_bytes()
        while piece[0]:
            whole += piece[1:]
            _write(connection, _MORE)
            piece = connection.recv_bytes()
    except (EOFError, OSError):
        sys.exit()  # nobody asks any more
    return pickle.loads(whole + piece[1:])  # noqa: S301 - made by this very program on this computer
