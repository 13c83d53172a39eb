# SPDX-License-Identifier: Apache-2.0
"""Joins a hub from the page of the first start: asks the hub, copies, and says how far it is. Never on this thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from desktop.errors import UserError
from desktop.values.rows.joining import Joined

if TYPE_CHECKING:
    from desktop.background.tasks import Tasks, WorkerShop
    from desktop.values.rows.joining import InviteRow, JoinStep
    from desktop.views.first_run import FirstRun

UNFINISHED = "shop.sqlite.joining"
"""What flows.join_hub calls the file; named here too, so that a start need not load it to see that it is not there."""


@dataclass(frozen=True, slots=True)
class JoinHands:
    """What joining needs of the program: threads on a shop under another name, their end, and the start."""

    take_tasks: Callable[[str], Tasks]
    end_tasks: Callable[[], None]
    begin: Callable[[], None]


class Joiner(QObject):
    """Serves one page of the first start."""

    _told = Signal(object)

    def __init__(self, page: FirstRun, folder: Path, hands: JoinHands) -> None:
        super().__init__(page)
        self._page, self._folder, self._hands = page, folder, hands
        self._invite: Path | None = None
        form = page.joining
        form.invite_chosen.connect(self._look_at)
        form.wanted.connect(self._join)
        form.open_wanted.connect(self._open)
        page.join_left.connect(self._forget)
        self._told.connect(form.show_step, Qt.ConnectionType.QueuedConnection)
        self._goes_on = (folder / UNFINISHED).exists()
        if self._goes_on:
            page.show_joining(has_seat=True)

    def take_up(self) -> None:
        """Go on with what broke off before, where something did."""
        if self._goes_on:
            self._run(_resume)

    def _look_at(self, path: Path) -> None:
        self._invite, folder, form = path, self._folder, self._page.joining

        def look() -> InviteRow:
            from desktop.flows import join_hub

            return join_hub.look_at(path, folder)

        def bad(error: UserError) -> None:
            form.show_bad_invite(error.sentence)

        try:
            self._hands.take_tasks(UNFINISHED).outside(look, then=form.show_invite, failed=bad)
        except UserError as error:
            bad(error)

    def _join(self, desk_name: str, pin: str) -> None:
        self._run(partial(_begin, self._invite, desk_name, pin))

    def _run(self, work: Callable[[Callable[[JoinStep], None], WorkerShop], Joined]) -> None:
        form = self._page.joining

        def failed(error: UserError) -> None:
            if error.field == "pin":
                form.refuse_pin(error.sentence)
                return
            form.show_end(Joined(is_whole=False, has_cards=False, trouble=error.sentence))

        try:
            tasks = self._hands.take_tasks(UNFINISHED)
        except UserError as error:
            failed(error)
        else:
            tasks.flow(partial(work, self._told.emit), then=form.show_end, failed=failed)

    def _open(self) -> None:
        self._hands.end_tasks()
        from desktop.flows import join_hub

        join_hub.finish(self._folder)
        self._hands.begin()

    def _forget(self) -> None:
        self._hands.end_tasks()
        from desktop.flows import join_hub

        join_hub.forget(self._folder)


def _begin(
    path: Path | None,
    desk_name: str,
    pin: str,
    told: Callable[[JoinStep], None],
    shop: WorkerShop,
) -> Joined:
    from desktop.flows import join_hub

    if path is not None:
        join_hub.keep_pin(shop, pin)
    return join_hub.join_first(shop, path, desk_name=desk_name, told=told)


def _resume(told: Callable[[JoinStep], None], shop: WorkerShop) -> Joined:
    from desktop.flows import join_hub

    return join_hub.join_first(shop, None, desk_name="", told=told)
