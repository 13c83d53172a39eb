# SPDX-License-Identifier: Apache-2.0
"""What a handover is planned with: the cards and touches that may go, and who may get them."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, func, or_, select

from desktop.domain.card import CARDS, Card
from desktop.domain.deal import Deal
from desktop.domain.lead import Lead
from desktop.domain.people import Company, Contact
from desktop.domain.pipeline import Pipeline
from desktop.domain.touch import Task
from desktop.domain.user import User
from desktop.queries import handover_clients
from desktop.storage.database import Reader
from desktop.storage.staff import Colleague, absences, colleagues
from desktop.storage.working_time import shop_calendar
from desktop.values.batches import batches
from desktop.values.rows.handover import GiveCard, GiveTouch, HandoverOffer, Receiver
from desktop.values.times import is_untimed


def of_person(reader: Reader, *, giver_id: UUID) -> HandoverOffer:
    """Everything that a colleague answers for, and who may get it."""
    cards = tuple(_cards(reader.connection, lambda cls: (cls.holder_id == giver_id,)))
    clients = handover_clients.without_cards(reader.connection, giver_id)
    return replace(_offer(reader, cards, giver_id), clients=clients)


def of_cards(reader: Reader, *, card_ids: Collection[UUID]) -> HandoverOffer:
    """These cards, as far as they are open, and who may get them."""
    cards: list[GiveCard] = []
    for batch in batches(card_ids):
        cards += _cards(reader.connection, partial(_among, batch))
    holders = {card.holder_id for card in cards}
    return _offer(reader, tuple(cards), holders.pop() if len(holders) == 1 else None)


def held_by(reader: Reader, *, holder_id: UUID) -> tuple[UUID, ...]:
    """The open deals and leads that a colleague answers for."""
    return tuple(
        card_id
        for cls in CARDS
        for card_id in reader.connection.scalars(
            select(cls.id)
            .where(cls.is_open, cls.holder_id == holder_id)
            .order_by(cls.created_at, cls.id)
        )
    )


def open_cards_of_client(reader: Reader, *, client_id: UUID) -> tuple[UUID, ...]:
    """The open deals and leads of a person, or of an organisation and its people."""
    people = select(Contact.id).where(or_(Contact.id == client_id, Contact.company_id == client_id))
    return tuple(
        card_id
        for cls in CARDS
        for card_id in reader.connection.scalars(
            select(cls.id)
            .where(cls.is_open, or_(cls.company_id == client_id, cls.contact_id.in_(people)))
            .order_by(cls.created_at)
        )
    )


def _among(ids: Collection[UUID], cls: type[Card]) -> tuple[ColumnElement[bool], ...]:
    return (cls.id.in_(ids),)


def _cards(connection: Connection, where: Any) -> Iterable[GiveCard]:
    for cls in CARDS:
        amount = Deal.amount if cls is Deal else func.coalesce(Lead.expected_amount, 0)
        found = (
            select(
                cls.id,
                func.coalesce(Company.name, Contact.name, "").label("client"),
                cls.title,
                cls.holder_id,
                cls.pipeline_id,
                amount.label("amount"),
                cls.currency,
            )
            .outerjoin(Contact, Contact.id == cls.contact_id)
            .outerjoin(Company, Company.id == cls.company_id)
            .where(cls.is_open, *where(cls))
            .order_by(cls.created_at, cls.id)
        )
        for row in connection.execute(found):
            yield GiveCard(row.id, cls.entity(), *row[1:])


def _offer(reader: Reader, cards: tuple[GiveCard, ...], giver_id: UUID | None) -> HandoverOffer:
    connection = reader.connection
    ids = [card.id for card in cards]
    touches = tuple(_touches(connection, ids, giver_id))
    name = connection.scalar(select(User.name).where(User.id == giver_id)) if giver_id else ""
    pipelines = select(Pipeline.id, Pipeline.name).where(Pipeline.archived_at.is_(None))
    used = {card.pipeline_id for card in cards}
    return HandoverOffer(
        cards,
        touches,
        tuple(_receivers(reader, giver_id)),
        tuple(
            (row.id, row.name)
            for row in connection.execute(pipelines.order_by(Pipeline.position))
            if row.id in used
        ),
        shop_calendar(connection, reader.zone, reader.today),
        giver_id,
        name or "",
        _others(connection, giver_id, cards),
    )


def _touches(
    connection: Connection, ids: Iterable[UUID], giver_id: UUID | None
) -> Iterable[GiveTouch]:
    goes = or_(Task.holder_id == giver_id, Task.holder_id.is_(None)) if giver_id else Task.is_open
    for batch in batches(ids):
        found = select(Task.card_id, Task.kind, Task.due_at).where(
            Task.card_id.in_(batch), Task.is_open, goes
        )
        for row in connection.execute(found.order_by(Task.due_at)):
            yield GiveTouch(*row)


def _others(connection: Connection, giver_id: UUID | None, cards: Iterable[GiveCard]) -> int:
    if giver_id is None:
        return 0
    own = {card.id for card in cards}
    found = select(Task.card_id).where(Task.holder_id == giver_id, Task.is_open)
    return sum(card_id not in own for card_id in connection.execute(found).scalars())


def _receivers(reader: Reader, giver_id: UUID | None) -> Iterable[Receiver]:
    connection = reader.connection
    held: dict[UUID | None, Counter[UUID]] = defaultdict(Counter)
    for cls in CARDS:
        counts = select(cls.holder_id, cls.pipeline_id, func.count()).where(cls.is_open)
        for holder, pipeline, count in connection.execute(
            counts.group_by(cls.holder_id, cls.pipeline_id)
        ):
            held[holder][pipeline] += count
    people = [one for one in colleagues(connection) if one.sells and one.id != giver_id]
    busy, today = _busy(reader, [one.id for one in people])
    away = absences(connection, reader.today)
    for one in sorted(people, key=_managers_first):
        own = held[one.id]
        yield Receiver(
            one.id, one.name, one.is_manager, sum(own.values()), today[one.id], dict(own),
            tuple(away[one.id]), tuple(busy[one.id]),
        )  # fmt: skip


def _managers_first(one: Colleague) -> bool:
    return not one.is_manager


def _busy(
    reader: Reader, people: Collection[UUID]
) -> tuple[dict[UUID | None, list[tuple[dt.datetime, str]]], Counter[UUID | None]]:
    """Each colleague's timed touches ahead, and how many they have today, late ones too."""
    busy: dict[UUID | None, list[tuple[dt.datetime, str]]] = defaultdict(list)
    today: Counter[UUID | None] = Counter()
    tomorrow = dt.datetime.combine(reader.today, dt.time(), reader.zone) + dt.timedelta(days=1)
    found = select(Task.holder_id, Task.due_at, Task.kind).where(
        Task.holder_id.in_(people), Task.is_open
    )
    for holder_id, due_at, kind in reader.connection.execute(found):
        if due_at < tomorrow:
            today[holder_id] += 1
        if due_at >= reader.now and not is_untimed(due_at.astimezone(reader.zone)):
            busy[holder_id].append((due_at, kind))
    return busy, today
