# SPDX-License-Identifier: Apache-2.0
"""What the import's page has done off the window's thread: the dry run, the import, and a file of bad rows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.background.tasks import Tasks
from desktop.errors import UserError
from desktop.frozen import dataclass
from desktop.values.drafts.client_list import ListWish
from desktop.values.rows.client_list import ListCheck, ListTaken

if TYPE_CHECKING:
    from desktop.flows.shop import Shop


@dataclass(frozen=True, slots=True)
class Asked:
    """A list, how it is to be read, and what its rows are to become; `mark` tells which one its dry run was made of."""

    path: Path
    encoding: str
    fields: Mapping[int, str] | None
    wish: ListWish
    mark: tuple[int, int] | None = None


class ImportRuns(QObject):
    """One import at a time, and no dry run beside it; a newer dry run takes the place of the one before."""

    checked = Signal(object)
    """A ListCheck: the newest dry run is made."""
    doubted = Signal(object)
    """A UserError: the newest dry run cannot be made."""
    progressed = Signal(int, int)
    taken = Signal(object)
    """A ListTaken: the import is made, or was stopped."""
    failed = Signal(object)
    """A UserError: the import was refused, or broke off."""
    saved = Signal(str)
    """Where the file of bad rows is."""
    changed = Signal()
    """Something begins or has ended."""

    def __init__(self, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._turn = 0
        self._is_stopped = False
        self.is_checking = self.is_taking = False

    def check(self, asked: Asked) -> None:
        """Make a dry run; nothing is stored."""
        self._turn += 1
        turn = self._turn
        self._say(is_checking=True)

        def check(shop: Shop) -> ListCheck | None:
            from desktop.flows.import_list import check_list  # on the worker thread

            return check_list(
                shop,
                path=asked.path,
                encoding=asked.encoding,
                fields=asked.fields,
                wish=asked.wish,
                is_stopped=lambda: self._turn != turn or self._tasks.is_closing,
            )

        self._tasks.flow(
            check, then=partial(self._checked, turn), failed=partial(self._doubted, turn)
        )

    def _checked(self, turn: int, check: ListCheck | None) -> None:
        if turn == self._turn and check is not None:
            self._say(is_checking=False)
            self.checked.emit(check)

    def _doubted(self, turn: int, error: UserError) -> None:
        if turn == self._turn:
            self._say(is_checking=False)
            self.doubted.emit(error)

    def take_in(self, asked: Asked) -> None:
        """Take in all good rows; `stop` leaves the rest for another time."""
        self._turn += 1  # a dry run that is still being made is of no use any more
        self._is_stopped = False
        self._say(is_checking=False, is_taking=True)

        def work(shop: Shop) -> ListTaken:
            from desktop.flows.import_list import import_list  # on the worker thread

            return import_list(
                shop,
                path=asked.path,
                encoding=asked.encoding,
                fields=asked.fields,
                wish=asked.wish,
                mark=asked.mark,
                progress=self.progressed.emit,
                is_stopped=lambda: self._is_stopped or self._tasks.is_closing,
            )

        self._tasks.flow(work, then=self._taken, failed=self._failed, ended=self._ended)

    def stop(self) -> None:
        """Let the import end with the part that is being stored."""
        self._is_stopped = True

    def _ended(self) -> None:
        self._say(is_checking=False)

    def _taken(self, taken: ListTaken) -> None:
        self.taken.emit(taken)

    def _failed(self, error: UserError) -> None:
        self.failed.emit(error)

    def _say(self, *, is_checking: bool, is_taking: bool = False) -> None:
        self.is_checking, self.is_taking = is_checking, is_taking
        self.changed.emit()

    def save_bad(self, check: ListCheck, target: Path) -> None:
        """Save the rows that stay out with the reason of each, and tell that."""

        def work(shop: Shop) -> int:
            from desktop.flows.import_list import save_bad_rows  # on the worker thread

            return save_bad_rows(shop, check, target)

        self._tasks.flow(work, then=lambda _n: self.saved.emit(str(target)))
