# SPDX-License-Identifier: Apache-2.0
"""Undo and redo at the desk: what takes long says so, and what stays is named."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from desktop.background.tasks import Tasks, WorkerShop
from desktop.i18n import _, ngettext
from desktop.values.changes import Label
from desktop.values.rows.board import LEAD
from desktop.views.toaster import label_text

if TYPE_CHECKING:
    from desktop.commands.history import Reverted
    from desktop.flows.long_steps import Progress

LONG = 20
"""Parts of a step from which on people are told that it is under way."""


class WayBack(QObject):
    """Takes the last step back, or does it again. `tasks` are made when they are first needed."""

    _long_one = Signal(object, str)

    def __init__(self, tasks: Callable[[], Tasks], tell: Callable[[str], object]) -> None:
        super().__init__()
        self._tasks, self._tell = tasks, tell
        self._long_one.connect(self._tell_long, Qt.ConnectionType.QueuedConnection)

    def undo(self) -> None:
        """Take the person's last step back."""
        told = partial(self._progress, _("Taking back: {step}…"))
        self._tasks().step(partial(_undo, progress=told), then=self._tell_left)

    def redo(self) -> None:
        """Do again what was taken back last."""
        told = partial(self._progress, _("Doing again: {step}…"))
        self._tasks().step(partial(_redo, progress=told), then=self._tell_left)

    def _progress(self, words: str, step: Label, done: int, whole: int) -> None:
        """Called by the step on its own thread."""
        if done == 0 and whole >= LONG:
            self._long_one.emit(step, words)

    def _tell_long(self, step: Label, words: str) -> None:
        self._tell(words.format(step=label_text(step)))

    def _tell_left(self, reverted: Reverted) -> None:
        """Name what somebody else changed or uses meanwhile, or what has left the house and stays."""
        leads = sum(kind == LEAD and not field for kind, _id, field in reverted.left)
        if leads:
            self._tell(
                ngettext(
                    "{n} lead was worked on since and stays, with its client.",
                    "{n} leads were worked on since and stay, with their clients.",
                    leads,
                ).format(n=leads)
            )
        elif reverted.left:
            self._tell(
                ngettext(
                    "{n} part was changed since, is used elsewhere or has left the house, and stays.",
                    "{n} parts were changed since, are used elsewhere or have left the house, and stay.",
                    len(reverted.left),
                ).format(n=len(reverted.left))
            )


def _undo(shop: WorkerShop, progress: Progress) -> Reverted:
    from desktop.flows import long_steps  # loaded when there is something to take back

    return long_steps.undo(shop, progress)


def _redo(shop: WorkerShop, progress: Progress) -> Reverted:
    from desktop.flows import long_steps

    return long_steps.redo(shop, progress)
