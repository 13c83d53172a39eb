# SPDX-License-Identifier: Apache-2.0
"""All that happened on a card, newest first, from the facts of every kind."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Integer,
    Select,
    TextualSelect,
    and_,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    null,
    or_,
    select,
    text,
    type_coerce,
    union_all,
)
from sqlalchemy import String as Text
from sqlalchemy.dialects.sqlite import dialect as Dialect  # noqa: N812 - it is a class
from sqlalchemy.orm import aliased

from desktop.domain.bookkeeping import Conflict
from desktop.domain.card import Card, Move
from desktop.domain.column_types import UtcTime, Uuid16
from desktop.domain.deal import Deal, DealLine, StageMove
from desktop.domain.document import Attachment, Document, DocumentVersion
from desktop.domain.lead import Lead, LeadMove
from desktop.domain.message import Message
from desktop.domain.payment import Payment
from desktop.domain.pipeline import Stage
from desktop.domain.touch import Activity, Comment, Task
from desktop.domain.user import User
from desktop.storage.in_force import is_confirmed, stands
from desktop.storage.joins import joined_into
from desktop.storage.tables import journal, journal_step
from desktop.values.rows.card import Event, TimelineRow
from desktop.values.states import Outcome, TaskKind

Rows = Select[*tuple[Any, ...]]

MOST = 5000
"""Entries beyond which older ones are left to the search."""

_EMPTY = literal_column("''", Text)
_NOUGHT = literal_column("0", Integer)
_NO_TIME = type_coerce(null(), UtcTime)  # the first part of a union gives the columns their types
_FIELDS = "subject text outcome direction state amount currency duration_s next_touch_at before after blob kind".split()
_NUMBERS = frozenset({"amount", "duration_s"})
_CARDS: BindParameter[Any] = bindparam("cards", expanding=True, type_=Uuid16)
_CARDS_HERE = f"(__[POSTCOMPILE_{_CARDS.key}])"


def timeline(connection: Connection, card_id: UUID) -> tuple[TimelineRow, ...]:
    """Every fact on a card that undo has not switched off, newest first.

    A deal has those of the lead it was, and of a second deal that this lead became elsewhere; a lead those of the ones
    that were joined to it.
    """
    cards = [card_id]
    if near := connection.execute(_leads(), {"card": card_id}).all():
        leads = [lead.id for lead in near if lead.deal_id == card_id]
        cards += [*leads, *(_second_deals(connection, leads, card_id) if leads else ())]
        cards += joined_into(connection, cards)
    given = {f"card_{place}": one for place, one in enumerate(cards)}
    found = connection.execute(_everything(len(cards)), given)
    return tuple(TimelineRow(Event(event), *rest) for event, *rest in found)


@lru_cache(maxsize=16)
def _everything(count: int) -> TextualSelect:
    """One statement for all kinds and so many cards, built once, as its text: the card's page runs it at every visit.

    A tree of a thousand parts would be looked up by the hash of all of them each time, which takes a third as long as
    running it, and a list of values would be written into the text each time.
    """
    written, values, columns = _written()
    names = [f"card_{place}" for place in range(count)]
    return (
        text(written.replace(_CARDS_HERE, f"({', '.join(f':{name}' for name in names)})"))
        .bindparams(*(bindparam(name, type_=Uuid16) for name in names), **values)
        .columns(*columns)
    )


@cache
def _written() -> tuple[str, dict[str, Any], Sequence[ColumnElement[Any]]]:
    """The text of all kinds with a mark where the cards stand, its other values, and its columns."""
    parts = (
        _comments(),
        _talks(),
        _moves(StageMove, StageMove.deal_id),
        _moves(LeadMove, LeadMove.lead_id),
        _letters(),
        _papers(),
        _files(),
        _money(),
        _set(Deal),
        _set(Lead),
        _done(),
        _holders(),
        _begun(Deal),
        _begun(Lead),
        _conflicts(),
    )
    tree = union_all(*parts).order_by(text("at DESC, id DESC")).limit(MOST)
    written = tree.compile(dialect=Dialect(paramstyle="named"))
    values = {name: value for name, value in written.params.items() if name != _CARDS.key}
    columns = [column(str(one.key), one.type) for one in tree.selected_columns]
    return written.string, values, columns


def _line(event: Event | ColumnElement[str], id_: Any, at: Any, by: Any, **named: Any) -> Rows:
    """The columns of a timeline row in their order; what is not named is empty.

    What is always the same stands in the statement: a hundred more parameters would be put together at each visit.
    """
    name = _word(event) if isinstance(event, Event) else event
    rest = [
        named.get(
            field,
            _NO_TIME if field == "next_touch_at" else _NOUGHT if field in _NUMBERS else _EMPTY,
        )
        for field in _FIELDS
    ]
    return select(
        name.label("event"),
        id_.label("id"),
        at.label("at"),
        by.label("by"),
        *(column.label(field) for field, column in zip(_FIELDS, rest, strict=True)),
    )


def _word(event: Event) -> ColumnElement[str]:
    return literal_column(f"'{event.value}'", Text)


def _comments() -> Rows:
    line = _line(Event.COMMENT, Comment.id, Comment.at, Comment.by, text=Comment.text)
    return line.where(Comment.card_id.in_(_CARDS), stands(Comment.id))


def _talks() -> Rows:
    is_call = Activity.kind == TaskKind.CALL.value
    event = func.iif(is_call, _word(Event.CALL), _word(Event.MESSAGE))
    return _line(
        event,
        Activity.id,
        Activity.at,
        Activity.by,
        text=Activity.comment,
        outcome=Activity.outcome,
        direction=Activity.direction,
        duration_s=Activity.duration_s,
        next_touch_at=Activity.next_touch_at,
        kind=Activity.kind,
    ).where(Activity.card_id.in_(_CARDS), stands(Activity.id))


def _moves(move: type[Move], card_id: Any) -> Rows:
    before, after = aliased(Stage), aliased(Stage)
    return (
        _line(
            Event.STAGE,
            move.id,
            move.at,
            move.by,
            before=func.coalesce(before.name, ""),
            after=func.coalesce(after.name, ""),
            kind=func.coalesce(after.kind, ""),
        )
        .join_from(move, before, before.id == move.from_stage_id, isouter=True)
        .join(after, after.id == move.to_stage_id, isouter=True)
        .where(card_id.in_(_CARDS), stands(move.id))
    )


def _letters() -> Rows:
    return _line(
        Event.LETTER,
        Message.id,
        func.coalesce(Message.sent_at, Message.created_at),
        Message.created_by,
        subject=Message.subject,
        text=func.coalesce(func.nullif(Message.error, ""), Message.body),
        state=Message.state,
        after=Message.recipient,
        kind=Message.channel,
    ).where(Message.card_id.in_(_CARDS), Message.archived_at.is_(None))


def _papers() -> Rows:
    return (
        _line(
            Event.DOCUMENT,
            DocumentVersion.id,
            DocumentVersion.at,
            DocumentVersion.by,
            subject=Document.name,
            after=cast(DocumentVersion.version, Text),
            kind=DocumentVersion.origin,
            blob=DocumentVersion.blob,
        )
        .join_from(DocumentVersion, Document, Document.id == DocumentVersion.document_id)
        .where(DocumentVersion.card_id.in_(_CARDS), stands(DocumentVersion.id))
    )


def _files() -> Rows:
    return _line(
        Event.FILE,
        Attachment.id,
        Attachment.at,
        Attachment.by,
        subject=Attachment.file_name,
        after=cast(Attachment.version, Text),
        blob=Attachment.blob,
    ).where(Attachment.card_id.in_(_CARDS), Attachment.archived_at.is_(None))


def _money() -> Rows:
    return _line(
        Event.PAYMENT,
        Payment.id,
        Payment.at,
        Payment.by,
        text=Payment.comment,
        amount=Payment.amount,
        currency=Payment.currency,
        kind=Payment.method,
        state=func.iif(is_confirmed(), "confirmed", ""),
    ).where(Payment.deal_id.in_(_CARDS), stands(Payment.id))


def _set(card: type[Card]) -> Rows:
    """Touches that no person planned, unless the card began with them."""
    return (
        _line(
            Event.TOUCH_SET,
            Task.id,
            Task.created_at,
            Task.created_by,
            subject=Task.goal,
            next_touch_at=Task.due_at,
            kind=Task.kind,
        )
        .join_from(Task, card, card.id == Task.card_id)
        .where(
            _of_card(),
            Task.created_by.is_(None),
            Task.created_at > card.created_at,
            Task.archived_at.is_(None),
        )
    )


def _holders() -> Rows:
    """Who answered for the card before and after, as the journal has it: the card itself knows only the last one."""
    before, after = aliased(User), aliased(User)
    patch = journal.c.patch
    old, new = (func.json_extract(patch, f"$.holder_id[{place}]") for place in (0, 1))
    return (
        _line(
            Event.HOLDER,
            journal.c.id,
            journal_step.c.at,
            journal_step.c.user_id,
            before=func.coalesce(before.name, ""),
            after=func.coalesce(after.name, ""),
        )
        .join_from(journal, journal_step, journal_step.c.n == journal.c.step)
        .join(before, func.lower(func.hex(before.id)) == func.replace(old, "-", ""), isouter=True)
        .join(after, func.lower(func.hex(after.id)) == func.replace(new, "-", ""), isouter=True)
        .where(
            journal.c.id.in_(_CARDS),
            ~journal.c.is_new,
            patch.like('%"holder_id"%'),
            journal_step.c.undone_by.is_(None),
            journal_step.c.reverts.is_(None),
        )
    )


def _done() -> Rows:
    """Finished touches that are no talk: a talk is its own entry."""
    talks = [kind.value for kind in TaskKind if kind.is_touch]
    return _line(
        Event.TOUCH_DONE,
        Task.id,
        Task.done_at,
        Task.done_by,
        subject=Task.goal,
        outcome=Task.outcome,
        kind=Task.kind,
    ).where(
        Task.card_id.in_(_CARDS),
        Task.done_at.is_not(None),
        Task.archived_at.is_(None),
        Task.outcome != Outcome.CLOSED.value,
        *(Task.kind != kind for kind in talks),
    )


def _begun(card: type[Card]) -> Rows:
    began = _line(
        Event.CREATED, card.id, card.created_at, card.created_by,
        kind=card.channel, subject=literal_column(f"'{card.entity()}'", Text),
    )  # fmt: skip
    return began.where(card.id.in_(_CARDS))


@cache
def _leads() -> Select[UUID, UUID | None]:
    """The lead that became this deal, two where two desks converted leads to one by hand, or those joined to a lead."""
    card: BindParameter[Any] = bindparam("card", type_=Uuid16)
    became = and_(Lead.deal_id == card, Lead.archived_at.is_(None))
    return select(Lead.id, Lead.deal_id).where(or_(became, Lead.joined_to == card))


def _second_deals(connection: Connection, leads: Sequence[UUID], deal: UUID) -> list[UUID]:
    """The deals that were joined to this one, because two desks had made one each of its lead."""
    settled = select(Conflict.fields).where(
        Conflict.on_id.in_(leads), Conflict.settled_at.is_not(None), Conflict.archived_at.is_(None)
    )
    told = [one.get("deal_id", {}) for one in connection.scalars(settled)]
    found = {UUID(one[side]) for one in told for side in ("lost", "won") if one.get(side)}
    if not found:
        return []
    gone = select(Deal.id).where(Deal.id.in_(found - {deal}), Deal.archived_at.is_not(None))
    return list(connection.scalars(gone))


def _conflicts() -> Rows:
    """What of the card, its lines and touches was changed in two places; the two values are seen in To look at."""
    loser, winner = aliased(User), aliased(User)
    field = select(func.json_each(Conflict.fields).table_valued("key").c.key).limit(1)
    lines = select(DealLine.id).where(DealLine.deal_id.in_(_CARDS))
    is_settled = Conflict.settled_at.is_not(None)
    return (
        _line(
            Event.CONFLICT,
            Conflict.id,
            Conflict.found_at,
            Conflict.winner_id,
            subject=field.scalar_subquery(),
            kind=Conflict.on_kind,
            state=func.iif(is_settled, "settled", ""),
            before=func.coalesce(loser.name, ""),
            after=func.coalesce(winner.name, ""),
        )
        .join_from(Conflict, loser, loser.id == Conflict.loser_id, isouter=True)
        .join(winner, winner.id == Conflict.winner_id, isouter=True)
        .where(
            or_(
                Conflict.on_id.in_(_CARDS),
                Conflict.on_id.in_(lines),
                Conflict.on_id.in_(select(Task.id).where(_of_card())),
            ),
            Conflict.archived_at.is_(None),
        )
    )


def _of_card() -> ColumnElement[bool]:
    # Each half has its index: without them every task of the shop would be read.
    return or_(
        and_(Task.card_id.in_(_CARDS), Task.is_open),
        and_(Task.card_id.in_(_CARDS), Task.done_at.is_not(None)),
    )
