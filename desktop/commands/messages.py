# SPDX-License-Identifier: Apache-2.0
"""Letters: put into the outbox, withdrawn, and each step of their way noted as it happens."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from desktop.commands.card_moves import change_stage, get_card, open_tasks, stage_with
from desktop.commands.cards import soon_days, system_touch
from desktop.domain.card import Card
from desktop.domain.deal import Deal
from desktop.domain.firm import Firm
from desktop.domain.message import Message, MessageEvent
from desktop.domain.pipeline import Stage
from desktop.domain.rights import Right
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.storage import consent, offered
from desktop.storage.guard_facts import missing_for
from desktop.storage.letters_here import written_here
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.storage.work import Actor
from desktop.values.changes import Seen
from desktop.values.ids import new_id
from desktop.values.states import MESSAGE_TRANSITIONS, MessageState, Outcome, StagePurpose, TaskKind

SECONDS_TO_CHANGE_MIND = 8
MOVE = "move_to_purpose"
FINISH = "finish_task"
_NOWHERE = "counterfoil.invalid"


@command(N_("Send “{subject}”"), Right.SELL)
def queue_letter(
    uow: UnitOfWork,
    *,
    deal_id: UUID,
    recipient: str,
    subject: str,
    body: str,
    sender_domain: str,
    attachments: list[dict[str, Any]] | None = None,
    then: dict[str, str] | None = None,
    letter_id: UUID | None = None,
) -> UUID:
    """Put a letter into the outbox; it leaves after a few seconds, in which undo withdraws it.

    Each attachment is {"name", "blob", "size"}. `then` says what follows when the server has accepted it:
    {"move_to_purpose": a purpose, "finish_task": a task's id}. `letter_id` is made when the form opens, so that
    a double press sends one letter.
    """
    card = get_card(uow, deal_id)
    _refuse_no_address(recipient)
    key = letter_id or new_id()
    if uow.find(Message, key) is not None:
        return key
    letter = _letter_of(uow, card, key, f"<{key}@{_wire_domain(sender_domain)}>", recipient.strip())
    letter.subject, letter.body = subject.strip(), body
    letter.attachments, letter.then = attachments or [], then or {}
    uow.add(letter)
    uow.name(subject=subject)
    return key


def _letter_of(uow: UnitOfWork, card: Card, key: UUID, message_id: str, recipient: str) -> Message:
    """An empty letter of a card that leaves once there was time for second thoughts."""
    return Message(
        id=key,
        card_kind=card.entity(),
        card_id=card.id,
        recipient=recipient,
        subject="",
        body="",
        created_at=uow.now,
        created_by=uow.actor.user_id,
        send_after=uow.now + timedelta(seconds=SECONDS_TO_CHANGE_MIND),
        message_id=message_id,
        contact_id=card.contact_id,
    )


def _refuse_no_address(recipient: str) -> None:
    if not recipient.strip():
        raise UserError(
            _("The letter has no address. Nothing was sent. Enter the e-mail."), field="recipient"
        )


@command(N_("Withdrew “{subject}”"), Right.SELL)
def withdraw_letter(uow: UnitOfWork, *, message_id: UUID, seen: Seen = None) -> None:
    """Stop a letter that has not begun to leave."""
    message = uow.get(Message, message_id)
    _become(uow, message, MessageState.WITHDRAWN)
    uow.name(subject=message.subject)


@command(N_("“{subject}” leaves again"), Right.SELL)
def retry_letter(
    uow: UnitOfWork, *, message_id: UUID, recipient: str | None = None, seen: Seen = None
) -> None:
    """Let a letter that failed, waits for its next try or is known not to have left try again now."""
    message = uow.get(Message, message_id)
    if recipient is not None:
        _refuse_no_address(recipient)
    _let_go(uow, message)
    message.recipient = recipient.strip() if recipient else message.recipient
    uow.name(subject=message.subject)


@command(N_("Letters that leave again: {count}"), Right.SELL)
def retry_failed(uow: UnitOfWork) -> int:
    """Let every letter that failed try again now: what was wrong with the server has been put right.

    An unsure letter is not among them, nor one to a client who does not want it any more. Returns how many try again.
    """
    failed = uow.all(
        select(Message).where(
            Message.state == MessageState.FAILED.value, Message.archived_at.is_(None)
        )
    )
    wanted = [one for one in failed if not consent.refusal(uow.connection, one.id)]
    for message in wanted:
        _let_go(uow, message)
    uow.name(count=str(len(wanted)))
    return len(wanted)


@command(N_("“{subject}” was sent"), Right.SELL)
def settle_as_sent(uow: UnitOfWork, *, message_id: UUID, seen: Seen = None) -> str | None:
    """The person found an unsure letter among the sent ones; what was to follow follows now."""
    message = uow.get(Message, message_id)
    uow.name(subject=message.subject)
    return _sent(uow, message, detail=_("Found among the sent letters"))


# Steps of the outbox itself


def claim(
    uow: UnitOfWork, *, message_id: UUID, stamp: str = "", must_be_private: bool = False
) -> bool:
    """Begin to send; False where the letter was withdrawn, taken or, since `stamp` was read, changed.

    Nor where its client has said meanwhile that they do not want it. Without the hub's word it `must_be_private`: known
    to this desk alone.
    """
    _as_program(uow)
    message = uow.find(Message, message_id)
    if message is None or message.state != MessageState.WAITING or message.archived_at is not None:
        return False
    if stamp and message.stamp != stamp:
        return False
    if consent.refusal(uow.connection, message_id):
        return False
    if must_be_private and not offered.is_private(uow.connection, message_id):
        return False
    _become(uow, message, MessageState.SENDING)
    message.attempts += 1
    message.handed_over_at = None
    return True


def note_handover(uow: UnitOfWork, *, message_id: UUID) -> None:
    """All but the last line of the letter is at the server: from here on a crash makes it unsure."""
    _as_program(uow)
    uow.get(Message, message_id).handed_over_at = uow.now


def note_sent(uow: UnitOfWork, *, message_id: UUID, detail: str = "") -> str | None:
    """The server has accepted it: the fact, and what was to follow. Returns the stage the deal went to, if any."""
    _as_program(uow)
    return _sent(uow, uow.get(Message, message_id), detail=detail)


def note_failed(
    uow: UnitOfWork, *, message_id: UUID, sentence: str, next_try_at: datetime | None
) -> None:
    """It did not leave and that is certain; with a time it tries again by itself, without it waits for a person.

    A letter withdrawn meanwhile stays withdrawn.
    """
    _as_program(uow)
    message = uow.get(Message, message_id)
    if message.state not in {MessageState.WAITING, MessageState.SENDING}:
        return
    state = MessageState.WAITING if next_try_at else MessageState.FAILED
    if message.state != state:
        _become(uow, message, state, sentence)
    message.error, message.next_try_at, message.handed_over_at = sentence, next_try_at, None
    if next_try_at is not None:
        message.send_after = next_try_at


def note_unsure(uow: UnitOfWork, *, message_id: UUID, sentence: str) -> None:
    """Nobody knows whether it left: it is asked about and never sent again by itself."""
    _as_program(uow)
    message = uow.get(Message, message_id)
    _become(uow, message, MessageState.UNSURE, sentence)
    message.error = sentence


def note_lapsed(uow: UnitOfWork, *, message_id: UUID, attempt: int) -> None:
    """Another desk began this try and has not been heard of again: how far it came nobody knows."""
    _as_program(uow)
    message = uow.get(Message, message_id)
    if message.state not in {MessageState.WAITING, MessageState.SENDING}:
        return
    sentence = _(
        "Another computer was sending this letter and has not been heard of since. Look among the sent letters."
    )
    note_unsure(uow, message_id=message_id, sentence=sentence)
    message.attempts = max(message.attempts, attempt + 1)


def note_interrupted(uow: UnitOfWork) -> int:
    """After a crash: a letter that was handed over may have left, any other one has not and waits again.

    What another desk is sending is that desk's matter.
    Returns how many letters are to be asked about.
    """
    _as_program(uow)
    leaving = uow.all(select(Message).where(Message.state == MessageState.SENDING.value))
    halfway = [one for one in leaving if written_here(uow.connection, one.id, "state")]
    for message in halfway:
        if message.handed_over_at is None:
            _become(uow, message, MessageState.WAITING)
            continue
        note_unsure(
            uow,
            message_id=message.id,
            sentence=_(
                "The program stopped while this letter was leaving. Look among the sent letters."
            ),
        )
    return sum(message.handed_over_at is not None for message in halfway)


def _as_program(uow: UnitOfWork) -> None:
    """The outbox works for the house, whoever happens to sit at the desk at that moment."""
    uow.actor = Actor()


def _let_go(uow: UnitOfWork, message: Message) -> None:
    if message.state != MessageState.WAITING:
        _become(uow, message, MessageState.WAITING)
    message.error, message.next_try_at, message.handed_over_at = "", None, None
    message.send_after = uow.now


def _wire_domain(domain: str) -> str:
    """The domain as a Message-ID can hold it."""
    try:
        return domain.encode("idna").decode("ascii") or _NOWHERE
    except UnicodeError:
        return _NOWHERE


def _sent(uow: UnitOfWork, message: Message, *, detail: str) -> str | None:
    _become(uow, message, MessageState.SENT, detail)
    message.sent_at, message.error = uow.now, ""
    deal = uow.find(Deal, message.card_id)
    purpose = message.then.get(MOVE)
    if deal is None or not deal.is_open or purpose is None:
        return None
    return _follow(uow, deal, StagePurpose(purpose), message.then.get(FINISH))


def _follow(uow: UnitOfWork, deal: Deal, purpose: StagePurpose, task_id: str | None) -> str | None:
    """The touch that asked for the letter is done, the payment is looked after, and the deal goes on, never back."""
    firm = uow.find(Firm, deal.firm_id)
    if deal.paid < deal.amount:
        check = soon_days(uow, firm.payment_days if firm else 3)
        system_touch(uow, deal, TaskKind.CALL, _("Check the payment, remind the client"), check)
    tasks = open_tasks(uow, deal.id)
    for task in tasks:
        if str(task.id) == task_id and len(tasks) > 1:
            task.finish(at=uow.now, by=None, outcome=Outcome.DONE.value)
    stage = stage_with(uow, deal.pipeline_id, purpose)
    here = uow.find(Stage, deal.stage_id)
    if stage is None or here is None or here.position >= stage.position:
        return None
    if missing_for(uow, deal, stage):
        return None
    change_stage(uow, deal, stage)
    return stage.name


def _become(uow: UnitOfWork, message: Message, state: MessageState, detail: str = "") -> None:
    before = MessageState(message.state)
    if (before, state) not in MESSAGE_TRANSITIONS:
        raise UserError(
            _("This letter is “{state}”. Nothing was changed.").format(state=before.label())
        )
    message.state = state.value
    uow.add(
        MessageEvent(
            message_id=message.id,
            state=state.value,
            at=uow.now,
            detail=detail,
            by=uow.actor.user_id,
        )
    )
