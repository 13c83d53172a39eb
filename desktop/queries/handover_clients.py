# SPDX-License-Identifier: Apache-2.0
"""Clients of a colleague with whom nothing is open: they dealt with them last, and nobody has a card of theirs now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from functools import partial
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, or_, select

from desktop.domain.card import CARDS, Card
from desktop.domain.people import Contact
from desktop.values.batches import batches


class _Dealt(NamedTuple):
    """A card of a client: when it began, whose it is, and whom of the client it is about."""

    client: UUID
    created_at: dt.datetime
    holder_id: UUID | None
    contact_id: UUID | None
    is_open: bool


def without_cards(connection: Connection, holder_id: UUID) -> tuple[UUID, ...]:
    """The people to speak to of such clients, an organisation's by its last card, by who was dealt with last."""
    theirs = {one.client for one in _dealt(connection, lambda cls: cls.holder_id == holder_id)}
    last: dict[UUID, _Dealt] = {}
    busy: set[UUID] = set()
    for batch in batches(theirs):
        for one in _dealt(connection, partial(_of, batch)):
            if one.is_open:
                busy.add(one.client)
            known = last.get(one.client)
            if known is None or one.created_at >= known.created_at:
                last[one.client] = one
    found = [one for client, one in last.items() if client not in busy]
    found.sort(key=lambda one: one.created_at, reverse=True)
    people = dict.fromkeys(
        one.contact_id for one in found if one.holder_id == holder_id and one.contact_id is not None
    )
    there = _there(connection, people)
    return tuple(one for one in people if one in there)


def _of(clients: Collection[UUID], cls: type[Card]) -> ColumnElement[bool]:
    alone = cls.company_id.is_(None) & cls.contact_id.in_(clients)
    return or_(cls.company_id.in_(clients), alone)


def _dealt(
    connection: Connection, which: Callable[[type[Card]], ColumnElement[bool]]
) -> Iterable[_Dealt]:
    for cls in CARDS:
        found = select(
            cls.company_id, cls.contact_id, cls.created_at, cls.holder_id, cls.is_open
        ).where(which(cls), cls.archived_at.is_(None))
        for row in connection.execute(found):
            if (client := row.company_id or row.contact_id) is not None:
                yield _Dealt(
                    client, row.created_at, row.holder_id, row.contact_id, bool(row.is_open)
                )


def _there(connection: Connection, people: Iterable[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    for batch in batches(people):
        asked = select(Contact.id).where(Contact.id.in_(batch), Contact.archived_at.is_(None))
        found.update(connection.scalars(asked))
    return found
