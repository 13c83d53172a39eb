# SPDX-License-Identifier: Apache-2.0
"""What a merge could not settle alone, settled by a person: kept, put back, asked about, tried again, discarded."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from desktop.commands.card_moves import change_stage, open_tasks
from desktop.commands.cards import add_comment, soon
from desktop.commands.converted_twice import go_on_with, two_deals
from desktop.domain.bookkeeping import DOUBLE, Conflict, Finding, double_id, refused_id
from desktop.domain.card import CARDS, Card
from desktop.domain.column_types import decode
from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.payment import Payment
from desktop.domain.pipeline import Stage
from desktop.domain.record import Record, table_of
from desktop.domain.rights import Right, demand
from desktop.domain.schema import BY_KIND
from desktop.domain.touch import Task
from desktop.domain.user import User
from desktop.errors import UserError
from desktop.i18n import N_, _
from desktop.storage import asked_numbers
from desktop.storage.tables import refused
from desktop.storage.unit_of_work import UnitOfWork, command
from desktop.values.changes import Seen
from desktop.values.drafts.touch import LEAST_COMMENT
from desktop.values.states import Outcome, TaskKind
from desktop.values.times import reminder_of

_HOURS_TO_ANSWER = 1


@command(N_("Kept what stands: {record}"))
def keep(uow: UnitOfWork, *, conflict_id: UUID, record: str, seen: Seen = None) -> None:
    """What stands is right. The other value stays in history; the notice is gone on every desk."""
    conflict = uow.get(Conflict, conflict_id)
    if (deals := two_deals(conflict)) is not None and conflict.settled_at is None:
        other, stands = deals
        go_on_with(uow, conflict.on_id, stands, other)
    if conflict.settled_at is None:
        conflict.settle(uow.now, uow.actor.user_id)
    uow.name(record=record)


@command(N_("Put back: {record}"))
def put_back(
    uow: UnitOfWork,
    *,
    conflict_id: UUID,
    record: str,
    parts: Sequence[str] = (),
    below: bool = False,
    seen: Seen = None,
) -> None:
    """An ordinary edit made now, on top of what stands.

    `parts` are the entries of a document that were told apart for the person; without them all of it comes back.
    `below` adds a text to the one that stands. What the person did not write themselves takes the right to sell.
    What was settled before may come back, too.
    """
    conflict = uow.get(Conflict, conflict_id)
    if conflict.loser_id != uow.actor.user_id and uow.actor.user_id is not None:
        demand(uow.actor.roles, Right.SELL)
    if (deals := two_deals(conflict)) is not None:
        other, stands = deals
        go_on_with(uow, conflict.on_id, other, stands)
        conflict.settle(uow.now, uow.actor.user_id)
        uow.name(record=record)
        return
    cls = BY_KIND[conflict.on_kind]
    columns = table_of(cls).columns
    values = {
        name: decode(columns[name].type, one["lost"])
        for name, one in conflict.fields.items()
        if name in columns
    }
    if not values:
        raise UserError(
            _("A newer program wrote this. Nothing was changed. Update this one first.")
        )
    target = uow.get(cls, conflict.on_id)
    put_values(uow, target, values, parts, below=below)
    conflict.settle(uow.now, uow.actor.user_id)
    uow.name(record=record)


@command(N_("Asked {name}"))
def ask(
    uow: UnitOfWork,
    *,
    whom: UUID,
    card_id: UUID,
    text: str,
    card_kind: str = "deal",
    seen: Seen = None,
) -> None:
    """The question stands on the card for all to read, and rings for the colleague as something to answer."""
    words = text.strip()
    if len(words) < LEAST_COMMENT:
        raise UserError(_("Write what you want to know."), field="text")
    colleague = uow.get(User, whom)
    add_comment(
        uow, card_id, _("To {name}: {text}").format(name=colleague.name, text=words), card_kind
    )
    due = soon(uow, _HOURS_TO_ANSWER)
    uow.add(
        Task(
            card_kind=card_kind,
            card_id=card_id,
            kind=TaskKind.INFORM.value,
            goal=_("Answer a colleague: {text}").format(text=words.partition("\n")[0]),
            note=words,
            due_at=due,
            remind_at=due,
            created_at=uow.now,
            created_by=uow.actor.user_id,
            holder_id=colleague.id,
        )
    )
    uow.name(name=colleague.name)


@command(N_("Tried again: {what}"))
def try_again(uow: UnitOfWork, *, device_id: UUID, step: int, what: str, seen: Seen = None) -> None:
    """Write again what the hub refused, as a new step of this person: rights and house rules are asked anew."""
    for op in (one for one in _refused(uow, device_id, step) if one.kind):
        cls = BY_KIND[op.kind]
        columns = table_of(cls).columns
        doc = json.loads(op.doc)
        values = {k: decode(columns[k].type, v) for k, v in doc.items() if k in columns}
        known = uow.find(cls, op.id)
        if known is None and op.is_new:
            if (asked := doc.get(asked_numbers.KEY)) is not None:
                uow.asked[op.id] = asked
                values |= asked_numbers.until_given(asked)
            uow.add(cls(id=op.id, **values))
        elif known is None:
            raise UserError(
                _("What this was written on is not there. The text is kept here: copy it.")
            )
        elif not cls.__sync__.fact:
            for name, value in values.items():
                setattr(known, name, value)
    _done_with(uow, device_id, step)
    uow.name(what=what)


@command(N_("Discarded: {what}"))
def discard(uow: UnitOfWork, *, device_id: UUID, step: int, what: str, seen: Seen = None) -> None:
    """Nobody needs what was refused any more."""
    _done_with(uow, device_id, step)
    uow.name(what=what)


@command(N_("Both payments are real: {deal}"), Right.CONFIRM_PAYMENTS)
def both_are_real(uow: UnitOfWork, *, payments: tuple[UUID, UUID], seen: Seen = None) -> None:
    """Two payments that look like one were two; nobody is asked about them again, on any desk."""
    first, second = (uow.get(Payment, one) for one in sorted(payments))
    deal = uow.find(Deal, first.deal_id)
    known = uow.find(Conflict, key := double_id(first.id, second.id))
    if known is None:
        known = uow.add(
            Conflict(
                id=key,
                on_kind=Payment.entity(),
                on_id=first.id,
                fields={DOUBLE: {"other": str(second.id)}},
                found_at=max(first.at, second.at),
            )
        )
    known.archived_at = None
    known.settle(uow.now, uow.actor.user_id)
    uow.name(deal=deal.title if deal else "")


@command(N_("Looked at: {record}"))
def looked_at(uow: UnitOfWork, *, finding_id: UUID, record: str, seen: Seen = None) -> None:
    """The holder has seen what a merge left; it is in order as it is."""
    uow.get(Finding, finding_id).settled_at = uow.now
    uow.name(record=record)


def _refused(uow: UnitOfWork, device_id: UUID, step: int) -> Sequence[Row[Any]]:
    ops = select(refused).where(refused.c.device_id == device_id, refused.c.step == step)
    return uow.execute(ops.order_by(refused.c.n)).all()


def _done_with(uow: UnitOfWork, device_id: UUID, step: int) -> None:
    finding = uow.get(Finding, refused_id(device_id, step))
    if finding.settled_at is not None:
        raise UserError(_("This was settled already. Nothing was changed."))
    finding.settled_at = uow.now


# How a value comes back


def put_values(
    uow: UnitOfWork,
    target: Record,
    values: dict[str, Any],
    parts: Sequence[str] = (),
    *,
    below: bool = False,
) -> None:
    """Let values stand that stood before: a stage by a move, the rest field by field."""
    cls = type(target)
    put = next((how for name, how in _WAYS.items() if name[0] == cls and name[1] in values), None)
    if put is not None:
        put(uow, target, values)
    else:
        _put_fields(target, values, parts, below=below)


def _put_fields(
    target: Record, values: dict[str, Any], parts: Sequence[str] = (), *, below: bool = False
) -> None:
    for name, value in values.items():
        now, back = getattr(target, name), value
        if parts and isinstance(value, dict) and isinstance(now, dict):
            back = _with_parts(now, value, parts)
        elif below and isinstance(value, str) and now:
            back = f"{now}\n\n{value}"
        setattr(target, name, back)


def _with_parts(now: dict[str, Any], lost: dict[str, Any], parts: Sequence[str]) -> dict[str, Any]:
    rest = {name: value for name, value in now.items() if name not in parts}
    return {**rest, **{part: lost[part] for part in parts if part in lost}}


def _put_stage(uow: UnitOfWork, card: Record, values: dict[str, Any]) -> None:
    """A card goes back by a move like any other; what closing it had ended is to be done again."""
    assert isinstance(card, Deal | Lead)
    stage = uow.get(Stage, values.get("stage_id", card.stage_id))
    was_closed = card.closed_at
    change_stage(uow, card, stage)
    if stage.is_open and was_closed is not None:
        _open_tasks_again(uow, card, was_closed)
    for name in ("refusal_reason_id", "refusal_comment", "lost_to", "lost_to_price", "deal_id"):
        if name in values:
            setattr(card, name, values[name])


def _open_tasks_again(uow: UnitOfWork, card: Card, closed_at: Any) -> None:
    if open_tasks(uow, card.id):
        return
    ended = select(Task).where(
        Task.card_id == card.id, Task.done_at == closed_at, Task.outcome == Outcome.CLOSED.value
    )
    for task in uow.all(ended):
        task.done_at = task.done_by = None
        task.outcome = ""


def _put_block(uow: UnitOfWork, deal: Record, values: dict[str, Any]) -> None:
    assert isinstance(deal, Deal)
    reason = values.get("block_reason", deal.block_reason)
    if reason:
        note = values.get("block_note", deal.block_note)
        deal.block(reason=reason, note=note, at=uow.now, by=uow.actor.user_id)
    else:
        deal.unblock()


def _put_time(uow: UnitOfWork, task: Record, values: dict[str, Any]) -> None:
    assert isinstance(task, Task)
    _put_fields(task, values)
    task.remind_at, task.reminded_at = reminder_of(task.due_at, uow.zone), None


_STAGE_FIELDS = ("stage_id", "refusal_reason_id", "refusal_comment")
_WAYS: dict[tuple[type[Record], str], Callable[[UnitOfWork, Any, dict[str, Any]], None]] = {
    **{(cls, field): _put_stage for cls in CARDS for field in _STAGE_FIELDS},
    (Deal, "block_reason"): _put_block,
    (Deal, "block_note"): _put_block,
    (Task, "due_at"): _put_time,
}
"""What comes back otherwise than field by field: the class, and a field by which its unit is known."""
