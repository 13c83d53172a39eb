# SPDX-License-Identifier: Apache-2.0
"""What was written in the composer, and the one transaction that stores it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from desktop import commands
from desktop.values.drafts.touch import TouchDraft
from desktop.values.rows.outbox import MailSettings

DRAFT = "composer"
"""The kind of the drafts that keep what is being written, one for each card and person."""


class Way(StrEnum):
    """The composer's tabs."""

    COMMENT = "comment"
    CALL = "call"
    EMAIL = "email"
    MESSAGE = "message"
    TASK = "task"


@dataclass(frozen=True, slots=True)
class Composed:
    """One entry, ready to be stored.

    `touch` is the next touch as it shall be from now on, None to leave it; `finishes` is the planned call that this
    one was. For a task `touch` is the task itself.
    """

    way: Way
    text: str = ""
    outcome: str = ""
    direction: str = "out"
    duration_s: int = 0
    channel: str = ""
    touch: TouchDraft | None = None
    reason: str = ""
    finishes: UUID | None = None
    recipient: str = ""
    subject: str = ""
    letter_id: UUID | None = None


Store = Callable[["commands.UnitOfWork"], None]


def storing(composed: Composed, deal_id: UUID, mail: MailSettings | None = None) -> Store:
    """The transaction for an entry: itself, the next touch, and the draft that is no longer needed."""

    def store(uow: commands.UnitOfWork) -> None:
        if composed.way is Way.EMAIL:
            _letter(uow, deal_id, composed, mail or MailSettings())
        else:
            _STORERS[composed.way](uow, deal_id, composed)
        commands.drafts.drop_draft(uow, kind=DRAFT, key=str(deal_id))

    return store


def _comment(uow: commands.UnitOfWork, deal_id: UUID, composed: Composed) -> None:
    commands.touches.comment(uow, card_id=deal_id, text=composed.text)
    _set_touch(uow, deal_id, composed)


def _call(uow: commands.UnitOfWork, deal_id: UUID, composed: Composed) -> None:
    if composed.finishes is not None:
        commands.touches.finish_touch(
            uow,
            task_id=composed.finishes,
            outcome=composed.outcome,
            comment=composed.text,
            next_touch=composed.touch,
            duration_s=composed.duration_s,
            direction=composed.direction,
        )
        return
    commands.touches.log_call(
        uow,
        card_id=deal_id,
        outcome=composed.outcome,
        comment=composed.text,
        direction=composed.direction,
        duration_s=composed.duration_s,
    )
    _set_touch(uow, deal_id, composed)


def _message(uow: commands.UnitOfWork, deal_id: UUID, composed: Composed) -> None:
    commands.touches.log_message(
        uow,
        card_id=deal_id,
        channel=composed.channel,
        text=composed.text,
        direction=composed.direction,
    )
    _set_touch(uow, deal_id, composed)


def _letter(
    uow: commands.UnitOfWork, deal_id: UUID, composed: Composed, mail: MailSettings
) -> None:
    commands.messages.queue_letter(
        uow,
        deal_id=deal_id,
        recipient=composed.recipient,
        subject=composed.subject,
        body=mail.signed(composed.text),
        sender_domain=mail.domain,
        letter_id=composed.letter_id,
    )
    _set_touch(uow, deal_id, composed)


def _task(uow: commands.UnitOfWork, deal_id: UUID, composed: Composed) -> None:
    assert composed.touch is not None
    commands.touches.plan(uow, card_id=deal_id, touch=composed.touch)


def _set_touch(uow: commands.UnitOfWork, deal_id: UUID, composed: Composed) -> None:
    if composed.touch is not None:
        commands.deals.set_next_touch(
            uow, deal_ids=[deal_id], touch=composed.touch, reason=composed.reason
        )


_STORERS: dict[Way, Callable[[commands.UnitOfWork, UUID, Composed], None]] = {
    Way.COMMENT: _comment,
    Way.CALL: _call,
    Way.MESSAGE: _message,
    Way.TASK: _task,
}
