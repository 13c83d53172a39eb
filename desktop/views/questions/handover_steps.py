# SPDX-License-Identifier: Apache-2.0
"""What a handover does when asked for: at once, on a day to come, or as somebody leaves; in parts that are told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from uuid import UUID

import shiboken6
from PySide6.QtCore import QObject, Signal

from desktop import commands
from desktop.background.tasks import WorkerShop
from desktop.errors import UserError
from desktop.values.handing_over import Handed, Planning, Share
from desktop.views.context import Context

Count = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Asked:
    """What goes to whom, with a word for every card, and to whom go the touches that are left (`touches_to`)."""

    shares: tuple[Share, ...]
    comment: str
    back_on: dt.date | None = None
    touches_to: UUID | None = None


class HandoverSteps(QObject):
    """`done` is told how it went, `refused` the UserError, `counted` how many cards of how many have gone so far."""

    done = Signal(object)
    refused = Signal(object)
    counted = Signal(int, int)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context

    def hand(self, asked: Asked, *, giver: UUID | None, with_touches: bool = False) -> None:
        """Hand over now, with what else is to be done by the giver if that is wanted."""
        self._context.tasks.step(
            partial(_hand, asked=asked, giver=giver, with_touches=with_touches, told=self._told),
            then=self._done,
            failed=self._refused,
        )

    def dismiss(self, asked: Asked, person: UUID) -> None:
        """Hand over what somebody leaves behind, and close their access."""
        self._context.tasks.step(
            partial(_dismiss, asked=asked, person=person, told=self._told),
            then=self._done,
            failed=self._refused,
        )

    def plan(
        self, asked: Asked, *, giver: UUID, starts_on: dt.date, takes_new: bool, takes_touches: bool
    ) -> None:
        """Let the program hand over on a day to come."""
        planning = Planning(
            asked.back_on,
            takes_new=takes_new,
            takes_touches=takes_touches,
            touches_to=asked.touches_to,
        )
        self._context.tasks.run(
            lambda uow: commands.planned_handovers.plan_handover(
                uow,
                giver_id=giver,
                starts_on=starts_on,
                shares=asked.shares,
                comment=asked.comment,
                planning=planning,
            ),
            then=lambda _plan: self._done(Handed()),
            failed=self._refused,
        )

    def _done(self, handed: Handed) -> None:
        self.done.emit(handed)

    def _refused(self, error: UserError) -> None:
        self.refused.emit(error)

    def _told(self, done: int, whole: int) -> None:
        """Called on the step's own thread; the question may have been closed meanwhile, and the step goes on."""
        with suppress(RuntimeError):
            if shiboken6.isValid(self):
                self.counted.emit(done, whole)


def _hand(
    shop: WorkerShop, asked: Asked, giver: UUID | None, told: Count, *, with_touches: bool
) -> Handed:
    from desktop.flows import long_steps

    return long_steps.hand_over(
        shop,
        shares=asked.shares,
        comment=asked.comment,
        back_on=asked.back_on,
        touches_of=giver if with_touches else None,
        touches_to=asked.touches_to,
        clients_of=giver,
        progress=told,
    )


def _dismiss(shop: WorkerShop, asked: Asked, person: UUID, told: Count) -> Handed:
    from desktop.flows import long_steps

    return long_steps.dismiss(
        shop,
        user_id=person,
        shares=asked.shares,
        touches_to=asked.touches_to,
        comment=asked.comment,
        progress=told,
    )
