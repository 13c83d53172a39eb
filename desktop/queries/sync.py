# SPDX-License-Identifier: Apache-2.0
"""What waits to be sent to the hub, what it did not take, and what was overwritten at once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, case, distinct, func, select

from desktop.domain.card import CARDS
from desktop.domain.message import Message
from desktop.domain.people import Company, Contact
from desktop.queries import to_look_at
from desktop.storage import outgoing
from desktop.storage.card_of import named_card, stored_cards
from desktop.storage.database import Reader
from desktop.storage.journal import Op
from desktop.storage.tables import journal_step, outbox, set_aside
from desktop.values.changes import Label
from desktop.values.rows.sync import (
    CHANGE,
    MOST_READ,
    UnreadableRow,
    Unsent,
    WaitingList,
    WaitingRow,
)
from desktop.values.states import MessageState

MOST_MARKED = 2000
"""With more operations under way than that, cards are not marked: nearly all would be."""

# A line without a kind stands for the number of what was refused once: there is nothing in it.
_UNSENT = outbox.c.acked_head.is_(None) & (outbox.c.kind != "")
_WORTH = (
    "payment confirmation reversal invoice_issue stage_move lead_move message document_version attachment comment "
    "activity deal lead task deal_line company contact"
).split()
"""Which of a change's records stands for it, the first that is there."""

_RECORDS = frozenset({"deal", "deal_line", "lead", "company", "contact"})


def is_joined(reader: Reader) -> bool:
    """Whether this desk belongs to a hub."""
    return outgoing.is_joined(reader.connection)


def waiting(reader: Reader) -> int:
    """How many changes the hub has not got: a transaction is one, of a shop that was brought along each record."""
    own = func.count(distinct(case((outbox.c.step >= 0, outbox.c.step))))
    brought = func.count(case((outbox.c.step < 0, 1)))
    return reader.connection.scalar(select(own + brought).where(_UNSENT)) or 0


def unsent(reader: Reader) -> Unsent:
    """The figures of the status bar, and which cards carry a dot."""
    count = waiting(reader)
    conflicts, refused = to_look_at.from_hub(reader)
    return Unsent(
        waiting=count,
        refused=refused,
        conflicts=conflicts,
        deals=_deals(reader) if count else frozenset(),
        conflicted=to_look_at.cards_in_conflict(reader),
    )


def waiting_list(reader: Reader, *, most: int = MOST_READ) -> WaitingList:
    """The changes that wait, the newest first."""
    newest = (
        select(outbox.c.step)
        .where(_UNSENT, outbox.c.step >= 0)
        .group_by(outbox.c.step)
        .order_by(func.max(outbox.c.n).desc())
    )
    steps = list(reader.connection.scalars(newest.limit(MOST_READ)))
    ops = _ops_of(reader, steps)
    shown = steps[:most]
    return WaitingList(
        rows=tuple(_rows(reader, shown, ops)),
        count=waiting(reader),
        more=Counter(_standing_for(ops[step]).kind for step in steps[most:]),
        letters=_count_letters(reader),
        unreadable=unreadable(reader),
    )


def unreadable(reader: Reader) -> tuple[UnreadableRow, ...]:
    """What stands at the hub and cannot be read by this version, the newest first."""
    rows = reader.connection.execute(
        select(set_aside).order_by(set_aside.c.at.desc(), set_aside.c.id)
    )
    return tuple(UnreadableRow(row.id, row.kind, row.field) for row in rows)


def _count_letters(reader: Reader) -> int:
    states = (MessageState.WAITING.value, MessageState.SENDING.value)
    found = select(func.count()).select_from(Message)
    found = found.where(Message.state.in_(states), Message.archived_at.is_(None))
    return reader.connection.scalar(found) or 0


def _deals(reader: Reader) -> frozenset[bytes]:
    rows = reader.connection.execute(
        select(outbox).where(_UNSENT, outbox.c.step >= 0).limit(MOST_MARKED + 1)
    ).all()
    if len(rows) > MOST_MARKED:
        return frozenset()
    return frozenset(card.bytes for card in _cards(reader, map(_op, rows)).values())


def _ops_of(reader: Reader, steps: Sequence[int]) -> dict[int, list[Op]]:
    found: dict[int, list[Op]] = {}
    wanted = select(outbox).where(_UNSENT, outbox.c.step.in_(steps)).order_by(outbox.c.n)
    for row in reader.connection.execute(wanted):
        found.setdefault(row.step, []).append(_op(row))
    return found


def _op(row: Row[Any]) -> Op:
    return Op(row.kind, row.id, row.is_new, "", json.loads(row.doc))


def _cards(reader: Reader, ops: Iterable[Op]) -> dict[UUID, UUID]:
    """The card of each operation that has one, by the id of what it touched."""
    asked = list(ops)
    # What waits holds new values alone, no pairs of old and new: so only what was made anew names its card itself.
    found = {op.id: card for op in asked if (card := named_card(op)) is not None}
    return {**stored_cards(reader.connection, asked), **found}


def _standing_for(ops: Sequence[Op]) -> Op:
    kinds = {op.kind: op for op in reversed(ops)}
    return next((kinds[kind] for kind in _WORTH if kind in kinds), ops[0])


def _kind(op: Op) -> str:
    return op.kind if op.is_new or op.kind not in _RECORDS else CHANGE


def _rows(reader: Reader, steps: Sequence[int], ops: dict[int, list[Op]]) -> Iterable[WaitingRow]:
    named = {row.n: row for row in _steps(reader, steps)}
    cards = _cards(reader, [op for step in steps for op in ops[step]])
    subjects = {row.id: row for row in _subjects(reader, set(cards.values()))}
    for step in steps:
        if step not in named:
            continue
        card = next((cards[op.id] for op in ops[step] if op.id in cards), None)
        about = subjects.get(card) if card is not None else None
        yield WaitingRow(
            step=step,
            at=named[step].at,
            kind=_kind(_standing_for(ops[step])),
            label=Label(named[step].label, json.loads(named[step].fields)),
            client=about.client or about.title if about is not None else "",
            number=about.number if about is not None else "",
            deal=card,
        )


def _steps(reader: Reader, steps: Sequence[int]) -> Sequence[Any]:
    columns = journal_step.c.n, journal_step.c.at, journal_step.c.label, journal_step.c.fields
    return reader.connection.execute(select(*columns).where(journal_step.c.n.in_(steps))).all()


def _subjects(reader: Reader, cards: Collection[UUID]) -> Iterator[Any]:
    client = func.coalesce(Company.name, Contact.name, "").label("client")
    for cls in CARDS:
        wanted = (
            select(cls.id, cls.number, cls.title, client)
            .join(Company, Company.id == cls.company_id, isouter=True)
            .join(Contact, Contact.id == cls.contact_id, isouter=True)
            .where(cls.id.in_(list(cards)))
        )
        yield from reader.connection.execute(wanted)
